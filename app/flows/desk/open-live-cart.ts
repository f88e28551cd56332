import type { Db } from '../../../db/client.server.ts'
import { readDeskAccount } from '../../../db/queries/desk-accounts.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { showCart } from '../cart/load-shown-cart.ts'
import { deskOf } from './read-desk.ts'

/** `cart` null: nothing is in it, or it is too large to price. */
export type LiveCart = {
	account: { id: number; name: string; currency: string }
	buyer: { contactId: number; name: string } | null
	cart: ShownCart | null
	lastActivityAt: Date
	mayShopAs: boolean
}

/**
 * A buyer's cart as she sees it at this moment, for who looks after her account: her prices, her promotions, what stands
 * in her way. Nothing of it is written, and looking is no activity of hers. Null: no open cart of an account of this desk.
 */
export async function openLiveCart(
	db: Db,
	staff: StaffMember,
	{ accountId, cartId, locale, at }: { accountId: number; cartId: number; locale: string; at: Date },
): Promise<LiveCart | null> {
	const account = await readDeskAccount(db, deskOf(staff), { accountId, at })
	const anyone = account && (await absentShopper(db, { accountId, contactId: null }))
	const loaded = anyone && (await loadPricedCart(db, anyone, { accountId, cartId }, { locale, at }))
	if (!anyone || loaded?.document.stage !== 'cart') return null
	const { contactId, contactName, lastActivityAt, lines } = loaded.document
	// What stands in her way depends on what she may do, not on what anybody of the account may.
	const buyer = contactId === null ? null : await absentShopper(db, { accountId, contactId })
	return {
		account: { id: account.id, name: account.name, currency: account.currency },
		buyer: contactId === null ? null : { contactId, name: contactName ?? '' },
		cart: lines.length === 0 ? null : showCart(loaded, buyer ?? anyone, { locale, at }),
		lastActivityAt,
		mayShopAs: staff.roles.includes('rep') || staff.roles.includes('administrator'),
	}
}
