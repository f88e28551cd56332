import type { Tx } from '../../../db/client.server.ts'
import { insertCart, type LockedCart, touchCart } from '../../../db/queries/cart.ts'
import { addLineQuantities, type GroupWish, upsertGroups } from '../../../db/queries/cart-lines.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { WantedRow } from '../../engine/cart/resolve-rows.ts'
import type { Shopper } from '../../platform/actor.ts'

/** The cart that an edit is for: a named one, or the person's current one, opened when there is none. */
export async function saveOpenCart(
	tx: Tx,
	shopper: Shopper,
	input: { cartId: number | null; expectedVersion: number | null; locale: string; at: Date },
): Promise<(LockedCart & { isNew: boolean }) | null> {
	const { account, seller } = shopper
	const accountId = account.accountId ?? 0
	let { cartId } = input
	let isNew = false
	if (cartId === null) {
		const channel = shopper.kind === 'api' ? 'api' : 'web'
		const opened = await insertCart(tx, {
			accountId,
			sellerEntityId: seller.id,
			contactId: shopper.contactId,
			currency: account.currency,
			rounding: seller.rounding,
			locale: input.locale,
			channel,
			isCurrent: true,
			name: null,
			at: input.at,
		})
		cartId = opened.id
		isNew = opened.isNew
	}
	const cart = await touchCart(tx, { accountId, cartId, expectedVersion: input.expectedVersion, at: input.at })
	return cart && { ...cart, isNew }
}

const wishKey = ({ locationId, requestedOn }: { locationId: number | null; requestedOn: string | null }) => `${locationId ?? ''} ${requestedOn ?? ''}`

/** Writes resolved rows into a locked cart: deliveries, then lines with their allocations; two statements for any number. Unknown ship-tos are refused. */
export async function saveCartRows(tx: Tx, shopper: Shopper, cart: LockedCart, rows: readonly WantedRow[], at: Date): Promise<Refusal[]> {
	const key = { accountId: shopper.account.accountId ?? 0, cartId: cart.id }
	const placed = rows.map((row) => ({ ...row, locationId: row.locationId ?? shopper.locationId }))
	const wishes = new Map(
		placed.map((row): [string, GroupWish] => [wishKey(row), { locationId: row.locationId, requestedOn: row.requestedOn, method: 'ground' }]),
	)
	const groups = await upsertGroups(tx, key, [...wishes.values()])
	const groupOf = new Map([...wishes.keys()].map((name, index) => [name, groups[index]?.id ?? null]))
	const lost = placed.filter((row) => groupOf.get(wishKey(row)) === null)
	if (lost.length > 0) return lost.map((row) => refusal('SHIP_TO_UNKNOWN', { locationId: row.locationId }, row.row))
	await addLineQuantities(
		tx,
		{ ...key, contactId: shopper.contactId, userId: shopper.userId, at },
		placed.map((row) => ({
			...{ productId: row.productId, unitCode: row.unit, quantity: printQuantity(row.quantity), groupId: groupOf.get(wishKey(row)) ?? null },
			chosen: row.chosen,
		})),
	)
	return []
}
