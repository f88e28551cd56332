import type { Db } from '../../../db/client.server.ts'
import { type Choice, findAccounts, findProducts, type InspectedRow, readInspected } from '../../../db/queries/inspector.ts'
import { type Day, dayIn, startOfDay } from '../../engine/base/calendar.ts'
import { microsOf } from '../../engine/base/money.ts'
import { fitsUnit, parseQuantity, printQuantity } from '../../engine/base/units.ts'
import type { PrivateTrace, PublicTrace } from '../../engine/pricing/price-trace.ts'
import { resolvePrice } from '../../engine/pricing/resolve-price.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadPriceCandidates } from '../pricing/load-price-candidates.ts'

export type PriceInspection = { account: string; product: string; unit: string | null; on: Day | null; quantity: string; locale: string; at: Date }

export type Inspected = {
	account: { id: number; number: string; name: string; currency: string }
	product: Pick<InspectedRow, 'id' | 'sku' | 'slug' | 'name' | 'status' | 'unitCode' | 'units'>
	isEntitled: boolean
	quantity: string
	on: Day
	/** Decimal with six digits; null is PRICE_ON_REQUEST. */
	unitPrice: string | null
	extendedMinor: number | null
	hash: string
	trace: PublicTrace
	privateTrace: PrivateTrace
}

export type Inspection = { accounts: Choice[]; products: Choice[]; inspected: Inspected | null }

/**
 * What an account pays for a product on a day and for a quantity, with the whole trace, drafts and later books in its
 * private part (commerce-engine.md section 4). A text that means several accounts or products answers these instead.
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
	const row = await readInspected(db, { ...asked, sellerEntityId: seller.id, productId, policyIds: account.policyIds })
	if (!row) return null
	const today = dayIn(asked.at, seller.timeZone)
	const on = asked.on ?? today
	// Today means now: a price that began this morning holds, one that ended does not.
	const pricedAt = on === today ? asked.at : startOfDay(on, seller.timeZone)
	const candidates = await loadPriceCandidates(db, account, { productIds: [productId], at: pricedAt, liveOnly: false, withDrafts: true })
	const unit = { code: row.unitCode, digits: row.unitDigits }
	const typed = parseQuantity(asked.quantity)
	const quantity = typed !== null && typed > 0 && fitsUnit(typed, unit) ? typed : (parseQuantity(row.minimumQuantity) ?? 0)
	const context = {
		...{ sellerZone: seller.timeZone, rounding: seller.rounding, currency: account.currency, productId, unit: unit.code, unitStep: 10 ** (4 - unit.digits) },
		...{ quantity, basis: { line: quantity, order: quantity }, isEntitled: row.isEntitled, locationId: null, pricedAt, deliverOn: null },
	}
	const micros = (text: string | null) => (text === null ? null : microsOf(text))
	const price = resolvePrice(context, candidates.get(productId) ?? [], { costMicros: micros(row.unitCost), floorMicros: micros(row.floorPrice) })
	const winner = price.trace.candidates.find(({ status }) => status === 'won')
	return {
		account: { id: account.accountId ?? 0, number: account.number, name: account.name, currency: account.currency },
		product: row,
		isEntitled: row.isEntitled,
		quantity: printQuantity(quantity),
		on,
		unitPrice: winner?.unitPrice ?? null,
		extendedMinor: price.extendedMinor,
		hash: price.hash,
		trace: price.trace,
		privateTrace: price.privateTrace,
	}
}
