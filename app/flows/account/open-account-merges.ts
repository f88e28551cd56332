import type { Db } from '../../../db/client.server.ts'
import { listMerges, type ShownMerge } from '../../../db/queries/merge-room.ts'
import { undoDays } from '../../engine/account/merge-accounts.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'

export type AccountMergesPage = { merges: (ShownMerge & { mayUndo: boolean })[]; next: number | null }

/** Accounts that became one, the newest first, and which can still be two again. */
export async function openAccountMerges(
	db: Db,
	staff: StaffMember,
	query: { text: string | null; after: number | null; limit: number },
	at: Date,
): Promise<AccountMergesPage> {
	const found = await listMerges(db, { ...query, object: 'account', sellerEntityId: staff.seller.id, limit: query.limit + 1 })
	const merges = found
		.slice(0, query.limit)
		.map((one) => ({ ...one, mayUndo: one.undoneAt === null && at.getTime() - one.at.getTime() <= undoDays * 86_400_000 }))
	return { merges, next: found.length > query.limit ? (merges.at(-1)?.id ?? null) : null }
}

/** All of them for a file, the newest first: one statement each `limit` merges. */
export const exportAccountMerges = (
	db: Db,
	staff: StaffMember,
	{ text, limit }: { text: string | null; limit: number },
): AsyncGenerator<readonly ShownMerge[]> =>
	everyById(limit, (after) => listMerges(db, { text, after, limit, object: 'account', sellerEntityId: staff.seller.id }))
