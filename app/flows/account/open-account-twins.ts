import type { Db } from '../../../db/client.server.ts'
import { type AccountTwins, listAccountTwins } from '../../../db/queries/account-merge-room.ts'
import { listProposals, type ShownProposal } from '../../../db/queries/merge-room.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'

export type TwinQuery = { text: string | null; after: string | null; limit: number }
/** The first of `members` is the one to stay. */
export type AccountTwinsPage = { groups: AccountTwins[]; proposals: ShownProposal[]; next: string | null }

const MOST_PROPOSALS = 50

/** Accounts that may be one company, by what they have in common (sync-core.md A45), and what another system merged already (B11). */
export async function openAccountTwins(db: Db, staff: StaffMember, query: TwinQuery): Promise<AccountTwinsPage> {
	const sellerEntityId = staff.seller.id
	const [found, proposals] = await Promise.all([
		listAccountTwins(db, { ...query, sellerEntityId, limit: query.limit + 1 }),
		query.after === null ? listProposals(db, sellerEntityId, { accounts: true, limit: MOST_PROPOSALS }) : [],
	])
	const groups = found.slice(0, query.limit)
	return { groups, proposals, next: found.length > query.limit ? (groups.at(-1)?.key ?? null) : null }
}

/** All of them for a file, however many: one statement each `limit` groups. */
export const exportAccountTwins = (db: Db, staff: StaffMember, { text, limit }: Omit<TwinQuery, 'after'>): AsyncGenerator<readonly AccountTwins[]> =>
	everyPage(async (after: string | null) => {
		const rows = await listAccountTwins(db, { text, after, sellerEntityId: staff.seller.id, limit })
		return { rows, next: (rows.length === limit && rows.at(-1)?.key) || null }
	})
