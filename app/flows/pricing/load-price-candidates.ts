import type { Sql } from '../../../db/client.server.ts'
import { type BookRow, type EntryRow, type RuleRow, readPriceCandidates } from '../../../db/queries/price.ts'
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

function candidateOf(shared: ReturnType<typeof sharedOf>, entry: EntryRow): PriceCandidate {
	const [productId, , entryId, unit, tierFrom, tierPrice, mixGroup, validFrom, validTo, committed] = entry
	const tiers = tierFrom.map((from, tier) => ({ from, unitPriceMicros: BigInt(tierPrice[tier] ?? 0) }))
	return { ...shared, entryId, productId, unit, tiers, mixGroup, entryValidFrom: instant(validFrom), entryValidTo: instant(validTo), committed }
}

export type CandidateQuestion = { productIds: readonly number[]; at: Date; liveOnly: boolean; withDrafts?: boolean; currency?: string }

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

/** The candidates of each product for an account, as the engine takes them (section 4); one statement. */
export async function loadPriceCandidates(sql: Sql, account: Account, question: CandidateQuestion): Promise<Map<number, PriceCandidate[]>> {
	return (await loadOffers(sql, account, question)).candidates
}

/** The same with the rules of quantity; still one statement. */
export async function loadOffers(sql: Sql, account: Account, question: CandidateQuestion): Promise<Offers> {
	const byProduct = new Map<number, PriceCandidate[]>()
	if (question.productIds.length === 0) return { candidates: byProduct, quantityRules: new Map() }
	const { books, entries, rules } = await readPriceCandidates(sql, {
		sellerEntityId: account.sellerEntityId,
		accountId: account.accountId,
		ancestorIds: account.ancestorIds,
		buyerGroupIds: account.buyerGroupIds,
		...question,
		currency: question.currency ?? account.currency,
	})
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
