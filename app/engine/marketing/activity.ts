import { type CommerceEvent, numberIn } from '../base/event.ts'
import { type CommerceCause, commerceCauses, effectOf } from '../crm/commerce-effects.ts'

/** Something a person or a browser did, as the marketing side counts it. */
export type Activity = {
	/** Unique for ever: the event, or `kind:subject` for what counts once per subject. */
	sourceKey: string
	kind: string
	cause: CommerceCause
	contactId: number | null
	facts: Record<string, unknown>
	/** The CRM campaign whose connected source campaign this belongs to. */
	crmCampaignId: number | null
	orderId: number | null
	occurredAt: Date
}

/** The activities in these events (sync-core.md section c). A person without a contact is unknown to the marketing side. */
export function activitiesOf(events: readonly CommerceEvent[]): Activity[] {
	return events.flatMap((event) => {
		const { activity, countsOnBehalf, oncePerSubject, cause } = effectOf(event.topic)
		if (activity === null || event.contactId === null || (event.actedByUserId !== null && !countsOnBehalf)) return []
		return [
			{
				sourceKey: oncePerSubject ? `${event.topic}:${event.subject}` : event.id,
				kind: activity,
				cause,
				contactId: event.contactId,
				facts: event.payload,
				crmCampaignId: numberIn(event, 'crmCampaignId'),
				orderId: numberIn(event, 'orderId'),
				occurredAt: event.occurredAt,
			},
		]
	})
}

/** People by why they change: each by the heaviest cause among what she did (sync-core.md A29). */
export function groupByCause(activities: readonly (Pick<Activity, 'cause'> & { prospectId: number })[]): Map<CommerceCause, number[]> {
	const heaviest = new Map<number, CommerceCause>()
	for (const { prospectId, cause } of activities) {
		const before = heaviest.get(prospectId)
		if (before === undefined || commerceCauses.indexOf(cause) < commerceCauses.indexOf(before)) heaviest.set(prospectId, cause)
	}
	const groups = new Map<CommerceCause, number[]>()
	for (const [prospectId, cause] of heaviest) groups.set(cause, [...(groups.get(cause) ?? []), prospectId])
	return groups
}
