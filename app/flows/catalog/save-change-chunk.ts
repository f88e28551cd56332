import type { Tx } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { finishChange, lockChangeInHand, workChange } from '../../../db/queries/product-grid.ts'

/** Products in one transaction: some tenths of a second, so that nobody waits for a lock. */
export const CHUNK = 500

/**
 * The next chunk of a change that is in hand, or of its undoing: the products, their words and categories, the shop's lists
 * and search, and an audit entry for each. Answers how many rows it worked at; 0: nothing to do.
 */
export async function saveChangeChunk(tx: Tx, at: Date, changeId: number | null): Promise<number> {
	const change = await lockChangeInHand(tx, changeId)
	if (!change) return 0
	const rows = await workChange(tx, change, CHUNK, at)
	const done = rows.filter(({ isPassed }) => !isPassed)
	const productIds = done.map(({ id }) => id)
	if (done.length > 0) await refreshCatalog(tx, productIds)
	const action = change.state === 'undoing' ? 'product.undone' : 'product.changed'
	await insertAudit(
		tx,
		done.map(({ id, before, after }) => ({ userId: change.userId, action, subject: `product:${id}`, before, after, requestId: change.requestId, at })),
	)
	await finishChange(tx, change, at)
	return rows.length
}
