import { type Refusal, refusal } from '../base/refusal.ts'
import type { PaymentIntentPlan } from './plan-payments.ts'

/** A card call as it is stored; `key` is `cart:version:group:attempt`. */
export type CardAttempt = {
	id: number
	groupKey: string
	key: string
	attempt: number
	amountMinor: number
	state: string
	paymentMethodId: string | null
	intentId: string | null
}

const versionOf = ({ key }: Pick<CardAttempt, 'key'>) => Number(key.split(':')[1])

const OPEN = ['prepared', 'requires_action', 'authorised']

/** How often each delivery of this version was tried: what makes the next key a new one. */
export function countAttempts(attempts: readonly CardAttempt[], version: number): Map<string, number> {
	const counts = new Map<string, number>()
	for (const one of attempts) if (versionOf(one) === version) counts.set(one.groupKey, Math.max(counts.get(one.groupKey) ?? 0, one.attempt))
	return counts
}

/**
 * The calls that are due now, in order: what was tried with the same card for the same amount and is still open goes
 * on under its own key, so that a call whose answer was lost is repeated and never doubled; else a new attempt.
 */
export function callsNow(
	plans: readonly PaymentIntentPlan[],
	attempts: readonly CardAttempt[],
	{ version, paymentMethodId }: { version: number; paymentMethodId: string },
): { plan: PaymentIntentPlan; known: CardAttempt | null }[] {
	return plans
		.filter(({ when }) => when === 'now')
		.map((plan) => {
			const isSame = (one: CardAttempt) =>
				one.groupKey === plan.groupKey &&
				versionOf(one) === version &&
				one.amountMinor === plan.amountMinor &&
				one.paymentMethodId === paymentMethodId &&
				OPEN.includes(one.state)
			return { plan, known: attempts.find(isSame) ?? null }
		})
}

/** Whether what is authorised covers exactly what is due now (section 8); `CARD_CHANGED` when an amount moved since. */
export function coverPlans(
	plans: readonly PaymentIntentPlan[],
	attempts: readonly CardAttempt[],
	version: number,
): { ok: true; used: CardAttempt[] } | { ok: false; refusals: Refusal[] } {
	const authorised = attempts.filter((one) => one.state === 'authorised' && versionOf(one) === version)
	const due = plans.filter(({ when }) => when === 'now')
	const used = due.flatMap(({ groupKey, amountMinor }) => authorised.find((one) => one.groupKey === groupKey && one.amountMinor === amountMinor) ?? [])
	if (used.length === due.length) return { ok: true, used }
	const covered = new Set(used.map(({ groupKey }) => groupKey))
	const open = due.filter(({ groupKey }) => !covered.has(groupKey))
	return { ok: false, refusals: open.map(({ groupKey, amountMinor }) => refusal('CARD_CHANGED', { groupKey, amountMinor })) }
}
