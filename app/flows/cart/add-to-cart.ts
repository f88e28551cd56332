import { type Db, withTransaction } from '../../../db/client.server.ts'
import { isOpenCart, readCartCounts } from '../../../db/queries/cart.ts'
import { type OrderableRow, readOrderables } from '../../../db/queries/cart-lines.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { checkLimits, MAX_LINES } from '../../engine/cart/limits.ts'
import { type AskedRow, type FoundProduct, type RowNotice, resolveRows } from '../../engine/cart/resolve-rows.ts'
import { quantityTerms } from '../../engine/catalog/quantity-terms.ts'
import { decideBuying } from '../../engine/entitlement/decide-buying.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { ownTermsOf } from '../catalog/load-list-prices.ts'
import { type DomainEvent, saveEvents } from '../event/save-events.ts'
import { quantityRulesOf } from '../pricing/load-price-candidates.ts'
import { saveCartRows, saveOpenCart } from './save-cart-rows.ts'

/** `expectedVersion`: of the cart as the asker saw it; unsaid, she takes it as it is. */
export type AddToCart = { cartId: number | null; expectedVersion?: number | null; rows: readonly AskedRow[]; locale: string; at: Date }
export type Added = { ok: true; cartId: number; version: number; lines: number; units: string; notices: RowNotice[] } | { ok: false; refusals: Refusal[] }

/**
 * Puts rows into a cart, all of them or, with every refusal named, none (section 9). Seven statements for one row and
 * for two thousand. Null: the cart is not this account's, or is no cart any more.
 */
export async function addToCart(db: Db, shopper: Shopper, input: AddToCart): Promise<Added | null> {
	if (input.rows.length === 0) return { ok: false, refusals: [refusal('NOTHING_TO_ADD')] }
	if (input.rows.length > MAX_LINES) return { ok: false, refusals: checkLimits({ lines: input.rows.length, allocations: 0, groups: 0 }) }
	if (shopper.account.accountId === null) return { ok: false, refusals: [refusal('SIGN_IN_TO_BUY')] }
	const found = await readOrderables(db, shopper.account, input.rows)
	const products = found.map((row) => foundProductOf(row, shopper))
	const { wanted, notices, refusals } = resolveRows(input.rows, products, dayIn(input.at, shopper.seller.timeZone))
	if (refusals.length > 0) return { ok: false, refusals }
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
		await saveEvents(tx, eventsOf(shopper, cart, input, counts))
		return { ok: true as const, cartId: cart.id, version: cart.version, lines: counts.lines, units: counts.units, notices }
	})
}

/** What a row's SKU is to this person: its unit, what an order of it must fit, and whether she may buy it. */
function foundProductOf(row: OrderableRow, { account, kind, role }: Shopper): FoundProduct {
	const unit = row.unitCode === null ? null : { code: row.unitCode, digits: row.unitDigits ?? 0 }
	const own = ownTermsOf({ minimumQuantity: row.minimumQuantity ?? '1', maximumQuantity: row.maximumQuantity, incrementQuantity: row.incrementQuantity ?? '1' })
	const ratio = { numerator: row.factorNumerator ?? 1, denominator: row.factorDenominator ?? 1 }
	const sold = unit && unit.code !== row.ownUnitCode ? { unit, ratio } : null
	const rules = row.productId === null ? [] : (quantityRulesOf(row.rules).get(row.productId) ?? [])
	const { incrementQuantity, minimumQuantity } = quantityTerms(own, unit?.code ?? '', sold, rules)
	const blocks = row.productClass === null ? [] : decideBuying(account, { productClass: row.productClass, isActive: true }, kind === 'buyer' ? role : null)
	return { productId: row.productId, unit, sku: row.sku, supersededBySku: row.supersededBySku, incrementQuantity, minimumQuantity, blocks }
}

/** How many rows an event names; the rest is counted. */
const NAMED_ROWS = 20

function eventsOf(
	shopper: Shopper,
	cart: { id: number; isNew: boolean },
	{ rows, at }: AddToCart,
	{ lines, units }: { lines: number; units: string },
): DomainEvent[] {
	const { actedByUserId } = actedBy(shopper)
	const base = { subject: `cart:${cart.id}`, accountId: shopper.account.accountId, contactId: shopper.contactId, actedByUserId, occurredAt: at }
	const added = rows.slice(0, NAMED_ROWS).map(({ sku, quantity }) => ({ sku, quantity }))
	const updated: DomainEvent = {
		...base,
		topic: 'cart.updated',
		payload: { cartId: cart.id, change: 'added', added, addedRows: rows.length, lines, units, actor: shopper.kind },
	}
	return cart.isNew ? [{ ...base, topic: 'cart.created', payload: { cartId: cart.id, actor: shopper.kind } }, updated] : [updated]
}
