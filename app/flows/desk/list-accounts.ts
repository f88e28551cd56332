import type { Db } from '../../../db/client.server.ts'
import { type AccountFilter, type AccountRow, listDeskAccountIds, readDeskAccounts, readDeskAccountsById } from '../../../db/queries/desk-accounts.ts'
import { findAccounts } from '../../../db/queries/said.ts'
import type { Health } from '../../engine/crm/judge-health.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'
import { deskOf } from './read-desk.ts'
import { readHealth } from './read-health.ts'

export type ListedAccount = AccountRow & { health: Health }

const findSaid = async (db: Db, { seller }: StaffMember, search: string) =>
	search === '' ? null : await findAccounts(db, { sellerEntityId: seller.id, text: search })

/** One page of a desk's accounts, each with how it is doing and why. One statement, and one more where something is looked for. */
export async function listAccounts(db: Db, staff: StaffMember, filter: AccountFilter): Promise<{ accounts: ListedAccount[]; nextAfter: number | null }> {
	const rows = await readDeskAccounts(db, deskOf(staff), { ...filter, found: await findSaid(db, staff, filter.search) })
	const accounts = withHealth(staff, rows.slice(0, filter.limit), filter.at)
	return { accounts, nextAfter: rows.length > filter.limit ? (accounts.at(-1)?.id ?? null) : null }
}

const withHealth = (staff: StaffMember, rows: readonly AccountRow[], at: Date): ListedAccount[] =>
	rows.map((row) => ({ ...row, health: readHealth(row, at, staff.seller.timeZone) }))

/**
 * All accounts of a filter for a file, to the last, `limit` at a time. Their order is read once, in ids: whatever is bought or paid meanwhile, each is there once.
 * One statement, and one more each page.
 */
export async function exportAccounts(
	db: Db,
	staff: StaffMember,
	{ limit, ...filter }: Omit<AccountFilter, 'after'>,
): Promise<AsyncGenerator<readonly ListedAccount[]>> {
	const [desk, { at }] = [deskOf(staff), filter]
	const ids = await listDeskAccountIds(db, desk, { ...filter, found: await findSaid(db, staff, filter.search) })
	return everyPage(async (after: number | null) => {
		const upTo = (after ?? 0) + limit
		const rows = await readDeskAccountsById(db, desk, { ids: ids.slice(after ?? 0, upTo), at })
		return { rows: withHealth(staff, rows, at), next: upTo < ids.length ? upTo : null }
	})
}
