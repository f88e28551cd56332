import type { LadderNeed, LadderRule } from './onboarding-ladder.ts'

/** What a new account must do to climb, where a seller has set nothing else. Amounts in minor units of the account's currency. */
export const DEFAULT_LADDER: readonly LadderRule[] = [
	{ step: 'capped_terms', needs: [{ kind: 'orders_paid', count: 2 }, { kind: 'credit_checked' }] },
	{ step: 'full_terms', needs: [{ kind: 'orders_paid', count: 5 }, { kind: 'days_on_time', days: 90 }, { kind: 'credit_checked' }] },
]

/** The rules as an administrator stored them; anything that is none leaves the house's own. */
export function readLadderRules(stored: unknown): readonly LadderRule[] {
	if (!Array.isArray(stored)) return DEFAULT_LADDER
	const rules = stored.flatMap((one: unknown): LadderRule[] => {
		const { step, needs } = (one ?? {}) as { step?: unknown; needs?: unknown }
		if ((step !== 'capped_terms' && step !== 'full_terms') || !Array.isArray(needs)) return []
		return [{ step, needs: needs.flatMap(readNeed) }]
	})
	return rules.length > 0 ? rules : DEFAULT_LADDER
}

function readNeed(stored: unknown): LadderNeed[] {
	const need = (stored ?? {}) as { kind?: unknown; count?: unknown; amountMinor?: unknown; days?: unknown }
	const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
	if (need.kind === 'orders_paid' && whole(need.count)) return [{ kind: 'orders_paid', count: need.count }]
	if (need.kind === 'paid_amount' && whole(need.amountMinor)) return [{ kind: 'paid_amount', amountMinor: need.amountMinor }]
	if (need.kind === 'days_since_first_order' && whole(need.days)) return [{ kind: 'days_since_first_order', days: need.days }]
	if (need.kind === 'days_on_time' && whole(need.days)) return [{ kind: 'days_on_time', days: need.days }]
	return need.kind === 'credit_checked' ? [{ kind: 'credit_checked' }] : []
}
