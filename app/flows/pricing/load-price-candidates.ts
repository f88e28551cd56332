import type { Sql } from '../../../db/client.server.ts'
import { type PriceRow, readPriceCandidates } from '../../../db/queries/price.ts'
import { microsOf, rateOf } from '../../engine/base/money.ts'
import { parseQuantity } from '../../engine/base/units.ts'
import type { FxFallback, PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import type { Account } from '../../platform/actor.ts'

/** `x.99`-style endings are written `step:ending`, both decimals: `1:0.99`. */
function fxOf(row: PriceRow): FxFallback | null {
	if (row.fxTo === null || row.fxRate === null || row.fxRateOn === null) return null
	const [step, ending] = (row.fxEnding ?? '').split(':')
	return {
		to: row.fxTo,
		rate: rateOf(row.fxRate),
		ratedOn: row.fxRateOn,
		ending: step && ending ? { stepMicros: microsOf(step), endingMicros: microsOf(ending) } : null,
	}
}

function candidateOf(row: PriceRow): PriceCandidate {
	const prices = row.tierPrice.split(',')
	return {
		bookId: row.bookId,
		bookVersion: row.bookVersion,
		bookName: row.bookName,
		rung: row.rung,
		policy: row.policy,
		tierMode: row.tierMode,
		basis: row.basis,
		priority: row.priority,
		scope: row.scope,
		currency: row.currency,
		promotable: row.isPromotable,
		dateBasis: row.dateBasis,
		isActive: row.status === 'published',
		validFrom: row.validFrom,
		validTo: row.validTo,
		entryId: row.entryId,
		productId: row.productId,
		unit: row.unitCode,
		entryValidFrom: row.entryValidFrom,
		entryValidTo: row.entryValidTo,
		tiers: row.tierFrom.split(',').map((from, tier) => ({ from: parseQuantity(from) ?? 0, unitPriceMicros: microsOf(prices[tier] ?? '') })),
		locationId: row.locationId,
		mixGroup: row.mixGroup,
		committed: row.committed === null ? 0 : (parseQuantity(row.committed) ?? 0),
		fx: fxOf(row),
	}
}

export type CandidateQuestion = { productIds: readonly number[]; at: Date; liveOnly: boolean; withDrafts?: boolean; currency?: string }

/** The candidates of each product for an account, as the engine takes them (section 4); one statement. */
export async function loadPriceCandidates(sql: Sql, account: Account, question: CandidateQuestion): Promise<Map<number, PriceCandidate[]>> {
	const byProduct = new Map<number, PriceCandidate[]>()
	if (question.productIds.length === 0) return byProduct
	const rows = await readPriceCandidates(sql, {
		sellerEntityId: account.sellerEntityId,
		accountId: account.accountId,
		ancestorIds: account.ancestorIds,
		buyerGroupIds: account.buyerGroupIds,
		...question,
		currency: question.currency ?? account.currency,
	})
	for (const row of rows) {
		const known = byProduct.get(row.productId)
		if (known) known.push(candidateOf(row))
		else byProduct.set(row.productId, [candidateOf(row)])
	}
	return byProduct
}
