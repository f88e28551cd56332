import type { Fact } from '../base/refusal.ts'
import { phaseOf } from './benefits.ts'
import { runBundlePhase } from './bundle-phase.ts'
import { runLinePhase } from './line-phase.ts'
import { drawsOf, narrowerLimit, spentLocations } from './location-budgets.ts'
import { runOrderPhase } from './order-phase.ts'
import type { Promotion, PromotionInput, Verdict } from './promotion.ts'
import { runShippingPhase } from './shipping-phase.ts'
import { runTermsPhase } from './terms-phase.ts'
import { enterPhase, type Limit, layOut, sumOf, verdictOf, type Workbench } from './workbench.ts'

/** One pricing of one set of promotions. */
export type Run = { bench: Workbench; verdicts: Map<number, Verdict>; savedMinor: number }

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
 * rest is run again, because its lane may now give to another. A budget of a location takes only that location out, or
 * limits only what falls there. A narrowed promotion stays only if the order saves at least as much as without it.
 */
export function runWithinBudgets(input: PromotionInput, promotions: readonly Promotion[]): Run {
	const dropped: Verdict[] = []
	const limits = new Map<number, Limit>()
	let open = promotions.filter((promotion) => {
		const spent = promotion.budget?.remainingUses === 0 || promotion.budget?.remainingMinor === 0
		if (spent) dropped.push(verdictOf(promotion, phaseOf(promotion.benefit), 'BUDGET_SPENT'))
		const barred = spentLocations(promotion)
		if (barred.size > 0) limits.set(promotion.id, { ...UNLIMITED, barred })
		return !spent
	})
	let run = runPhases(input, open, limits)
	for (;;) {
		const over = open.flatMap((promotion) => tooMuch(promotion, run, limits.get(promotion.id) ?? UNLIMITED)).at(0)
		if (!over) break
		const { promotion, limit, facts } = over
		const rest = open.filter((one) => one !== promotion)
		const narrowed = limit ? runPhases(input, open, new Map([...limits, [promotion.id, limit]])) : null
		const bare = runPhases(input, rest, limits)
		if (limit && narrowed && narrowed.savedMinor >= bare.savedMinor) {
			limits.set(promotion.id, limit)
			run = narrowed
			continue
		}
		dropped.push(verdictOf(promotion, phaseOf(promotion.benefit), 'BUDGET_LESS', { facts }))
		open = rest
		run = bare
	}
	for (const verdict of dropped) run.verdicts.set(verdict.promotionId, verdict)
	for (const promotion of open) if (promotion.locationBudgets) tellLocations(promotion, run)
	return run
}

const UNLIMITED: Limit = { minor: null, uses: null, barred: new Set(), shares: null }

type TooMuch = { promotion: Promotion; limit: Limit | null; facts: Record<string, Fact> }

/** Whether a promotion passes a budget, and how far it must be narrowed; a `limit` of null drops it. */
function tooMuch(promotion: Promotion, run: Run, limit: Limit): TooMuch[] {
	const verdict = run.verdicts.get(promotion.id)
	if (!verdict?.applied) return []
	const { budget, locationBudgets } = promotion
	const { savingMinor, uses } = verdict
	if (budget && passes(budget.remainingMinor, savingMinor, limit.minor) + passes(budget.remainingUses, uses, limit.uses) > 0) {
		const { remainingMinor, remainingUses, policy } = budget
		const facts = { remainingMinor, remainingUses, savingMinor }
		const narrower = { ...limit, minor: least(remainingMinor, limit.minor), uses: least(remainingUses, limit.uses) }
		return [{ promotion, limit: policy === 'cap' ? narrower : null, facts }]
	}
	if (!locationBudgets || limit.shares) return []
	const narrower = narrowerLimit(promotion, drawsOf(run.bench, promotion, verdict), limit)
	const facts = { remainingMinor: sumOf(locationBudgets.map(({ remainingMinor }) => remainingMinor ?? 0)), remainingUses: null, savingMinor }
	return narrower ? [{ promotion, limit: narrower, facts }] : []
}

/** By how much a remainder is passed; one that is kept to already is not. */
function passes(remaining: number | null, wanted: number, kept: number | null): number {
	return remaining === null || (kept !== null && kept <= remaining) ? 0 : Math.max(0, wanted - remaining)
}

function least(a: number | null, b: number | null): number | null {
	return a === null ? b : b === null ? a : Math.min(a, b)
}

/** What falls where, and which locations get nothing for want of budget: submit reserves by it, and people are told. */
function tellLocations(promotion: Promotion, { bench, verdicts }: Run) {
	const verdict = verdicts.get(promotion.id)
	if (!verdict?.applied) return
	const delivered = new Set(bench.lines.flatMap(({ line }) => line.allocations.map(({ locationId }) => locationId)))
	const barred = [...(bench.limits.get(promotion.id)?.barred ?? [])].filter((locationId) => delivered.has(locationId)).sort((a, b) => a - b)
	const locations = [...drawsOf(bench, promotion, verdict), ...barred.map((locationId) => ({ locationId, savingMinor: 0, uses: 0, barred: true }))]
	verdicts.set(promotion.id, { ...verdict, locations })
}
