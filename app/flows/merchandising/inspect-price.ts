import type { Db } from '../../../db/client.server.ts'
import { type Choice, findAccounts, findProducts, type InspectedRow, readInspected, readShipTos, type ShipTo } from '../../../db/queries/inspector.ts'
import { type Day, dayIn, startOfDay } from '../../engine/base/calendar.ts'
import { microsOf, printMicros } from '../../engine/base/money.ts'
import { fitsUnit, parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import { compareTraces, type TraceComparison } from '../../engine/pricing/compare-traces.ts'
import type { PriceContext } from '../../engine/pricing/price-context.ts'
import { type LadderRung, priceLadder } from '../../engine/pricing/price-ladder.ts'
import type { PrivateTrace, PublicTrace } from '../../engine/pricing/price-trace.ts'
import { resolvePrice } from '../../engine/pricing/resolve-price.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadPriceCandidates } from '../pricing/load-price-candidates.ts'

export type PriceInspection = {
	account: string
	product: string
	unit: string | null
	/** Null: today, which means now. */
	on: Day | null
	/** A second day to compare with. */
	against: Day | null
	/** A ship-to of the account by id; null: its default one. */
	locationId: number | null
	quantity: string
	locale: string
	at: Date
}

/** The price on one day; decimals with six digits, null is PRICE_ON_REQUEST. */
export type DayPrice = {
	on: Day
	unitPrice: string | null
	extendedMinor: number | null
	hash: string
	trace: PublicTrace
	privateTrace: PrivateTrace
	ladder: { from: string; unitPrice: string }[]
}

export type Inspected = {
	account: { id: number; number: string; name: string; currency: string }
	product: Pick<InspectedRow, 'id' | 'sku' | 'slug' | 'name' | 'status' | 'unitCode' | 'units'>
	shipTos: ShipTo[]
	locationId: number | null
	isEntitled: boolean
	quantity: string
	/** A day before today is answered from the lists as they stand now. */
	isPast: boolean
	price: DayPrice
	other: (DayPrice & { comparison: TraceComparison; unitChange: string | null; extendedChangeMinor: number | null }) | null
}

export type Inspection = { accounts: Choice[]; products: Choice[]; inspected: Inspected | null }

/**
 * What an account pays for a product on a day, for a quantity, at a ship-to, with the whole trace, drafts, later books and
 * those in another currency in its private part; with a second day, what differs (commerce-engine.md section 4). Reads only: nothing of it is an event of hers.
 * A text that means several accounts or products answers these instead.
 */
export async function inspectPrice(db: Db, staff: StaffMember, asked: PriceInspection): Promise<Inspection> {
	const sellerEntityId = staff.seller.id
	const [accounts, products] = await Promise.all([
		asked.account === '' ? [] : findAccounts(db, { sellerEntityId, text: asked.account }),
		asked.product === '' ? [] : findProducts(db, { sellerEntityId, text: asked.product, locale: asked.locale }),
	])
	const [account] = accounts
	const [product] = products
	if (accounts.length !== 1 || products.length !== 1 || !account || !product) return { accounts, products, inspected: null }
	const shopper = await absentShopper(db, { accountId: account.id, contactId: null })
	return { accounts, products, inspected: shopper && (await inspect(db, shopper, product.id, asked)) }
}

async function inspect(db: Db, shopper: Shopper, productId: number, asked: PriceInspection): Promise<Inspected | null> {
	const { account, seller } = shopper
	const [row, shipTos] = await Promise.all([
		readInspected(db, { ...asked, sellerEntityId: seller.id, productId, policyIds: account.policyIds }),
		readShipTos(db, account.accountId ?? 0),
	])
	if (!row) return null
	const locationId = shipTos.some(({ id }) => id === asked.locationId) ? asked.locationId : shopper.locationId
	const today = dayIn(asked.at, seller.timeZone)
	const quantity = quantityOf(asked.quantity, row)
	const question = { row, quantity, locationId, today, at: asked.at }
	const on = asked.on ?? today
	const against = asked.against === on ? null : asked.against
	const [price, second] = await Promise.all([priceOn(db, shopper, question, on), against === null ? null : priceOn(db, shopper, question, against)])
	return {
		account: { id: account.accountId ?? 0, number: account.number, name: account.name, currency: account.currency },
		product: row,
		shipTos,
		locationId,
		isEntitled: row.isEntitled,
		quantity: printQuantity(quantity),
		isPast: on < today || (against !== null && against < today),
		price,
		other: second && { ...second, comparison: compareTraces(price.trace, second.trace), ...changeOf(price, second) },
	}
}

function quantityOf(text: string, row: InspectedRow): Quantity {
	const typed = parseQuantity(text)
	return typed !== null && typed > 0 && fitsUnit(typed, { code: row.unitCode, digits: row.unitDigits }) ? typed : (parseQuantity(row.minimumQuantity) ?? 0)
}

function changeOf(before: DayPrice, after: DayPrice) {
	const isBoth = before.unitPrice !== null && after.unitPrice !== null
	return {
		unitChange: isBoth ? printMicros(microsOf(after.unitPrice ?? '') - microsOf(before.unitPrice ?? '')) : null,
		extendedChangeMinor: before.extendedMinor === null || after.extendedMinor === null ? null : after.extendedMinor - before.extendedMinor,
	}
}

type DayQuestion = { row: InspectedRow; quantity: Quantity; locationId: number | null; today: Day; at: Date }

async function priceOn(db: Db, shopper: Shopper, { row, quantity, locationId, today, at }: DayQuestion, on: Day): Promise<DayPrice> {
	const { account, seller } = shopper
	// Today means now: a price that began this morning holds, one that ended does not.
	const pricedAt = on === today ? at : startOfDay(on, seller.timeZone)
	const found = await loadPriceCandidates(db, account, { productIds: [row.id], at: pricedAt, liveOnly: false, withDrafts: true, everyCurrency: true })
	const candidates = found.get(row.id) ?? []
	const context = (amount: Quantity): PriceContext => ({
		...{ sellerZone: seller.timeZone, rounding: seller.rounding, currency: account.currency, productId: row.id },
		...{ unit: row.unitCode, unitStep: 10 ** (4 - row.unitDigits), quantity: amount, basis: { line: amount, order: amount } },
		...{ isEntitled: row.isEntitled, locationId, pricedAt, deliverOn: null },
	})
	const micros = (text: string | null) => (text === null ? null : microsOf(text))
	const price = resolvePrice(context(quantity), candidates, { costMicros: micros(row.unitCost), floorMicros: micros(row.floorPrice) })
	const { unitPriceMicros, extendedMinor, hash, trace, privateTrace } = price
	const ladder = priceLadder(context(parseQuantity(row.minimumQuantity) ?? quantity), candidates)
	const unitPrice = unitPriceMicros === null ? null : printMicros(unitPriceMicros)
	return { on, unitPrice, extendedMinor, hash, trace, privateTrace, ladder: ladder.map(printedRung) }
}

const printedRung = ({ from, unitPriceMicros }: LadderRung) => ({ from: printQuantity(from), unitPrice: printMicros(unitPriceMicros) })
