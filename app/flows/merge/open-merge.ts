import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockPairs } from '../../../db/queries/merge.ts'
import { type MergeObject, mergeTables } from '../../../db/queries/merge-parts.ts'
import { countParts } from '../../../db/queries/merge-room.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { type MergedField, mergeFields } from '../../engine/sync/merge.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { refuseMerge, valuesOf } from './save-merge.ts'

export type MergePage = {
	object: MergeObject
	winner: { id: number; name: string; optedOut: boolean; score: number | null }
	loser: { id: number; name: string; optedOut: boolean; score: number | null }
	fields: MergedField[]
	/** What hangs on the loser and goes along. */
	parts: { part: string; count: number }[]
	refusals: Refusal[]
}

/** What a merge would do, before it is done: whose value stays in each field, and what goes along. Null: not both are this seller's. */
export async function openMerge(
	db: Db,
	staff: StaffMember,
	{ object, winnerId, loserId }: { object: MergeObject; winnerId: number; loserId: number },
): Promise<MergePage | null> {
	return await withTransaction(db, async (tx) => {
		const [pair] = await lockPairs(tx, object, [{ winnerId, loserId }])
		if (!pair || pair.sellerEntityId !== staff.seller.id) return null
		const { fields, optedOut } = mergeTables[object]
		const head = (row: typeof pair.winner) => ({
			...{ id: row.id, name: [row['first_name'], row['last_name']].filter(Boolean).join(' ') || `#${row.id}` },
			...{ optedOut: row[optedOut] === true, score: typeof row['score'] === 'number' ? row['score'] : null },
		})
		return {
			...{ object, winner: head(pair.winner), loser: head(pair.loser), parts: await countParts(tx, object, loserId), refusals: refuseMerge(object, pair) },
			fields: mergeFields({ names: fields, winner: valuesOf(pair.winner), loser: valuesOf(pair.loser), chosen: {} }),
		}
	})
}
