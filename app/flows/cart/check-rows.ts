import type { Db } from '../../../db/client.server.ts'
import { type OrderableRow, readOrderables } from '../../../db/queries/cart-lines.ts'
import { readProductCards } from '../../../db/queries/catalog.ts'
import { type LastPaid, readLastPaid, readSubstitutes, type Substitute } from '../../../db/queries/row-facts.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity, type Quantity } from '../../engine/base/units.ts'
import { answerRows, type RowAnswer } from '../../engine/cart/answer-rows.ts'
import { checkLimits, MAX_LINES } from '../../engine/cart/limits.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import { type RowNotice, resolveRows, type WantedRow } from '../../engine/cart/resolve-rows.ts'
import { bundleCandidates } from '../../engine/pricing/bundle-price.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import { resolvePrice } from '../../engine/pricing/resolve-price.ts'
import type { Shopper } from '../../platform/actor.ts'
import { listQuestion, type PricedProduct, priceList, sumOf } from '../catalog/load-list-prices.ts'
import { readOffers } from '../pricing/load-price-candidates.ts'
import { loadTypedRows } from './load-typed-rows.ts'
import { foundProductOf } from './read-found-product.ts'

/** A row with its answer. Decimals as text; prices null: on request, or nothing to price. */
export type CheckedRow = {
	row: number
	answer: RowAnswer
	product: { sku: string; name: string; slug: string; picture: string | null; stock: PricedProduct['stock'] } | null
	unit: string | null
	/** As it would enter the cart: rounded up to whole packs. */
	quantity: string | null
	unitPrice: string | null
	totalMinor: number | null
	lastPaid: { unitPrice: string; on: string; number: string } | null
	/** What may be taken in its place: the successor, or what stands in while it is out of stock. */
	instead: { sku: string; name: string } | null
	notices: RowNotice[]
	refusals: Refusal[]
}

export type CheckRows = { typed: readonly TypedRow[]; locationId: number | null; locale: string; at: Date }

/**
 * Answers every row before anything enters the cart (section 9): what it is, what it costs in this quantity together
 * with the other rows of the same product, and what was last paid for it. At most five statements for any number of rows.
 */
export async function checkRows(
	db: Db,
	shopper: Shopper,
	{ typed, locationId, locale, at }: CheckRows,
): Promise<{ ok: true; rows: CheckedRow[] } | { ok: false; refusals: Refusal[] }> {
	const { account } = shopper
	if (account.accountId === null) return { ok: false, refusals: [refusal('SIGN_IN_TO_BUY')] }
	if (typed.length > MAX_LINES) return { ok: false, refusals: checkLimits({ lines: typed.length, allocations: 0, groups: 0 }) }
	if (typed.length === 0) return { ok: true, rows: [] }
	const placed = await loadTypedRows(db, shopper, { typed, locationId })
	const found = await readOrderables(db, account, placed.rows)
	const products = found.map((row) => foundProductOf(row, shopper))
	const resolved = resolveRows(placed.rows, products, dayIn(at, shopper.seller.timeZone))
	const seen = found.flatMap(({ productId, unitCode }) => (productId === null ? [] : [{ productId, unitCode: unitCode ?? '' }]))
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale }
	const ids = [...new Set(seen.map(({ productId }) => productId))]
	const [shown, paid, substitutes] = await Promise.all([
		ids.length === 0 ? null : readProductCards(db, entitled, ids, listQuestion(shopper, at)),
		readLastPaid(db, account.accountId, seen),
		readSubstitutes(db, entitled, ids),
	])
	const cards = new Map((shown ? priceList(shopper, shown, at) : []).map((card) => [card.id, card]))
	const price = shown ? pricerOf(shopper, found, resolved.wanted, { shown, at }) : () => null
	const facts = { shopper, found, cards, price, paid: keyedBy(paid), substitutes: new Map(substitutes.map((one) => [one.productId, one])) }
	return { ok: true, rows: answered({ ...resolved, refusals: [...resolved.refusals, ...placed.refusals] }, facts) }
}

const keyOf = ({ productId, unitCode }: { productId: number | null; unitCode: string | null }) => `${productId} ${unitCode}`
const keyedBy = (paid: readonly LastPaid[]) => new Map(paid.map((one) => [keyOf(one), one]))

type Facts = {
	shopper: Shopper
	found: readonly OrderableRow[]
	cards: ReadonlyMap<number, PricedProduct>
	price: (wanted: WantedRow) => { unitPrice: string; totalMinor: number } | null
	paid: ReadonlyMap<string, LastPaid>
	substitutes: ReadonlyMap<number, Substitute>
}

type Resolved = { wanted: readonly WantedRow[]; notices: readonly RowNotice[]; refusals: readonly Refusal[] }

function answered(resolved: Resolved, { shopper, found, cards, price, paid, substitutes }: Facts): CheckedRow[] {
	const wanted = new Map(resolved.wanted.map((row) => [row.row, row]))
	const standIn = ({ productId }: OrderableRow) => (cards.get(productId ?? 0)?.stock === 'out' ? (substitutes.get(productId ?? 0) ?? null) : null)
	const answers = answerRows(found.length, resolved, new Set(found.flatMap((row) => (standIn(row) ? row.ordinal : []))))
	const [notices, refusals] = [Map.groupBy(resolved.notices, ({ row }) => row), Map.groupBy(resolved.refusals, ({ line }) => line)]
	return found.map((row): CheckedRow => {
		const want = wanted.get(row.ordinal)
		const card = cards.get(row.productId ?? 0)
		const last = paid.get(keyOf(row))
		const successor = row.supersededBySku === null ? null : { sku: row.supersededBySku, name: row.supersededBySku }
		return {
			...{ row: row.ordinal, answer: answers[row.ordinal - 1] ?? 'refused' },
			product: card ? { sku: row.sku ?? card.sku, name: card.name, slug: card.slug, picture: card.picture, stock: card.stock } : null,
			...{ unit: row.unitCode, quantity: want ? printQuantity(want.quantity) : null },
			...((want && price(want)) ?? { unitPrice: null, totalMinor: null }),
			lastPaid: last && last.currency === shopper.account.currency ? { unitPrice: last.unitPrice, on: last.placedAt.toISOString(), number: last.number } : null,
			instead: successor ?? standIn(row),
			...{ notices: notices.get(row.ordinal) ?? [], refusals: refusals.get(row.ordinal) ?? [] },
		}
	})
}

type Shown = NonNullable<Awaited<ReturnType<typeof readProductCards>>>

/** What a row costs, its tier counted over all rows of the same product and unit, as the cart will count it. */
function pricerOf(
	{ account, seller, locationId }: Shopper,
	found: readonly OrderableRow[],
	wanted: readonly WantedRow[],
	{ shown, at }: { shown: Shown; at: Date },
) {
	const { candidates } = readOffers(shown.prices)
	const bundles = new Map(shown.products.map((row) => [row.id, sumOf(row.bundle, row.unitCode, candidates)]))
	const together = new Map<string, Quantity>()
	const lineOf = ({ productId, unit }: WantedRow) => `${productId} ${unit}`
	for (const row of wanted) together.set(lineOf(row), (together.get(lineOf(row)) ?? 0) + row.quantity)
	return (row: WantedRow) => {
		const line = together.get(lineOf(row)) ?? row.quantity
		const context = {
			...{ sellerZone: seller.timeZone, rounding: seller.rounding, currency: account.currency, pricedAt: at, deliverOn: row.requestedOn },
			...{ productId: row.productId, unit: row.unit, unitStep: 10 ** (4 - (found[row.row - 1]?.unitDigits ?? 0)), quantity: row.quantity },
			...{ basis: { line, order: line }, isEntitled: true, locationId: row.locationId ?? locationId },
		}
		const own: readonly PriceCandidate[] = candidates.get(row.productId) ?? []
		const bundle = bundles.get(row.productId)
		const { unitPriceMicros, extendedMinor } = resolvePrice(context, bundle ? bundleCandidates(context, bundle, own) : own)
		return unitPriceMicros === null || extendedMinor === null ? null : { unitPrice: printMicros(unitPriceMicros), totalMinor: extendedMinor }
	}
}
