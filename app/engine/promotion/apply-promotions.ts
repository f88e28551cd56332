import { phaseOf } from './benefits.ts'
import type { PromotionInput, PromotionOutcome, Verdict } from './promotion.ts'
import { runWithinBudgets } from './within-budgets.ts'
import { verdictOf, type Workbench } from './workbench.ts'

/**
 * What the promotions addressed to an account do to its order: discounts per line and per delivery group, gifts,
 * terms, and the reason of each promotion applied or not (commerce-engine.md section 5). Amounts in minor units.
 *
 * Laws: no line falls under 0 or its floor; the order of rows changes nothing; a promotion that does not act changes
 * nothing; adjustments sum to what each promotion says it saved.
 */
export function applyPromotions(input: PromotionInput): PromotionOutcome {
	// A coupon that nobody called is no part of the answer, not even of its explanation.
	const called = input.promotions.filter(({ couponCode }) => couponCode === null || input.coupons.some((code) => sameCoupon(code, couponCode)))
	const promotions = called.sort((a, b) => a.id - b.id)
	const stack = runWithinBudgets(
		input,
		promotions.filter(({ globalExclusive }) => !globalExclusive),
	)
	const exclusives = promotions.filter(({ globalExclusive }) => globalExclusive)
	const alone = exclusives.map((promotion) => ({ promotion, run: runWithinBudgets(input, [promotion]) }))
	const acting = alone.filter(({ promotion, run }) => run.verdicts.get(promotion.id)?.applied)
	acting.sort((a, b) => b.run.savedMinor - a.run.savedMinor || b.promotion.priority - a.promotion.priority || a.promotion.id - b.promotion.id)
	const best = acting[0]
	const chosen = best && best.run.savedMinor >= stack.savedMinor ? best : null
	const verdicts = promotions.map((promotion) => {
		const own =
			(alone.find((one) => one.promotion === promotion)?.run ?? stack).verdicts.get(promotion.id) ?? verdictOf(promotion, phaseOf(promotion.benefit), 'NO_LINE')
		if (!own.applied || promotion === chosen?.promotion || (!chosen && !promotion.globalExclusive)) return own
		const { phase, savingMinor } = own
		if (chosen) return verdictOf(promotion, phase, 'EXCLUSIVE', { facts: { promotionId: chosen.promotion.id, savingMinor } })
		return verdictOf(promotion, phase, 'STACK_SAVES_MORE', { facts: { savingMinor, stackMinor: stack.savedMinor } })
	})
	const run = chosen?.run ?? stack
	return outcomeOf(run.bench, run.savedMinor, verdicts, chosen ? run.bench.hints : [...stack.bench.hints, ...alone.flatMap((one) => one.run.bench.hints)])
}

function sameCoupon(called: string, code: string): boolean {
	return called.trim().toUpperCase() === code.trim().toUpperCase()
}

function outcomeOf(bench: Workbench, savedMinor: number, explanation: Verdict[], hints: PromotionOutcome['hints']): PromotionOutcome {
	return {
		lines: bench.lines.map(({ line, adjustments, currentMinor }) => ({ sequence: line.sequence, adjustments, netMinor: currentMinor })),
		groups: bench.groups.map(({ group, adjustments, currentMinor }) => ({
			groupKey: group.groupKey,
			adjustments,
			shippingDiscountMinor: group.shippingMinor - currentMinor,
		})),
		gifts: bench.gifts,
		termsDays: bench.termsDays,
		savedMinor,
		explanation,
		hints: [...hints].sort((a, b) => a.promotionId - b.promotionId),
	}
}
