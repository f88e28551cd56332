import type { Sql } from '../../../db/client.server.ts'
import { type BookRow, type EntryRow, readPriceCandidates } from '../../../db/queries/price.ts'
import { microsOf, rateOf } from '../../engine/base/money.ts'
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

/** The candidates of each product for an account, as the engine takes them (section 4); one statement. */
export async function loadPriceCandidates(sql: Sql, account: Account, question: CandidateQuestion): Promise<Map<number, PriceCandidate[]>> {
	const byProduct = new Map<number, PriceCandidate[]>()
	if (question.productIds.length === 0) return byProduct
	const { books, entries } = await readPriceCandidates(sql, {
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
	return byProduct
}
