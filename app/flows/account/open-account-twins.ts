import type { Db } from '../../../db/client.server.ts'
import { type AccountTwins, listAccountTwins } from '../../../db/queries/account-merge-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type TwinQuery = { text: string | null; after: string | null; limit: number }
/** The first of `members` is the one to stay. */
export type AccountTwinsPage = { groups: AccountTwins[]; next: string | null }

/** Accounts that may be one company, by what they have in common (sync-core.md A45). */
export async function openAccountTwins(db: Db, staff: StaffMember, query: TwinQuery): Promise<AccountTwinsPage> {
	const found = await listAccountTwins(db, { ...query, sellerEntityId: staff.seller.id, limit: query.limit + 1 })
	const groups = found.slice(0, query.limit)
	return { groups, next: found.length > query.limit ? (groups.at(-1)?.key ?? null) : null }
}
