import { type CommerceEvent, numberIn } from '../base/event.ts'
import { type CommerceEffect, effectOf } from './commerce-effects.ts'

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

/** What the owner of an account is asked to do; under the same key once. */
export type OwnerTask = {
	accountId: number
	contactId: number | null
	key: string
	subject: string
	facts: Record<string, unknown>
	/** So many working days behind the day of `at` in the seller's zone. */
	within: number
	priority: 'normal' | 'high'
	at: Date
}

/** Why what was quoted came to nothing. */
export type LostReason = { quoteId: number; reason: string }

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
	/** In whose words quotes were declined. */
	lostReasons: LostReason[]
	tasks: OwnerTask[]
}

/** What each topic means to the CRM side (sync-core.md section c). Order of events never matters: the first answer of a person is kept. */
export function crmEffects(events: readonly CommerceEvent[]): CrmEffects {
	const known = events.filter(({ accountId }) => accountId !== null)
	return {
		timeline: known.filter(({ topic }) => effectOf(topic).timeline === 'line').map(entryOf),
		// A rep looking around for a buyer is not the buyer's interest.
		viewEventIds: known.filter(({ topic, actedByUserId }) => topic === 'product.viewed' && actedByUserId === null).map(({ id }) => id),
		responses: firstResponses(known),
		cartIds: idsIn(known, 'cart', 'cartId'),
		orderIds: idsIn(known, 'opportunity', 'orderId'),
		quoteIds: idsIn(known, 'quote', 'quoteId'),
		lostReasons: known.flatMap(lostReasonOf),
		tasks: known.flatMap(taskOf),
	}
}

function lostReasonOf(event: CommerceEvent): LostReason[] {
	const quoteId = numberIn(event, 'quoteId')
	const { note, side } = event.payload
	if (event.topic !== 'quote.declined' || quoteId === null) return []
	const said = typeof note === 'string' && note.trim() !== '' ? note.trim().slice(0, 500) : null
	return [{ quoteId, reason: said ?? (side === 'seller' ? 'declined_by_house' : 'declined_by_buyer') }]
}

/** A task of the account's owner; what a rep did herself asks her for nothing. */
function taskOf(event: CommerceEvent): OwnerTask[] {
	const { task } = effectOf(event.topic)
	const { id, topic, accountId, contactId, actedByUserId, payload, occurredAt: at } = event
	if (!task || accountId === null || actedByUserId !== null) return []
	return [{ accountId, contactId, key: `${topic}:${id}`, subject: task.subject, facts: payload, within: task.within, priority: task.priority, at }]
}

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

function idsIn(events: readonly CommerceEvent[], refreshes: CommerceEffect['refreshes'], name: string): number[] {
	const ids = events.filter(({ topic }) => effectOf(topic).refreshes === refreshes).map((event) => numberIn(event, name))
	return [...new Set(ids.filter((id) => id !== null))].sort((a, b) => a - b)
}
