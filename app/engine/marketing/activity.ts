import { type CommerceEvent, numberIn } from '../base/event.ts'

/** Something a person or a browser did, as the marketing side counts it. */
export type Activity = {
	/** Unique for ever: the event, or `kind:subject` for what counts once per subject. */
	sourceKey: string
	kind: string
	contactId: number | null
	facts: Record<string, unknown>
	/** The CRM campaign whose connected source campaign this belongs to. */
	crmCampaignId: number | null
	orderId: number | null
	occurredAt: Date
}

/** Topics that count for the buyer even when a rep did them for her; everything else a rep does is not hers. */
const alsoOnBehalf = new Set(['order.placed', 'order.cancelled', 'order.shipped', 'order.delivered', 'invoice.paid', 'cart.recovered'])
/** Counts once per cart, however often it is created again. */
const oncePerSubject = new Set(['cart.created', 'cart.recovered'])
/** Many of these are one thing that a person did; the first of each subject and day would say nothing to a marketer. */
const notAnActivity = new Set(['cart.updated', 'consent.changed'])

/** The activities in these events (sync-core.md section c). A person without a contact is unknown to the marketing side. */
export function activitiesOf(events: readonly CommerceEvent[]): Activity[] {
	const counted = events.filter(
		(event) => event.contactId !== null && !notAnActivity.has(event.topic) && (event.actedByUserId === null || alsoOnBehalf.has(event.topic)),
	)
	return counted.map((event) => ({
		sourceKey: oncePerSubject.has(event.topic) ? `${event.topic}:${event.subject}` : event.id,
		kind: event.topic,
		contactId: event.contactId,
		facts: event.payload,
		crmCampaignId: numberIn(event, 'crmCampaignId'),
		orderId: numberIn(event, 'orderId'),
		occurredAt: event.occurredAt,
	}))
}
