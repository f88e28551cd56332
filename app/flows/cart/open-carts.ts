import type { Db } from '../../../db/client.server.ts'
import { type Colleague, readOrderingColleagues, readStandingCarts, type StandingCart } from '../../../db/queries/cart-hand.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayKeepCarts } from './read-carts-rights.ts'

/** How long a cart that was put away can be brought back from the page. */
const KEPT_DAYS = 60

export type CartsPage = { carts: StandingCart[]; putAway: StandingCart[]; colleagues: Colleague[]; mayChange: boolean }

/** The carts that a person may work in, the one in hand first; two statements for any number. Null: a guest, or a machine. */
export async function openCarts(db: Db, shopper: Shopper, { locale, at }: { locale: string; at: Date }): Promise<CartsPage | null> {
	const { account, contactId } = shopper
	if (account.accountId === null || contactId === null) return null
	const person = { accountId: account.accountId, contactId }
	const keptSince = new Date(at.getTime() - KEPT_DAYS * 86_400_000)
	const [rows, colleagues] = await Promise.all([readStandingCarts(db, person, { locale, keptSince }), readOrderingColleagues(db, person)])
	return {
		carts: rows.filter(({ stage }) => stage === 'cart'),
		putAway: rows.filter(({ stage }) => stage === 'discarded'),
		colleagues,
		mayChange: mayKeepCarts(shopper),
	}
}
