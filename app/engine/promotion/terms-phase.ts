import { judgePromotion } from './judge-promotion.ts'
import type { Promotion } from './promotion.ts'
import { verdictOf, type Workbench } from './workbench.ts'

/** Phase 5: the longest of base and granted days, never the sum; needs standing `good` (commerce-engine.md section 5). */
export function runTermsPhase(bench: Workbench, promotions: readonly Promotion[]) {
	const granted: { promotion: Promotion; days: number }[] = []
	for (const promotion of promotions) {
		const judgement = judgePromotion(bench, promotion)
		if (!judgement.ok) bench.verdicts.set(promotion.id, verdictOf(promotion, 5, judgement.reason, { facts: judgement.facts }))
		else if (bench.input.standing !== 'good')
			bench.verdicts.set(promotion.id, verdictOf(promotion, 5, 'STANDING', { facts: { standing: bench.input.standing } }))
		else if (promotion.benefit.kind === 'terms') granted.push({ promotion, days: promotion.benefit.days })
	}
	granted.sort((a, b) => b.days - a.days || b.promotion.priority - a.promotion.priority || a.promotion.id - b.promotion.id)
	const longest = granted[0]
	if (longest && longest.days > bench.input.baseTermsDays) bench.termsDays = longest.days
	for (const { promotion, days } of granted) {
		const applies = promotion === longest?.promotion && days > bench.input.baseTermsDays
		bench.verdicts.set(promotion.id, verdictOf(promotion, 5, applies ? 'APPLIED' : 'TERMS_NOT_LONGER', { facts: { days, termsDays: bench.termsDays } }))
	}
}
