import { phaseOf } from './benefits.ts'
import { runBundlePhase } from './bundle-phase.ts'
import { runLinePhase } from './line-phase.ts'
import { runOrderPhase } from './order-phase.ts'
import type { Promotion, PromotionInput, PromotionOutcome, Verdict } from './promotion.ts'
import { runShippingPhase } from './shipping-phase.ts'
import { runTermsPhase } from './terms-phase.ts'
import { enterPhase, type Limit, layOut, sumOf, verdictOf, type Workbench } from './workbench.ts'

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

type Run = { bench: Workbench; verdicts: Map<number, Verdict>; savedMinor: number }

function runPhases(input: PromotionInput, promotions: readonly Promotion[], limits: ReadonlyMap<number, Limit>): Run {
	const bench = layOut(input, limits)
	const phases = [runLinePhase, runBundlePhase, runOrderPhase, runShippingPhase, runTermsPhase]
	for (const [index, runPhase] of phases.entries()) {
		enterPhase(bench)
		runPhase(
			bench,
			promotions.filter(({ benefit }) => phaseOf(benefit) === index + 1),
		)
	}
	return { bench, verdicts: bench.verdicts, savedMinor: sumOf([...bench.verdicts.values()].map(({ savingMinor }) => savingMinor)) }
}

/**
 * Budgets: a promotion that would pass its budget is dropped (`reject`) or limited to the remainder (`cap`), and the
 * rest is run again, because its lane may now give to another. A capped promotion stays only if the order saves at
 * least as much as without it.
 */
function runWithinBudgets(input: PromotionInput, promotions: readonly Promotion[]): Run {
	const dropped: Verdict[] = []
	const limits = new Map<number, Limit>()
	let open = promotions.filter((promotion) => {
		const spent = promotion.budget?.remainingUses === 0 || promotion.budget?.remainingMinor === 0
		if (spent) dropped.push(verdictOf(promotion, phaseOf(promotion.benefit), 'BUDGET_SPENT'))
		return !spent
	})
	let run = runPhases(input, open, limits)
	for (;;) {
		const over = open.find((promotion) => !limits.has(promotion.id) && isOver(promotion, run.verdicts.get(promotion.id)))
		if (!over?.budget) break
		const { remainingMinor, remainingUses, policy } = over.budget
		const rest = open.filter((promotion) => promotion !== over)
		const capped = policy === 'cap' ? runPhases(input, open, new Map([...limits, [over.id, { minor: remainingMinor, uses: remainingUses }]])) : null
		const bare = runPhases(input, rest, limits)
		if (capped && capped.savedMinor >= bare.savedMinor) {
			limits.set(over.id, { minor: remainingMinor, uses: remainingUses })
			run = capped
			continue
		}
		const facts = { remainingMinor, remainingUses, savingMinor: run.verdicts.get(over.id)?.savingMinor ?? 0 }
		dropped.push(verdictOf(over, phaseOf(over.benefit), 'BUDGET_LESS', { facts }))
		open = rest
		run = bare
	}
	for (const verdict of dropped) run.verdicts.set(verdict.promotionId, verdict)
	return run
}

function isOver({ budget }: Promotion, verdict: Verdict | undefined): boolean {
	if (!budget || !verdict?.applied) return false
	const { remainingMinor, remainingUses } = budget
	return (remainingMinor !== null && verdict.savingMinor > remainingMinor) || (remainingUses !== null && verdict.uses > remainingUses)
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
