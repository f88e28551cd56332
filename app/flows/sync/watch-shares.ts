import { type Db, withTransaction } from '../../../db/client.server.ts'
import { loadShares } from './load-share.ts'
import { askForShares, endShares } from './save-errors.ts'

/**
 * Tells an administrator of each connection that refuses more than it was allowed (sync-core.md B8), once, and ends the task of those that no longer do. On the
 * ramp the canary stops by itself (A21), so nobody is asked; of one that stands still nobody is asked anew, and who was asked already still is. Answers how
 * many that run stand above their share.
 */
export async function watchShares(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const shares = await loadShares(tx, at)
		const over = shares.filter(({ state, share }) => share.isOver && state === 'running')
		const settled = shares.filter(({ state, share }) => !share.isOver || state === 'canary')
		await askForShares(tx, over, at)
		await endShares(
			tx,
			settled.map(({ id }) => id),
			at,
		)
		return over.length
	})
}
