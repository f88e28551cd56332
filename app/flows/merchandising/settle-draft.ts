import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPriceBook } from '../../../db/queries/price-book.ts'
import { discardDraft, lockDraft, restartDraft } from '../../../db/queries/price-draft.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { DraftAct } from './publish-draft.ts'

/**
 * Gives a draft up, also while it is still being compared, or compares it again with the book as it stands. Refuses
 * DRAFT_NOT_READY for one that was published or given up. Null: no such draft of this seller.
 */
export async function settleDraft(
	db: Db,
	staff: StaffMember,
	{ bookId, draftId, act, at, requestId }: DraftAct & { act: 'discard' | 'compare' },
): Promise<Result<{ act: 'discard' | 'compare' }> | null> {
	return withTransaction(db, async (tx): Promise<Result<{ act: 'discard' | 'compare' }> | null> => {
		const book = await lockPriceBook(tx, { sellerEntityId: staff.seller.id, bookId })
		const draft = book && (await lockDraft(tx, { bookId, draftId }))
		if (!book || !draft) return null
		if (draft.state === 'published' || draft.state === 'discarded') return refused(refusal('DRAFT_NOT_READY', { state: draft.state }))
		if (act === 'discard') await discardDraft(tx, { draftId, at })
		else await restartDraft(tx, { draftId, baseVersion: book.version })
		const action = act === 'discard' ? 'prices.discarded' : 'prices.compared_again'
		await insertAudit(tx, [{ userId: staff.userId, action, subject: `price_book:${bookId}`, after: { draftId }, requestId, at }])
		return { ok: true, act }
	})
}
