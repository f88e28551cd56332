import type { Db } from '../../db/client.server.ts'
import { embeddedCrm } from '../connectors/crm/embedded/embedded-crm.server.ts'
import { embeddedMarketing } from '../connectors/marketing/embedded/embedded-marketing.server.ts'
import { climbLadders, climbOnPayment } from '../flows/account/climb-ladder.ts'
import { forgetCalls } from '../flows/account/forget-calls.ts'
import { noticeNearLimits } from '../flows/account/notice-near-limits.ts'
import { expireApprovals } from '../flows/approval/expire-approvals.ts'
import { tellDeputies } from '../flows/approval/tell-deputies.ts'
import { workProductChange } from '../flows/catalog/work-change.ts'
import { alertQuietCart } from '../flows/crm/alert-quiet-cart.ts'
import { alertDormant, alertReorder } from '../flows/crm/alert-silent.ts'
import { askRepForPrice } from '../flows/crm/ask-rep-for-price.ts'
import { computeSimilarAccounts } from '../flows/crm/compute-similar-accounts.ts'
import { noticeCertificate } from '../flows/crm/notice-certificate.ts'
import { noticeChange } from '../flows/crm/notice-change.ts'
import { noticeOwner } from '../flows/crm/notice-owner.ts'
import { noticeQuietCarts } from '../flows/crm/notice-quiet-carts.ts'
import { digestSearches, noticeDormant, noticeReorders } from '../flows/crm/notice-silent.ts'
import { receiveOnCrm } from '../flows/crm/receive-on-crm.ts'
import { settleOrderAttention } from '../flows/crm/settle-order-attention.ts'
import type { DeskEvent } from '../flows/crm/types.ts'
import { type Destination, drainOutbox } from '../flows/event/drain-outbox.ts'
import { advanceImports } from '../flows/exchange/advance-imports.ts'
import { judgeOnPayment, judgeOverdue } from '../flows/invoice/judge-overdue.ts'
import { noticeOverdue } from '../flows/invoice/notice-overdue.ts'
import { sendMailOfEvent } from '../flows/mail/send-mail-of-event.ts'
import { advanceEnrolments } from '../flows/marketing/advance-enrolments.ts'
import { advanceRuns } from '../flows/marketing/advance-runs.ts'
import { callHook } from '../flows/marketing/call-hook.ts'
import { decayRecycled } from '../flows/marketing/decay-recycled.ts'
import { lookAnew } from '../flows/marketing/look-anew.ts'
import { receiveOnMarketing } from '../flows/marketing/receive-on-marketing.ts'
import { releaseScheduled } from '../flows/marketing/release-scheduled.ts'
import { tellEngagement } from '../flows/marketing/tell-engagement.ts'
import { workTouched } from '../flows/marketing/work-touched.ts'
import { advanceSimulations } from '../flows/merchandising/advance-simulations.ts'
import { compareDrafts } from '../flows/merchandising/compare-drafts.ts'
import { noticeExpiring } from '../flows/merchandising/notice-expiring.ts'
import { expireChanges } from '../flows/order/expire-changes.ts'
import { authoriseDue } from '../flows/payment/authorise-due.ts'
import { forgetCards } from '../flows/payment/forget-cards.ts'
import { releaseOrphans } from '../flows/payment/release-cards.ts'
import { settleLeftPayments } from '../flows/payment/settle-left-payments.ts'
import { settleStripeNotices } from '../flows/payment/settle-notices.ts'
import { tellRepOfCard } from '../flows/payment/tell-rep.ts'
import { expireQuotes } from '../flows/quote/expire-quotes.ts'
import { tellRepOfHeldRun } from '../flows/standing/tell-rep.ts'
import { agreeMembers } from '../flows/sync/agree-members.ts'
import { drainMarks } from '../flows/sync/drain-marks.ts'
import { forgetDecisions } from '../flows/sync/forget-decisions.ts'
import { settleNotices } from '../flows/sync/settle-notices.ts'
import { watchShares } from '../flows/sync/watch-shares.ts'
import { startComparisons } from '../flows/sync-list/start-list.ts'
import { openHouseConnections } from '../flows/sync-setup/open-house-connections.ts'
import { reportTax } from '../flows/tax/report-tax.ts'
import type { Connectors } from '../platform/house.ts'
import type { Log } from '../platform/log.server.ts'
import { day } from '../ui/format/date.ts'
import { money } from '../ui/format/money.ts'
import { decimalText, quantity } from '../ui/format/number.ts'
import { placeName } from '../ui/format/place-name.ts'
import { runStandingOrders } from './run-standing-orders.ts'
import { type SyncWork, workLists, workSync } from './work-sync.ts'

/** What the worker passes to everything that it runs. */
export type Workshop = { db: Db; connectors: Connectors; clock: () => Date; publicUrl: string; secrets: readonly string[]; log: Log }

/** Work by the clock: `cron` in UTC, and once when a worker starts. Runs at least once, and by one worker however many there are. */
export type Job = { cron: string; atStart?: true; run: (workshop: Workshop) => Promise<void> }

/**
 * Who takes the events of each destination (app/flows/event/save-events.ts names them), and how: the two sides in our own
 * database finish with us, in one transaction; a mail server and a decision that prices a cart are asked outside of any.
 * A destination without a line here keeps its deliveries waiting.
 */
export function destinationsOf(workshop: Workshop) {
	const { db, connectors, publicUrl, secrets, clock } = workshop
	return {
		crm: { here: (tx, events) => receiveOnCrm(embeddedCrm(tx), events) },
		ma: { here: (tx, events) => receiveOnMarketing(embeddedMarketing(tx), events) },
		mail: { outside: (event) => sendMailOfEvent({ db, email: connectors.email, publicUrl, secrets, at: clock(), format }, event) },
		tax: { outside: (event) => reportTax({ db, tax: connectors.tax, at: clock() }, event) },
		hook: { outside: (event) => callHook(connectors.hook, event) },
		nba: { outside: async (event) => nextBestActions[event.topic]?.(db, event, clock()) },
	} satisfies Record<string, Destination>
}

/** What the desk makes of an event; topics without a line mean nothing to it. */
const nextBestActions: Readonly<Record<string, (db: Db, event: DeskEvent, at: Date) => Promise<void>>> = {
	'account.climbed': tellRepOfCard,
	'invoice.paid': async (db, event, at) => {
		await judgeOnPayment(db, event, at)
		await climbOnPayment(db, event, at)
	},
	'cart.abandoned': alertQuietCart,
	'reorder.due': alertReorder,
	'login.dormant': alertDormant,
	'case.opened': noticeOwner,
	'case.asked': noticeOwner,
	'case.closed': noticeOwner,
	'case.reopened': noticeOwner,
	'order.placed': settleOrderAttention,
	'order.cancelled': settleOrderAttention,
	'order.change_proposed': noticeChange,
	'order.changed': noticeChange,
	'order.change_refused': noticeChange,
	'order.change_withdrawn': noticeChange,
	'order.change_expired': noticeChange,
	'delivery.released': tellRepOfCard,
	'payment.declined': tellRepOfCard,
	'payment.disputed': tellRepOfCard,
	'payment.dispute_closed': tellRepOfCard,
	'certificate.uploaded': noticeCertificate,
	'price.requested': askRepForPrice,
	'standing_order.held': tellRepOfHeldRun,
	'quote.requested': noticeOwner,
	'quote.countered': noticeOwner,
	'quote.accepted': noticeOwner,
	'quote.declined': noticeOwner,
	'quote.withdrawn': noticeOwner,
	'quote.expired': noticeOwner,
}

const format = { money, quantity, decimal: decimalText, place: placeName, day: (isoDay: string, locale: string) => day(isoDay, locale, 'long') }

/** The timers of the house, by queue name (app/decisions/0150). */
export const jobs: Record<string, Job> = {
	// In the morning of the Americas, before anybody sits down at the desk.
	'expiring-certificates': {
		cron: '0 9 * * *',
		run: async ({ db, clock, log }) => log.info({ tasks: await noticeExpiring(db, clock()) }, 'Exemption certificates that expire were looked for'),
	},
	// A day ends in every zone at another hour; a mail of nine past nine must know of what fell due at midnight.
	'overdue-invoices': {
		cron: '5 * * * *',
		atStart: true,
		run: async ({ db, clock, log }) => {
			log.info({ invoices: await all(() => noticeOverdue(db, clock())) }, 'Invoices past their day were told of')
			log.info({ accounts: await judgeOverdue(db, clock()) }, 'Accounts were watched, held or let go for what is overdue')
		},
	},
	'credit-limits': {
		cron: '*/5 * * * *',
		run: async ({ db, clock, log }) => {
			const accounts = await noticeNearLimits(db, clock())
			if (accounts > 0) log.info({ accounts }, 'Accounts with little credit left were told of')
		},
	},
	'refused-shares': {
		cron: '*/5 * * * *',
		run: async ({ db, clock, log }) => {
			const connections = await watchShares(db, clock())
			if (connections > 0) log.info({ connections }, 'Connections refuse more than an administrator allowed')
		},
	},
	// Before anybody sits down at a desk in the Americas.
	'silent-buyers': {
		cron: '20 9 * * *',
		run: async ({ db, clock, log }) => log.info({ buyers: await all(() => noticeDormant(db, clock())) }, 'Buyers who stay away were told of'),
	},
	reorders: {
		cron: '30 9 * * *',
		run: async ({ db, clock, log }) => {
			let told = 0
			for (let next: number | null = 0; next !== null; ) {
				const page: { next: number | null; told: number } = await noticeReorders(db, next, clock())
				told += page.told
				next = page.next
			}
			log.info({ accounts: told }, 'Accounts that usually order by now were told of')
		},
	},
	'vain-searches': {
		cron: '40 9 * * *',
		run: async ({ db, clock, log }) => log.info({ reps: await digestSearches(db, clock()) }, 'Reps were told what was searched for in vain'),
	},
	// A seller that came in by import or seed has its two own sides joined by the next start, at the latest by the next hour.
	'house-connections': {
		cron: '40 * * * *',
		atStart: true,
		run: async ({ db, clock, log }) => log.info({ joined: await openHouseConnections(db, clock()) }, 'Sellers had their two own sides joined'),
	},
	// At the start too: this month's lines shall stand in this month's part.
	'sync-journal': {
		cron: '10 4 * * *',
		atStart: true,
		run: async ({ db, clock, log }) => log.info({ lines: await forgetDecisions(db, clock()) }, 'Old lines of the sync journal were forgotten'),
	},
	// Everything is compared with everything while nobody works; the batches make way for whoever does.
	'sync-comparison': {
		cron: '30 1 * * *',
		run: async ({ db, clock, log }) => log.info({ begun: await startComparisons(db, clock()) }, 'Comparisons of both sides were begun'),
	},
	// A day after a machine's write nobody repeats it any more.
	'api-calls': {
		cron: '20 * * * *',
		run: async ({ db, clock, log }) => log.info({ calls: await forgetCalls(db, clock()) }, 'Old keys of repeated calls were forgotten'),
	},
	// Before the day's first order, so that it meets the terms that were earned.
	'onboarding-ladder': {
		cron: '30 3 * * *',
		run: async ({ db, clock, log }) => log.info({ accounts: await climbLadders(db, clock()) }, 'Accounts climbed the onboarding ladder'),
	},
	// Who fell quiet, or did something in the last days: nothing happens to them when the days pass.
	'people-and-time': {
		cron: '40 2 * * *',
		run: async ({ db, clock, log }) => log.info({ works: await lookAnew(db, clock()) }, 'Segments and rules that ask for days are looked at anew'),
	},
	'recycled-leads': {
		cron: '10 2 * * *',
		run: async ({ db, clock, log }) => log.info({ people: await decayRecycled(db, clock()) }, 'Scores of leads that were handed back fell'),
	},
	// A day ends in every zone at another hour; what was done in its last minutes has been counted by then.
	'daily-engagement': {
		cron: '15 * * * *',
		atStart: true,
		run: async ({ db, clock, log }) => log.info({ entries: await tellEngagement(db, clock()) }, 'Sales was told what people did on the days that ended'),
	},
	// Whom an account resembles moves slowly; at three in the morning nobody waits for the database.
	'similar-accounts': {
		cron: '0 3 * * *',
		atStart: true,
		run: async ({ db, clock, log }) => log.info({ pairs: await computeSimilarAccounts(db, clock()) }, 'Accounts alike were found anew'),
	},
}

/** Calls `round` until it finds nothing more; answers how much it did. */
async function all(round: () => Promise<number>): Promise<number> {
	let done = 0
	for (let found = await round(); found > 0; found = await round()) done += found
	return done
}

/** The loops of the worker: each answers how much it did, and is called again at once while that is above 0. */
export function loopsOf(workshop: Workshop): Record<string, () => Promise<number>> {
	const { db, connectors, clock } = workshop
	const drains = Object.entries<Destination>(destinationsOf(workshop)).map(([name, destination]) => [name, () => drain(workshop, name, destination)] as const)
	const cards = {
		...{ 'stripe notices': settleStripeNotices, 'card releases': releaseOrphans, 'later cards': authoriseDue, 'left payments': settleLeftPayments },
		'removed cards': forgetCards,
	}
	const rounds = Object.entries(cards).map(([name, round]) => [name, () => round(db, connectors.payment, clock())] as const)
	return {
		...Object.fromEntries([...drains, ...rounds]),
		'quiet carts': () => noticeQuietCarts(db, clock()),
		'product changes': () => workProductChange(db, clock()),
		'quotes that end': () => expireQuotes(db, clock()),
		'price drafts': () => compareDrafts(db, clock()),
		simulations: () => advanceSimulations(db, clock()),
		'standing orders': () => runStandingOrders(db, { tax: connectors.tax, at: clock() }),
		approvals: () => expireApprovals(db, clock()),
		'changes that end': () => expireChanges(db, clock()),
		deputies: () => tellDeputies(db, clock()),
		'people who changed': () => workTouched(db, clock()),
		'works of marketing': () => advanceRuns(db, clock()),
		programmes: () => advanceEnrolments(db, clock()),
		'scheduled sends': () => releaseScheduled(db, clock()),
		...syncLoops(workshop),
		members: async () => (await agreeMembers(db, clock())).looked,
		'lists of the sync': () => workLists({ db, clock, random: Math.random, outside: connectors.sides }),
		imports: () => advanceImports({ db, files: connectors.files, at: clock() }),
	}
}

/**
 * Whoever edits a record waits for none of the others: each has a loop of its own. One alone takes marks: two that are called by
 * the same mark would take them from each other, and who took none lies down before the jobs are there.
 */
function syncLoops({ db, connectors, clock, log }: Workshop): Record<string, () => Promise<number>> {
	const broke: SyncWork['broke'] = ({ id }, error) => log.error({ err: error, connection: id }, 'A round of a connection broke')
	const work = { db, clock, random: Math.random, outside: connectors.sides, watchedAt: new Map<number, number>(), broke }
	return {
		sync: async () => (await drainMarks(db, clock())) + (await workSync(work, 'urgent')),
		'sync outside': async () => (await settleNotices(db, clock())) + (await workSync(work, 'outside')),
		'sync behind': () => workSync(work, 'behind'),
		'sync bulk': () => workSync(work, 'bulk'),
	}
}

async function drain({ db, clock, log }: Workshop, name: string, destination: Destination): Promise<number> {
	const drained = await drainOutbox(db, { destination: name, clock, random: Math.random, ...destination })
	for (const failure of drained.failures)
		log.warn({ destination: name, ...failure }, failure.parked ? 'A delivery is parked' : 'A delivery failed and will be tried again')
	return drained.delivered
}
