import type { Db } from '../../../db/client.server.ts'
import { type DeputyRow, readDeputies } from '../../../db/queries/approval-deputy.ts'
import { type ApprovalCounts, type ApprovalFilter, countRequests, listRequests } from '../../../db/queries/approval-list.ts'
import { voicesOf } from '../../engine/approval/decide-answer.ts'
import { standInsOn } from '../../engine/approval/deputies.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Shopper } from '../../platform/actor.ts'
import { answererOf, answerersOf, type ShownRequest, shownOf } from './load-approval.ts'

export type ApprovalsFilter = ApprovalFilter & { after: { id: number; totalMinor: number } | null }

export type ApprovalsPage = {
	requests: ShownRequest[]
	nextAfter: string | null
	counts: ApprovalCounts
	/** What is shown: what was asked for, else what waits for who looks, if anything does. */
	show: ApprovalFilter['show']
	/** Those that stand in for her or she for them, today. */
	deputies: Pick<DeputyRow, 'id' | 'contactId' | 'deputyName' | 'awayName' | 'untilOn'>[]
}

const PAGE = 25

type Looked = { accountId: number; contactId: number; at: Date }

/** Who looks, in whose names she may answer, and today's deputies; one statement. Null for a guest and a machine. */
async function look(db: Db, shopper: Shopper, at: Date) {
	const { accountId } = shopper.account
	const who = answererOf(shopper)
	if (accountId === null || who === null) return null
	const today = dayIn(at, shopper.seller.timeZone)
	const { deputies, people } = await readDeputies(db, accountId, today)
	const standIns = standInsOn(today, deputies, answerersOf(people))
	const looked: Looked = { accountId, contactId: who.contactId, at }
	const own = deputies.filter(
		(one) => !one.isEnded && one.fromOn <= today && today <= one.untilOn && [one.contactId, one.deputyContactId].includes(who.contactId),
	)
	return { looked: { ...looked, voices: who.isHerself ? voicesOf(who, standIns) : [] }, standIns, own }
}

/** What a company asked, page by page; three statements. Null for a guest and a machine. */
export async function listApprovals(
	db: Db,
	shopper: Shopper,
	{ at, limit = PAGE, ...filter }: Omit<ApprovalsFilter, 'show'> & { show: ApprovalFilter['show'] | 'all'; at: Date; limit?: number },
): Promise<ApprovalsPage | null> {
	const found = await look(db, shopper, at)
	if (!found) return null
	const { looked, standIns, own } = found
	const counts = await countRequests(db, looked)
	const usual = counts.mine > 0 ? ('mine' as const) : null
	const show = filter.show === 'all' ? null : (filter.show ?? usual)
	const rows = await listRequests(db, { ...filter, ...looked, show, limit: limit + 1 })
	const page = rows.slice(0, limit)
	const last = rows.length > limit ? page.at(-1) : undefined
	return {
		...{ counts, show, nextAfter: last ? `${last.id}~${last.totalMinor}` : null },
		requests: page.map((request) => shownOf(request, shopper, standIns)),
		deputies: own.map(({ id, contactId, deputyName, awayName, untilOn }) => ({ id, contactId, deputyName, awayName, untilOn })),
	}
}

/**
 * Everything that the filters leave, as rows of an export: day asked, by whom, PO number, state, for whom it waits or who answered,
 * total, currency, day until which prices stand, order. Null for a guest and a machine.
 */
export async function exportApprovals(
	db: Db,
	shopper: Shopper,
	{ at, ...filter }: Omit<ApprovalsFilter, 'show' | 'after'> & { show: ApprovalFilter['show'] | 'all'; at: Date },
	anybody: string,
): Promise<string[][] | null> {
	const found = await look(db, shopper, at)
	if (!found) return null
	const show = filter.show === 'all' ? null : filter.show
	const rows = await listRequests(db, { ...filter, ...found.looked, show, after: null, limit: null })
	const { timeZone } = shopper.seller
	return rows.map((row) => {
		const { waitsFor } = shownOf(row, shopper, found.standIns)
		const answered = row.steps.flatMap(({ decidedByName, decidedForName }) =>
			decidedByName ? [decidedForName ? `${decidedByName} (${decidedForName})` : decidedByName] : [],
		)
		const who = row.state === 'waiting' ? waitsFor.map((name) => name ?? anybody) : answered
		return [
			...[dayIn(row.askedAt, timeZone), row.askedByName, row.poNumber ?? '', row.state, who.join('; ')],
			...[printMinor(row.totalMinor, row.currency), row.currency, dayIn(row.expiresAt, timeZone), row.orderNumber ?? ''],
		]
	})
}
