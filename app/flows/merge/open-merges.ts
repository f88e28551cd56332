import type { Db } from '../../../db/client.server.ts'
import type { MergeObject } from '../../../db/queries/merge-parts.ts'
import { listMerges, type ShownMerge } from '../../../db/queries/merge-room.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { undoDays } from './save-unmerge.ts'

export type MergeQuery = { object: MergeObject | null; text: string | null; after: number | null; limit: number }
export type MergesPage = { merges: (ShownMerge & { mayUndo: boolean })[]; next: number | null }

/** What was merged, the newest first, and what can still be taken back. */
export async function openMerges(db: Db, staff: StaffMember, query: MergeQuery, at: Date): Promise<MergesPage> {
	const found = await listMerges(db, { ...query, sellerEntityId: staff.seller.id, limit: query.limit + 1 })
	const merges = found.slice(0, query.limit).map((one) => ({
		...one,
		mayUndo: one.undoneAt === null && !one.isFollower && at.getTime() - one.at.getTime() <= undoDays * 86_400_000,
	}))
	return { merges, next: found.length > query.limit ? (merges.at(-1)?.id ?? null) : null }
}
