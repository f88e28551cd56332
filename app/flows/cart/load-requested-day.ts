import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'

/** Refuses a day that is none, or that has passed in the seller's zone. */
export function refuseRequestedDay(requestedOn: string | null, shopper: Shopper, at: Date): Refusal[] {
	if (requestedOn === null) return []
	const day = /^\d{4}-\d{2}-\d{2}$/.test(requestedOn) ? new Date(`${requestedOn}T00:00:00Z`) : null
	if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== requestedOn)
		return [refusal('REQUESTED_DAY_INVALID', { requestedOn: requestedOn.slice(0, 20) })]
	return requestedOn < dayIn(at, shopper.seller.timeZone) ? [refusal('REQUESTED_DAY_PAST', { requestedOn })] : []
}
