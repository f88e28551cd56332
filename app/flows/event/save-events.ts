import type { Tx } from '../../../db/client.server.ts'
import { insertEvents } from '../../../db/queries/outbox.ts'

/**
 * Every topic that the house writes (sync-core.md section c), and who is told. A topic without a line here cannot be
 * written. Destinations: `crm` and `ma` are the two sides, `nba` decides next best actions and goals, `mail` writes to people, `tax` reports invoices,
 * `hook` calls the addresses that marketers named.
 */
export const destinationsByTopic = {
	'product.viewed': ['crm', 'ma'],
	'search.performed': ['crm', 'ma'],
	'campaign.mail_released': ['crm', 'mail'],
	'send.tried': ['mail'],
	'campaign.touch_confirmed': ['crm', 'ma'],
	'cart.created': ['crm', 'ma'],
	'cart.updated': ['crm', 'ma'],
	'cart.abandoned': ['crm', 'ma', 'nba'],
	'cart.recovered': ['crm', 'ma', 'nba'],
	'order.placed': ['crm', 'ma', 'nba', 'mail'],
	'order.cancelled': ['crm', 'ma', 'nba', 'mail', 'tax'],
	'order.part_cancelled': ['crm', 'ma', 'mail'],
	'order.change_proposed': ['crm', 'nba', 'mail'],
	'order.changed': ['crm', 'ma', 'nba', 'mail'],
	'order.change_refused': ['crm', 'nba', 'mail'],
	'order.change_withdrawn': ['crm', 'nba', 'mail'],
	'order.change_expired': ['crm', 'nba', 'mail'],
	'order.shipped': ['crm', 'ma', 'mail'],
	'order.delivered': ['crm', 'ma', 'mail'],
	'invoice.issued': ['crm', 'ma', 'mail', 'tax'],
	'invoice.overdue': ['crm', 'ma'],
	'invoice.paid': ['crm', 'ma', 'nba', 'mail'],
	'delivery.released': ['crm', 'nba'],
	'account.climbed': ['crm', 'nba'],
	'account.merged': ['crm'],
	'account.parted': ['crm'],
	'card.saved': ['crm'],
	'card.shared': ['crm'],
	'card.removed': ['crm'],
	'credit_note.issued': ['crm', 'mail'],
	'payment.received': ['mail'],
	'payment.declined': ['crm', 'nba', 'mail'],
	'pay_link.sent': ['crm', 'mail'],
	'payment.refunded': ['crm'],
	'payment.disputed': ['crm', 'nba'],
	'payment.dispute_closed': ['crm', 'nba'],
	'approval.asked': ['crm'],
	'approval.turn': ['mail'],
	'approval.approved': ['crm'],
	'approval.refused': ['crm', 'mail'],
	'approval.returned': ['crm', 'mail'],
	'approval.withdrawn': ['crm'],
	'approval.expired': ['crm', 'mail'],
	'budget.created': ['crm'],
	'budget.changed': ['crm'],
	'budget.closed': ['crm'],
	'budget.exhausted': ['crm', 'mail'],
	'deputy.named': ['crm', 'mail'],
	'deputy.ended': ['crm'],
	'case.opened': ['crm', 'ma', 'nba'],
	'case.asked': ['crm', 'nba'],
	'case.answered': ['crm', 'mail'],
	'case.closed': ['crm', 'nba', 'mail'],
	'case.reopened': ['crm', 'nba', 'mail'],
	'return.asked': ['crm', 'ma'],
	'return.withdrawn': ['crm'],
	'return.approved': ['crm', 'mail'],
	'return.refused': ['crm', 'mail'],
	'return.received': ['crm', 'mail', 'tax'],
	'price.requested': ['crm', 'nba'],
	'quote.requested': ['crm', 'ma', 'nba'],
	'quote.prepared': ['crm'],
	'quote.offered': ['crm', 'ma', 'mail'],
	'quote.countered': ['crm', 'ma', 'nba'],
	'quote.accepted': ['crm', 'ma', 'nba'],
	'quote.declined': ['crm', 'ma', 'nba'],
	'quote.withdrawn': ['crm', 'nba'],
	'quote.expired': ['crm', 'ma', 'nba', 'mail'],
	'lead.converted': ['crm', 'mail'],
	'terms.changed': ['crm'],
	'credit.near_limit': ['crm'],
	'reorder.due': ['crm', 'ma', 'nba'],
	'login.dormant': ['crm', 'ma', 'nba'],
	'goal.reached': ['nba', 'mail'],
	'certificate.uploaded': ['crm', 'nba'],
	'certificate.accepted': ['crm', 'mail'],
	'certificate.refused': ['crm', 'mail'],
	'standing_order.made': ['crm'],
	'standing_order.changed': ['crm'],
	'standing_order.coming': ['mail'],
	'standing_order.held': ['nba', 'mail'],
	'contact.signed_in': ['crm', 'ma'],
	'sign_in_code.requested': ['mail'],
	'consent.changed': ['crm', 'ma'],
	'prospect.told': ['hook'],
	'form.submitted': ['crm', 'mail'],
} as const satisfies Record<string, readonly Destination[]>

/** Many in a minute are one to whoever listens: the deliveries wait until the subject has been quiet so long. */
const debounceSeconds: Partial<Record<string, number>> = { 'cart.updated': 5 }

export type Destination = 'crm' | 'ma' | 'nba' | 'mail' | 'tax' | 'hook'
export type Topic = keyof typeof destinationsByTopic

export type DomainEvent = {
	topic: Topic
	/** What must stay in order: `cart:12`, `order:7`, `contact:3`. */
	subject: string
	accountId?: number | null
	contactId?: number | null
	actedByUserId?: number | null
	payload: Record<string, unknown>
	occurredAt: Date
}

/** Writes events and one delivery row for each destination, in the caller's transaction; one statement however many. */
export async function saveEvents(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
	if (events.length === 0) return
	await insertEvents(
		tx,
		events.map((event) => ({ ...event, destinations: destinationsByTopic[event.topic], debounceSeconds: debounceSeconds[event.topic] ?? 0 })),
	)
}
