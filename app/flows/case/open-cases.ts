import type { Db } from '../../../db/client.server.ts'
import {
	type CaseDocument,
	type CaseFilter,
	type CaseListRow,
	type HelpOrder,
	listCases,
	readCase,
	readHelpOrder,
	type WhoseCase,
} from '../../../db/queries/case.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'
import { deskOf } from '../desk/read-desk.ts'

export type CasesPage = { cases: CaseListRow[]; next: string | null }

function pageOf(rows: readonly CaseListRow[], limit: number): CasesPage {
	const cases = rows.slice(0, limit)
	const last = cases.at(-1)
	return { cases, next: rows.length > limit && last ? `${last.key}~${last.id}` : null }
}

/** The cases of an account, what was said last first; one statement. Null: a guest. */
export async function openCases(db: Db, { account }: Shopper, filter: CaseFilter): Promise<CasesPage | null> {
	if (account.accountId === null) return null
	return pageOf(await listCases(db, { accountId: account.accountId }, { ...filter, limit: filter.limit + 1 }), filter.limit)
}

/** The cases of a desk; one statement. */
export async function openDeskCases(db: Db, staff: StaffMember, filter: CaseFilter): Promise<CasesPage> {
	return pageOf(await listCases(db, deskOf(staff), { ...filter, limit: filter.limit + 1 }), filter.limit)
}

type FileOfCases = AsyncGenerator<readonly CaseListRow[]>

/** By number, the newest first: what is answered meanwhile keeps its place. */
const everyCase = (db: Db, whose: WhoseCase, filter: Omit<CaseFilter, 'after'>): FileOfCases =>
	everyPage(async (after: CaseFilter['after']) => {
		const rows = await listCases(db, whose, { ...filter, byNumber: true, after })
		return { rows, next: (rows.length === filter.limit && rows.at(-1)) || null }
	})

/** The cases of an account for a file, to the last, `filter.limit` at a time. Null: a guest. */
export const exportCases = (db: Db, { account }: Shopper, filter: Omit<CaseFilter, 'after'>): FileOfCases | null =>
	account.accountId === null ? null : everyCase(db, { accountId: account.accountId }, filter)

/** The same of a desk. */
export const exportDeskCases = (db: Db, staff: StaffMember, filter: Omit<CaseFilter, 'after'>): FileOfCases => everyCase(db, deskOf(staff), filter)

/** One case for its buyer. Null: none of this account. */
export async function openCase(db: Db, { account }: Shopper, number: string): Promise<CaseDocument | null> {
	return account.accountId === null ? null : readCase(db, number, { accountId: account.accountId })
}

/** One case for whoever answers it. Null: none of this desk. */
export async function openDeskCase(db: Db, staff: StaffMember, number: string): Promise<CaseDocument | null> {
	return readCase(db, number, deskOf(staff))
}

/** What of an order help can be asked with. Null: no such order of this account. */
export async function openHelpForm(db: Db, { account }: Shopper, number: string): Promise<HelpOrder | null> {
	return account.accountId === null ? null : readHelpOrder(db, { accountId: account.accountId, number })
}
