import type { Sql } from '../../../db/client.server.ts'
import { type BookRow, type EntryRow, type PriceQuestion, type PriceRows, type RuleRow, readPriceCandidates } from '../../../db/queries/price.ts'
import { microsOf, rateOf } from '../../engine/base/money.ts'
import type { QuantityRule } from '../../engine/catalog/quantity-terms.ts'
import type { FxFallback, PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import type { Account } from '../../platform/actor.ts'

/** `x.99`-style endings are written `step:ending`, both decimals: `1:0.99`. */
function fxOf(book: BookRow): FxFallback | null {
	if (book.fxTo === null || book.fxRate === null || book.fxRateOn === null) return null
	const [step, ending] = (book.fxEnding ?? '').split(':')
	return {
		to: book.fxTo,
		rate: rateOf(book.fxRate),
		ratedOn: book.fxRateOn,
		ending: step && ending ? { stepMicros: microsOf(step), endingMicros: microsOf(ending) } : null,
	}
}

const instant = (text: string | null) => (text === null ? null : new Date(text))

/** What all entries of a book share: read once, spread into each. */
function sharedOf(book: BookRow) {
	const { isPromotable, status, validFrom, validTo, fxTo: _to, fxRate: _rate, fxRateOn: _on, fxEnding: _ending, ...own } = book
	return { ...own, promotable: isPromotable, isActive: status === 'published', validFrom: instant(validFrom), validTo: instant(validTo), fx: fxOf(book) }
}

/** `{18.500000,17.750000}` without its points: a numeric column always prints all digits of its scale, so these are whole numbers of the last one. */
const scaled = (array: string) => array.slice(1, -1).replaceAll('.', '').split(',')

function candidateOf(shared: ReturnType<typeof sharedOf>, entry: EntryRow): PriceCandidate {
	const [productId, , entryId, unit, tierFrom, tierPrice, mixGroup, validFrom, validTo, committed] = entry
	const prices = scaled(tierPrice)
	const tiers = scaled(tierFrom).map((from, tier) => ({ from: Number(from), unitPriceMicros: BigInt(prices[tier] ?? 0) }))
	return { ...shared, entryId, productId, unit, tiers, mixGroup, entryValidFrom: instant(validFrom), entryValidTo: instant(validTo), committed }
}

export type CandidateQuestion = { productIds: readonly number[]; at: Date; liveOnly: boolean; withDrafts?: boolean; everyCurrency?: boolean; currency?: string }

/** By product: its prices for an account and what an order of it must fit. */
export type Offers = { candidates: Map<number, PriceCandidate[]>; quantityRules: Map<number, QuantityRule[]> }

/** Rules as the engine takes them, by product. */
export function quantityRulesOf(rows: readonly RuleRow[]): Map<number, QuantityRule[]> {
	const byProduct = new Map<number, QuantityRule[]>()
	for (const [productId, scope, ruleId, unit, minimumQuantity, maximumQuantity, incrementQuantity] of rows) {
		const rule = { ruleId, scope, unit, minimumQuantity, maximumQuantity, incrementQuantity }
		byProduct.set(productId, [...(byProduct.get(productId) ?? []), rule])
	}
	return byProduct
}

/** Prices and rules of each product, as the engine takes them (section 4). */
export function readOffers({ books, entries, rules }: PriceRows): Offers {
	const byProduct = new Map<number, PriceCandidate[]>()
	const shared = books.map(sharedOf)
	for (const entry of entries) {
		const book = shared[entry[1]]
		if (!book) continue
		const candidate = candidateOf(book, entry)
		const known = byProduct.get(candidate.productId)
		if (known) known.push(candidate)
		else byProduct.set(candidate.productId, [candidate])
	}
	return { candidates: byProduct, quantityRules: quantityRulesOf(rules) }
}

/** What an account asks of prices: who it is, and when. */
export const priceQuestionOf = (
	account: Account,
	{ at, liveOnly, withDrafts, everyCurrency, currency }: Omit<CandidateQuestion, 'productIds'>,
): PriceQuestion => ({
	sellerEntityId: account.sellerEntityId,
	accountId: account.accountId,
	ancestorIds: account.ancestorIds,
	buyerGroupIds: account.buyerGroupIds,
	currency: currency ?? account.currency,
	at,
	liveOnly,
	...(withDrafts === undefined ? {} : { withDrafts }),
	...(everyCurrency === undefined ? {} : { everyCurrency }),
})

/** The candidates of each product for an account, as the engine takes them (section 4); one statement. */
export async function loadPriceCandidates(sql: Sql, account: Account, question: CandidateQuestion): Promise<Map<number, PriceCandidate[]>> {
	return (await loadOffers(sql, account, question)).candidates
}

/** The same with the rules of quantity; still one statement. */
export async function loadOffers(sql: Sql, account: Account, question: CandidateQuestion): Promise<Offers> {
	if (question.productIds.length === 0) return { candidates: new Map(), quantityRules: new Map() }
	return readOffers(await readPriceCandidates(sql, { ...priceQuestionOf(account, question), productIds: question.productIds }))
}
