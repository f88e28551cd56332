import { type Db, withTransaction } from '../../../db/client.server.ts'
import { isOpenCart, readCartCounts } from '../../../db/queries/cart.ts'
import { readOrderables } from '../../../db/queries/cart-lines.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { checkLimits, MAX_LINES } from '../../engine/cart/limits.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import { type AskedRow, type RowNotice, resolveRows } from '../../engine/cart/resolve-rows.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { type DomainEvent, saveEvents } from '../event/save-events.ts'
import { loadTypedRows } from './load-typed-rows.ts'
import { foundProductOf } from './read-found-product.ts'
import { saveCartRows, saveOpenCart } from './save-cart-rows.ts'

/** `expectedVersion`: of the cart as the asker saw it; unsaid, she takes it as it is. */
export type AddToCart = { cartId: number | null; expectedVersion?: number | null; locale: string; at: Date } & (
	| { rows: readonly AskedRow[] }
	| { typed: readonly TypedRow[]; locationId: number | null }
)
export type Added = { ok: true; cartId: number; version: number; lines: number; units: string; notices: RowNotice[] } | { ok: false; refusals: Refusal[] }

/**
 * Puts rows into a cart, all of them or, with every refusal named, none (section 9). Seven statements for one row and
 * for two thousand, one more where typed rows name stores. Null: the cart is not this account's, or is no cart any more.
 */
export async function addToCart(db: Db, shopper: Shopper, input: AddToCart): Promise<Added | null> {
	const asked = 'typed' in input ? input.typed : input.rows
	if (asked.length === 0) return { ok: false, refusals: [refusal('NOTHING_TO_ADD')] }
	if (asked.length > MAX_LINES) return { ok: false, refusals: checkLimits({ lines: asked.length, allocations: 0, groups: 0 }) }
	if (shopper.account.accountId === null) return { ok: false, refusals: [refusal('SIGN_IN_TO_BUY')] }
	const placed = 'typed' in input ? await loadTypedRows(db, shopper, input) : { rows: input.rows, refusals: [] }
	const found = await readOrderables(db, shopper.account, placed.rows)
	const products = found.map((row) => foundProductOf(row, shopper))
	const { wanted, notices, refusals } = resolveRows(placed.rows, products, dayIn(input.at, shopper.seller.timeZone))
	if (placed.refusals.length + refusals.length > 0) return { ok: false, refusals: [...refusals, ...placed.refusals] }
	return withTransaction(db, async (tx) => {
		const { cartId, expectedVersion = null, locale, at } = input
		const cart = await saveOpenCart(tx, shopper, { cartId, expectedVersion, locale, at })
		if (!cart && expectedVersion !== null && cartId !== null && (await isOpenCart(tx, { accountId: shopper.account.accountId ?? 0, cartId })))
			return { ok: false as const, refusals: [refusal('CART_CHANGED', { seenVersion: expectedVersion })] }
		if (!cart) return null
		const unknown = await saveCartRows(tx, shopper, cart, wanted, input.at)
		const counts = await readCartCounts(tx, { accountId: shopper.account.accountId ?? 0, cartId: cart.id })
		const over = [...unknown, ...checkLimits(counts)]
		if (over.length > 0) return { ok: false as const, refusals: over }
		await saveEvents(tx, eventsOf(shopper, cart, { asked, at: input.at }, counts))
		return { ok: true as const, cartId: cart.id, version: cart.version, lines: counts.lines, units: counts.units, notices }
	})
}

/** How many rows an event names; the rest is counted. */
const NAMED_ROWS = 20

function eventsOf(
	shopper: Shopper,
	cart: { id: number; isNew: boolean },
	{ asked, at }: { asked: readonly { sku: string; quantity: string }[]; at: Date },
	{ lines, units }: { lines: number; units: string },
): DomainEvent[] {
	const { actedByUserId } = actedBy(shopper)
	const base = { subject: `cart:${cart.id}`, accountId: shopper.account.accountId, contactId: shopper.contactId, actedByUserId, occurredAt: at }
	const added = asked.slice(0, NAMED_ROWS).map(({ sku, quantity }) => ({ sku, quantity }))
	const updated: DomainEvent = {
		...base,
		topic: 'cart.updated',
		payload: { cartId: cart.id, change: 'added', added, addedRows: asked.length, lines, units, actor: shopper.kind },
	}
	return cart.isNew ? [{ ...base, topic: 'cart.created', payload: { cartId: cart.id, actor: shopper.kind } }, updated] : [updated]
}
