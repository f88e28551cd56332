import type { Db } from '../../../db/client.server.ts'
import { type OrderableRow, readOrderables } from '../../../db/queries/cart-lines.ts'
import { readLocationIds } from '../../../db/queries/location.ts'
import { printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { fitsUnit, parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import type { PublicTrace, TracedCandidate } from '../../engine/pricing/price-trace.ts'
import { resolvePrice } from '../../engine/pricing/resolve-price.ts'
import type { Shopper } from '../../platform/actor.ts'
import { refuseRequestedDay } from '../cart/load-requested-day.ts'
import { loadPriceCandidates } from './load-price-candidates.ts'

export type PriceWish = { sku: string; quantity: string; unit?: string | undefined; shipTo?: string | undefined; deliverOn?: string | undefined }

/** `unitPrice` null is on request. Decimals as text. */
export type QuotedPrice = {
	sku: string
	unit: string
	quantity: string
	shipTo: string | null
	deliverOn: string | null
	currency: string
	unitPrice: string | null
	totalMinor: number | null
	hash: string
	trace: QuotedTrace
}

/** The public trace with its quantities as text. */
export type QuotedTrace = Pick<PublicTrace, 'pricedAt' | 'deliverOn' | 'policy'> & {
	candidates: (Omit<TracedCandidate, 'tierFrom'> & { tierFrom: string | null })[]
	bands: { from: string; quantity: string; unitPrice: string }[] | null
	nextTier: { addQuantity: string; unitPrice: string; savingMinor: number } | null
}

function traceOf({ pricedAt, deliverOn, policy, candidates, bands, nextTier }: PublicTrace): QuotedTrace {
	return {
		...{ pricedAt, deliverOn, policy },
		candidates: candidates.map(({ tierFrom, ...one }) => ({ ...one, tierFrom: tierFrom === null ? null : printQuantity(tierFrom) })),
		bands: bands?.map(({ from, quantity, unitPrice }) => ({ from: printQuantity(from), quantity: printQuantity(quantity), unitPrice })) ?? null,
		nextTier: nextTier && { ...nextTier, addQuantity: printQuantity(nextTier.addQuantity) },
	}
}

/** More than anybody asks of one thing. */
const MOST: Quantity = 1_000_000 * 10_000

/**
 * What products cost this account in a quantity, unit, ship-to and day, each for itself with its public trace (section
 * 4); the day is that of delivery. Three statements for one wish and for hundreds. Refuses as the cart does, all wishes together.
 */
export async function quotePrices(
	db: Db,
	shopper: Shopper,
	{ wishes, at }: { wishes: readonly PriceWish[]; at: Date },
): Promise<{ ok: true; prices: QuotedPrice[] } | { ok: false; refusals: Refusal[] }> {
	const { account } = shopper
	const codes = [...new Set(wishes.flatMap(({ shipTo }) => shipTo ?? []))]
	const [found, shipTos] = await Promise.all([
		readOrderables(
			db,
			account,
			wishes.map(({ sku, unit }) => ({ sku, unit: unit ?? null })),
		),
		codes.length === 0 ? new Map<string, number>() : readLocationIds(db, account.accountId ?? 0, codes),
	])
	const refusals = wishes.flatMap((wish, index) => refuseWish(wish, found[index], { shopper, shipTos, line: index + 1, at }))
	if (refusals.length > 0) return { ok: false, refusals }
	const candidates = await loadPriceCandidates(db, account, {
		productIds: [...new Set(found.flatMap(({ productId }) => productId ?? []))],
		at,
		liveOnly: false,
	})
	return {
		ok: true,
		prices: wishes.flatMap((wish, index) => {
			const row = found[index]
			return row?.productId ? [priceOf(wish, row, { shopper, shipTos, candidates: candidates.get(row.productId) ?? [], at })] : []
		}),
	}
}

type Around = { shopper: Shopper; shipTos: ReadonlyMap<string, number>; at: Date }

function refuseWish(wish: PriceWish, row: OrderableRow | undefined, { shopper, shipTos, line, at }: Around & { line: number }): Refusal[] {
	const sku = wish.sku.slice(0, 80)
	const quantity = parseQuantity(wish.quantity)
	const asked = wish.quantity.slice(0, 20)
	const day = refuseRequestedDay(wish.deliverOn ?? null, shopper, at).map((one) => ({ ...one, line }))
	const place = wish.shipTo !== undefined && !shipTos.has(wish.shipTo) ? [refusal('SHIP_TO_UNKNOWN', { shipTo: wish.shipTo.slice(0, 40) }, line)] : []
	if (!row?.productId) return [refusal('PRODUCT_UNKNOWN', { sku }, line), ...place, ...day]
	if (row.unitCode === null) return [refusal('UNIT_UNKNOWN', { sku, unit: (wish.unit ?? '').slice(0, 20) }, line), ...place, ...day]
	const unit = { code: row.unitCode, digits: row.unitDigits ?? 0 }
	if (quantity === null || quantity <= 0) return [refusal('QUANTITY_INVALID', { sku, quantity: asked }, line), ...place, ...day]
	if (quantity > MOST) return [refusal('QUANTITY_TOO_LARGE', { sku, quantity: asked, most: printQuantity(MOST) }, line), ...place, ...day]
	if (!fitsUnit(quantity, unit)) return [refusal('QUANTITY_FRACTION', { sku, quantity: asked, unit: unit.code, digits: unit.digits }, line), ...place, ...day]
	return [...place, ...day]
}

type Candidates = Parameters<typeof resolvePrice>[1]

function priceOf(wish: PriceWish, row: OrderableRow, { shopper, shipTos, candidates, at }: Around & { candidates: Candidates }): QuotedPrice {
	const { account, seller } = shopper
	const quantity = parseQuantity(wish.quantity) ?? 0
	const unit = row.unitCode ?? ''
	const { unitPriceMicros, extendedMinor, hash, trace } = resolvePrice(
		{
			sellerZone: seller.timeZone,
			rounding: seller.rounding,
			currency: account.currency,
			productId: row.productId ?? 0,
			unit,
			unitStep: 10 ** (4 - (row.unitDigits ?? 0)),
			quantity,
			basis: { line: quantity, order: quantity },
			isEntitled: true,
			locationId: wish.shipTo === undefined ? shopper.locationId : (shipTos.get(wish.shipTo) ?? null),
			pricedAt: at,
			deliverOn: wish.deliverOn ?? null,
		},
		candidates,
	)
	return {
		...{ sku: row.sku ?? wish.sku, unit, quantity: printQuantity(quantity), shipTo: wish.shipTo ?? null, deliverOn: wish.deliverOn ?? null },
		...{
			currency: account.currency,
			unitPrice: unitPriceMicros === null ? null : printMicros(unitPriceMicros),
			totalMinor: extendedMinor,
			hash,
			trace: traceOf(trace),
		},
	}
}
