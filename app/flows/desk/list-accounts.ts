import type { Db } from '../../../db/client.server.ts'
import { type AccountFilter, type AccountRow, readDeskAccounts } from '../../../db/queries/desk-accounts.ts'
import type { Health } from '../../engine/crm/judge-health.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from './read-desk.ts'
import { readHealth } from './read-health.ts'

export type ListedAccount = AccountRow & { health: Health }

/** One page of a desk's accounts, each with how it is doing and why. One statement. */
export async function listAccounts(db: Db, staff: StaffMember, filter: AccountFilter): Promise<{ accounts: ListedAccount[]; nextAfter: number | null }> {
	const rows = await readDeskAccounts(db, deskOf(staff), filter)
	const shown = rows.slice(0, filter.limit)
	const accounts = shown.map((row) => ({ ...row, health: readHealth(row, filter.at, staff.seller.timeZone) }))
	return { accounts, nextAfter: rows.length > filter.limit ? (shown.at(-1)?.id ?? null) : null }
}
