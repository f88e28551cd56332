import type { Db } from '../../db/client.server.ts'
import { embeddedCrm } from '../connectors/crm/embedded/embedded-crm.server.ts'
import { embeddedMarketing } from '../connectors/marketing/embedded/embedded-marketing.server.ts'
import { alertQuietCart } from '../flows/crm/alert-quiet-cart.ts'
import { askRepForPrice } from '../flows/crm/ask-rep-for-price.ts'
import { computeSimilarAccounts } from '../flows/crm/compute-similar-accounts.ts'
import { noticeQuietCarts } from '../flows/crm/notice-quiet-carts.ts'
import { receiveOnCrm } from '../flows/crm/receive-on-crm.ts'
import { settleOrderAttention } from '../flows/crm/settle-order-attention.ts'
import type { DeskEvent } from '../flows/crm/types.ts'
import { type Deliver as DeliverBatch, drainOutbox } from '../flows/event/drain-outbox.ts'
import { sendMailOfEvent } from '../flows/mail/send-mail-of-event.ts'
import { receiveOnMarketing } from '../flows/marketing/receive-on-marketing.ts'
import type { Deliver } from '../flows/outbox/deliver-due.ts'
import { authoriseDue } from '../flows/payment/authorise-due.ts'
import { releaseOrphans } from '../flows/payment/release-cards.ts'
import { settleStripeNotices } from '../flows/payment/settle-notices.ts'
import type { Connectors } from '../platform/house.ts'
import type { Log } from '../platform/log.server.ts'
import { day } from '../ui/format/date.ts'
import { money } from '../ui/format/money.ts'
import { quantity } from '../ui/format/number.ts'

/** What the worker passes to everything that it runs. */
export type Workshop = { db: Db; connectors: Connectors; clock: () => Date; publicUrl: string; secrets: readonly string[]; log: Log }

/** Work by the clock: `cron` in UTC, or started by a delivery through `boss.send(name)`. Runs at least once. */
export type Job = { cron?: string; run: (workshop: Workshop, payload: Record<string, unknown>) => Promise<void> }

/**
 * Who takes the events of each destination (app/flows/event/save-events.ts names them). A destination without a line
 * here keeps its deliveries waiting. One line each: `crm: (event) => syncToCrm(workshop, event)`.
 */
export function destinationsOf(workshop: Workshop): Record<string, Deliver> {
	const { db, connectors, publicUrl, secrets, clock } = workshop
	return {
		mail: (event) => sendMailOfEvent({ db, email: connectors.email, publicUrl, secrets, at: clock(), format }, event),
		nba: async (event) => nextBestActions[event.topic]?.(db, event, clock()),
	}
}

/** What the desk makes of an event; topics without a line mean nothing to it. */
const nextBestActions: Readonly<Record<string, (db: Db, event: DeskEvent, at: Date) => Promise<void>>> = {
	'cart.abandoned': alertQuietCart,
	'order.placed': settleOrderAttention,
	'order.cancelled': settleOrderAttention,
	'price.requested': askRepForPrice,
}

const format = { money, quantity, day: (isoDay: string, locale: string) => day(isoDay, locale, 'long') }

/** The timers of the house, by queue name. */
export const jobs: Record<string, Job> = {}

/** The destinations in our own database: their effects and the mark that they are done are one transaction. */
export function ownDestinations(): Record<string, DeliverBatch> {
	return {
		crm: (tx, events) => receiveOnCrm(embeddedCrm(tx), events),
		ma: (tx, events) => receiveOnMarketing(embeddedMarketing(tx), events),
	}
}

/** Loops of their own beside the outbox: each answers how much it did, and is called again at once while that is above 0. */
export function loopsOf(workshop: Workshop): Record<string, () => Promise<number>> {
	const own = Object.entries(ownDestinations()).map(([destination, deliver]) => [destination, () => drain(workshop, destination, deliver)] as const)
	const { db, connectors, clock } = workshop
	const cards = { 'stripe notices': settleStripeNotices, 'card releases': releaseOrphans, 'later cards': authoriseDue }
	const rounds = Object.entries(cards).map(([name, round]) => [name, () => round(db, connectors.payment, clock())] as const)
	return {
		...Object.fromEntries([...own, ...rounds]),
		'quiet carts': () => noticeQuietCarts(workshop.db, workshop.clock()),
		'similar accounts': nightly(workshop),
	}
}

/** Once when the worker starts, then every 24 hours. */
function nightly({ db, clock, log }: Workshop): () => Promise<number> {
	let next = 0
	return async () => {
		const at = clock()
		if (at.getTime() < next) return 0
		next = at.getTime() + 86_400_000
		log.info({ pairs: await computeSimilarAccounts(db, at) }, 'Accounts alike were found anew')
		return 0
	}
}

async function drain({ db, clock, log }: Workshop, destination: string, deliver: DeliverBatch): Promise<number> {
	const drained = await drainOutbox(db, { destination, deliver, at: clock(), random: Math.random })
	for (const failure of drained.failures)
		log.warn({ destination, ...failure }, failure.parked ? 'A delivery is parked' : 'A delivery failed and will be tried again')
	return drained.delivered
}
