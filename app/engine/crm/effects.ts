import { type CommerceEvent, numberIn } from '../base/event.ts'

/** One line on an account's timeline; `sourceKey` makes it one however often it is delivered. */
export type TimelineEntry = {
	accountId: number
	sourceKey: string
	kind: string
	contactId: number | null
	actedByUserId: number | null
	facts: Record<string, unknown>
	occurredAt: Date
}

/** A person answered a campaign. */
export type CampaignResponse = { campaignId: number; contactId: number; respondedAt: Date }

/** What the CRM side should hold after these events. Ids, not values, where the state is read again when it is written. */
export type CrmEffects = {
	timeline: TimelineEntry[]
	/** Events of product views and searches, rolled up to one entry per person and day. */
	viewEventIds: string[]
	responses: CampaignResponse[]
	/** Carts whose card on the account is brought up to date. */
	cartIds: number[]
	/** Orders whose opportunity is brought up to date. */
	orderIds: number[]
	/** Quotes whose opportunity is brought up to date. */
	quoteIds: number[]
}

/** What each topic means to the CRM side (sync-core.md section c). Order of events never matters: the first answer of a person is kept. */
export function crmEffects(events: readonly CommerceEvent[]): CrmEffects {
	const known = events.filter(({ accountId }) => accountId !== null)
	return {
		timeline: known.filter(({ topic }) => !rolledUp.has(topic)).map(entryOf),
		// A rep looking around for a buyer is not the buyer's interest.
		viewEventIds: known.filter(({ topic, actedByUserId }) => topic === 'product.viewed' && actedByUserId === null).map(({ id }) => id),
		responses: firstResponses(known),
		cartIds: idsIn(known, 'cart.', 'cartId'),
		orderIds: idsIn(known, 'order.', 'orderId', new Set(['order.placed', 'order.changed', 'order.cancelled'])),
		quoteIds: idsIn(known, 'quote.', 'quoteId'),
	}
}

/** Shown as one line that is kept up to date, not as one line for each event. */
const rolledUp = new Set(['product.viewed', 'cart.created', 'cart.updated'])

function entryOf(event: CommerceEvent): TimelineEntry {
	return {
		accountId: event.accountId ?? 0,
		sourceKey: event.id,
		kind: event.topic,
		contactId: event.contactId,
		actedByUserId: event.actedByUserId,
		facts: event.payload,
		occurredAt: event.occurredAt,
	}
}

function firstResponses(events: readonly CommerceEvent[]): CampaignResponse[] {
	const byMember = new Map<string, CampaignResponse>()
	for (const event of events) {
		const campaignId = numberIn(event, 'crmCampaignId')
		if (event.topic !== 'campaign.touch_confirmed' || event.contactId === null || campaignId === null) continue
		const before = byMember.get(`${campaignId}:${event.contactId}`)
		if (before && before.respondedAt <= event.occurredAt) continue
		byMember.set(`${campaignId}:${event.contactId}`, { campaignId, contactId: event.contactId, respondedAt: event.occurredAt })
	}
	return [...byMember.values()]
}

function idsIn(events: readonly CommerceEvent[], prefix: string, name: string, topics?: ReadonlySet<string>): number[] {
	const ids = events.filter(({ topic }) => topic.startsWith(prefix) && (!topics || topics.has(topic))).map((event) => numberIn(event, name))
	return [...new Set(ids.filter((id) => id !== null))].sort((a, b) => a - b)
}
