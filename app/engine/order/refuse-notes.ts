import { type Refusal, refusal } from '../base/refusal.ts'
import { DELIVERY_WINDOWS } from './delivery-window.ts'

/** In characters: what a driver reads at a door, and what fits beside a posting. */
export const MAX_INSTRUCTIONS = 500
export const MAX_COST_CENTRE = 80

type Notes = { instructions: string | null; window: string | null; costCentre: string | null }

/** Notes of a delivery that cannot be kept as they were written (commerce-engine.md section 7): nothing is cut, and no hour is guessed. */
export function refuseNotes({ instructions, window, costCentre }: Notes): Refusal[] {
	const refusals: Refusal[] = []
	if ((instructions ?? '').length > MAX_INSTRUCTIONS) refusals.push(refusal('INSTRUCTIONS_TOO_LONG', { most: MAX_INSTRUCTIONS }))
	if (window !== null && !DELIVERY_WINDOWS.some((one) => one === window)) refusals.push(refusal('DELIVERY_HOURS_UNKNOWN'))
	if ((costCentre ?? '').length > MAX_COST_CENTRE) refusals.push(refusal('COST_CENTRE_TOO_LONG', { most: MAX_COST_CENTRE }))
	return refusals
}
