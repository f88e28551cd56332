/** What one thing that happened in the shop means to both sides: a row of sync-core.md section c. */
export type CommerceEffect = {
	/** A line of its own on the account's timeline, or a card that is kept up to date. */
	timeline: 'line' | 'card'
	/** What of the CRM side is read again and brought up to date. */
	refreshes: 'cart' | 'opportunity' | 'quote' | null
	/** What the account's owner is asked to do, within so many working days. */
	task: { subject: string; within: number; priority: 'normal' | 'high' } | null
	/** Its kind in marketing's ledger; null: nothing that a person did. */
	activity: string | null
	/** Counts for the buyer even when a rep did it for her. */
	countsOnBehalf: boolean
	/** Scores once for its subject, not once for each event. */
	oncePerSubject: boolean
	/** What it is worth before anybody changes the rules of scoring, and the most of a day. */
	points: number
	dailyMaximum: number | null
	/** Why a record of either side changes by it (A29). */
	cause: CommerceCause
}

/** The heaviest first: of what comes together the first names the cause. */
export const commerceCauses = ['order', 'invoice', 'quote', 'cart', 'consent', 'member_status', 'manual'] as const
export type CommerceCause = (typeof commerceCauses)[number]

const told: CommerceEffect = {
	...{ timeline: 'line', refreshes: null, task: null, activity: null, countsOnBehalf: false, oncePerSubject: false, points: 0, dailyMaximum: null },
	cause: 'manual',
}
const row = (activity: string | null, points: number, more: Partial<CommerceEffect> = {}): CommerceEffect => ({ ...told, activity, points, ...more })

/** A topic's first word says why. */
function causeOf(topic: string): CommerceCause {
	const [word = ''] = topic.split('.')
	return word === 'campaign' ? 'member_status' : (commerceCauses.find((cause) => cause === word) ?? 'manual')
}
const ask = (subject: string, within: number, priority: 'normal' | 'high' = 'normal') => ({ subject, within, priority })

/**
 * The table of section c. A topic that does not stand here is a line on the timeline and nothing else. What a cancelled order
 * takes back is worked out from what it gave. What goes to the desk (alerts, goals) is the destination `nba`'s.
 */
const effects: Readonly<Record<string, CommerceEffect>> = {
	'product.viewed': row('product.viewed', 1, { timeline: 'card', dailyMaximum: 10 }),
	'search.performed': row('search.performed', 3),
	'campaign.touch_confirmed': row('campaign.touch_confirmed', 3),
	'cart.created': row('cart.created', 5, { timeline: 'card', refreshes: 'cart', oncePerSubject: true }),
	'cart.updated': row(null, 0, { timeline: 'card', refreshes: 'cart' }),
	'cart.abandoned': row('cart.abandoned', 0, { refreshes: 'cart' }),
	'cart.recovered': row('cart.recovered', 10, { refreshes: 'cart', countsOnBehalf: true, oncePerSubject: true }),
	'quote.requested': row('quote.requested', 25, { refreshes: 'quote', task: ask('task.quote_requested', 1, 'high') }),
	'quote.prepared': row(null, 0, { refreshes: 'quote' }),
	'quote.offered': row('quote.offered', 0, { refreshes: 'quote', countsOnBehalf: true }),
	'quote.countered': row('quote.countered', 0, { refreshes: 'quote' }),
	'quote.accepted': row('quote.accepted', 25, { refreshes: 'quote', countsOnBehalf: true }),
	'quote.declined': row('quote.declined', 0, { refreshes: 'quote' }),
	'quote.withdrawn': row(null, 0, { refreshes: 'quote' }),
	'quote.expired': row('quote.expired', 0, { refreshes: 'quote', task: ask('task.quote_expired', 1) }),
	'order.placed': row('order.placed', 50, { refreshes: 'opportunity', countsOnBehalf: true }),
	'order.changed': row('order.changed', 0, { refreshes: 'opportunity', countsOnBehalf: true }),
	'order.part_cancelled': row('order.part_cancelled', 0, { refreshes: 'opportunity', countsOnBehalf: true }),
	'order.cancelled': row('order.cancelled', 0, { refreshes: 'opportunity', countsOnBehalf: true }),
	'order.shipped': row('order.shipped', 0, { countsOnBehalf: true }),
	'order.delivered': row('order.delivered', 0, { countsOnBehalf: true }),
	'invoice.issued': row('invoice.issued', 0, { countsOnBehalf: true }),
	'invoice.paid': row('invoice.paid', 5, { countsOnBehalf: true }),
	'invoice.overdue': row('invoice.overdue', 0, { task: ask('task.invoice_overdue', 1, 'high') }),
	'reorder.due': row('reorder.due', 0),
	'login.dormant': row('login.dormant', -10),
	'credit.near_limit': row(null, 0, { task: ask('task.credit_near', 1) }),
	'return.asked': row('return.requested', -5),
	'case.opened': row('case.opened', -5),
	'contact.signed_in': row('contact.signed_in', 0),
	'form.submitted': told,
	// Consent has a log of its own, and both sides have it already.
	'consent.changed': told,
}

export const effectOf = (topic: string): CommerceEffect => ({ ...(effects[topic] ?? told), cause: causeOf(topic) })

/** The rows with what they are worth, for whoever sets up or checks the rules of scoring. */
export const scoredEffects = (): readonly (CommerceEffect & { topic: string })[] => Object.keys(effects).map((topic) => ({ topic, ...effectOf(topic) }))
