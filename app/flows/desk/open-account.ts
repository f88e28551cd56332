import type { Db } from '../../../db/client.server.ts'
import { type BudgetRow, listBudgets } from '../../../db/queries/company-budget-room.ts'
import { type AccountHangingOf, readAccountHanging } from '../../../db/queries/custom.ts'
import { type AccountFile, type AccountRow, readAccountFile, readDeskAccount, readTimeline, type TimelineRow } from '../../../db/queries/desk-accounts.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Health } from '../../engine/crm/judge-health.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from './read-desk.ts'
import { readHealth } from './read-health.ts'

const ENTRIES = 25

/** As many budgets as such a page shows; a company sees all of its own. */
const BUDGETS = 12

/** What hangs off it is named so far; a page of its own tells all. */
const HANGING = 5

export type OpenAccount = {
	account: AccountRow
	health: Health
	file: AccountFile
	timeline: TimelineRow[]
	budgets: BudgetRow[]
	hanging: AccountHangingOf[]
	olderBefore: number | null
	mayShopAs: boolean
}

/** Everything about one account of the desk; null when it is on another's. Five statements. */
export async function openAccount(
	db: Db,
	staff: StaffMember,
	{ accountId, before, locale, at }: { accountId: number; before: number | null; locale: string; at: Date },
): Promise<OpenAccount | null> {
	const account = await readDeskAccount(db, deskOf(staff), { accountId, at })
	if (!account) return null
	const day = dayIn(at, staff.seller.timeZone)
	const [file, rows, budgets, hanging] = await Promise.all([
		readAccountFile(db, accountId, locale),
		readTimeline(db, { accountId, before, limit: ENTRIES }),
		listBudgets(db, { accountId, day, text: null, scope: null, isEnded: false, after: null, limit: BUDGETS }),
		readAccountHanging(db, { accountId, sellerEntityId: staff.seller.id, most: HANGING }),
	])
	if (!file) return null
	const timeline = rows.slice(0, ENTRIES)
	const mayShopAs = staff.roles.includes('rep') || staff.roles.includes('administrator')
	return {
		account,
		health: readHealth(account, at, staff.seller.timeZone),
		file,
		timeline,
		budgets,
		hanging,
		olderBefore: rows.length > ENTRIES ? (timeline.at(-1)?.id ?? null) : null,
		mayShopAs,
	}
}
