import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { listScores, lockChangedScores, previewScores, type ScorePreview, type ScoreRow, type ScoreWish, saveScores } from '../../../db/queries/score-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

const lookBackDays = 30

/** What each activity is worth and what it gave in the last thirty days; one statement. */
export function openScores(db: Db, staff: StaffMember, at: Date): Promise<ScoreRow[]> {
	return listScores(db, staff.seller.id, { since: new Date(at.getTime() - lookBackDays * 86_400_000) })
}

/** How many people these scores would change; nothing is written. */
export function tryScores(db: Db, staff: StaffMember, wish: readonly ScoreWish[]): Promise<ScorePreview> {
	return previewScores(db, staff.seller.id, wish)
}

/**
 * Writes what activities are worth to this seller. Only what differs is written, and only its part of the ledger is looked at anew, in the
 * background: people whose score does not change are not touched, and so not synced (sync-core.md B14). How many activities changed.
 */
export async function changeScores(
	db: Db,
	staff: StaffMember,
	{ wish, requestId, at }: { wish: readonly ScoreWish[]; requestId: string; at: Date },
): Promise<{ changed: number }> {
	return await withTransaction(db, async (tx) => {
		const changed = await lockChangedScores(tx, staff.seller.id, wish)
		if (changed.length === 0) return { changed: 0 }
		await saveScores(tx, changed, { sellerId: staff.seller.id, userId: staff.userId, at })
		await insertAudit(
			tx,
			changed.map(({ activity, score, dailyMaximum, before }) => ({
				...{ userId: staff.userId, action: 'score.changed', subject: `ma_score_rule:${activity}`, before, after: { score, dailyMaximum }, requestId, at },
			})),
		)
		return { changed: changed.length }
	})
}
