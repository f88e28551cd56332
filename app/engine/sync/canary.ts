import { otherCurrency } from './foreign-amounts.ts'

/** Links of each step; then all. */
const steps = [10, 100, 1000] as const
const mostErrors = 0.02

export type CanaryState = { step: number; tried: number; refused: number }
export type CanaryNext =
	| { kind: 'go_on'; room: number }
	| { kind: 'next'; step: number; room: number | null }
	| { kind: 'stop'; share: number }
	| { kind: 'all' }

/** Codes by which our own rules keep back one field on purpose, whatever the mapping says, while its record goes (app/decisions/0483). */
export const heldBack: readonly string[] = [otherCurrency]

/**
 * How a ramp counts records: by whether their side refused them, and the codes of their fields that stayed behind. Only what a mapping may be guilty of
 * is a refusal (A21): what our own rules keep back on purpose is shown, and stops nothing.
 */
export function countTried(records: readonly { failed: boolean; codes: readonly string[] }[]): Pick<CanaryState, 'tried' | 'refused'> {
	const refused = records.filter(({ failed, codes }) => failed || codes.some((code) => !heldBack.includes(code)))
	return { tried: records.length, refused: refused.length }
}

/** Whether so many records are worth a ramp: a first step that holds them all would be no warning. */
export const isWorthRamp = (records: number): boolean => records > steps[0]

/**
 * How far a new connection may go (sync-core.md A21): 10 records, 100, 1,000, then all; it stops by itself when more than 2 % of a whole
 * step were refused. `room`: how many more may be tried now; null: any number. `step` counts from 0; 3 is all.
 */
export function decideCanary({ step, tried, refused }: CanaryState): CanaryNext {
	const size = steps[step]
	if (size === undefined) return { kind: 'all' }
	// Once the step can no longer stay within its share, its rest would only be refused too.
	if (refused > size * mostErrors) return { kind: 'stop', share: refused / Math.max(1, tried) }
	if (tried < size) return { kind: 'go_on', room: size - tried }
	return { kind: 'next', step: step + 1, room: steps[step + 1] ?? null }
}

/** Whether a ramp is over before its last step is full: past its first step, nothing waits any more, and so all that there is went within the share (A21). */
export const isRampOver = ({ step, tried, refused }: CanaryState, waits: boolean): boolean =>
	step > 0 && step < steps.length && !waits && refused <= tried * mostErrors
