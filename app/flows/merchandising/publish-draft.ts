import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPriceBook } from '../../../db/queries/price-book.ts'
import { lockDraft } from '../../../db/queries/price-draft.ts'
import { type PublishedCounts, publishDraftRows } from '../../../db/queries/price-version.ts'
import { countBookReach } from '../../../db/queries/rule-reach.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type DraftAct = { bookId: number; draftId: number; at: Date; requestId: string }

/** `knowsWarnings`: told before that the book reaches nobody. */
export type PublishDraft = DraftAct & { knowsWarnings?: boolean }

/**
 * Makes a compared draft the next version of its book: four statements for any number of prices, seen by the shop with its
 * next one. Refuses DRAFT_NOT_READY, DRAFT_STALE (the book has changed since: it must be compared again) and
 * DRAFT_BEGINS_PAST, and once RULE_REACHES_NOBODY of a published book that no account can buy by. Null: no such draft of this seller.
 */
export async function publishDraft(
	db: Db,
	staff: StaffMember,
	{ bookId, draftId, knowsWarnings, at, requestId }: PublishDraft,
): Promise<Result<PublishedCounts> | null> {
	return withTransaction(db, async (tx): Promise<Result<PublishedCounts> | null> => {
		const book = await lockPriceBook(tx, { sellerEntityId: staff.seller.id, bookId })
		const draft = book && (await lockDraft(tx, { bookId, draftId }))
		if (!book || !draft) return null
		if (draft.state !== 'ready') return refused(refusal('DRAFT_NOT_READY', { state: draft.state }))
		if (draft.baseVersion !== book.version) return refused(refusal('DRAFT_STALE', { baseVersion: draft.baseVersion, version: book.version }))
		if (draft.beginsAt && draft.beginsAt <= at) return refused(refusal('DRAFT_BEGINS_PAST'))
		if (book.status === 'published' && !knowsWarnings && (await countBookReach(tx, { sellerEntityId: staff.seller.id, bookId })) === 0)
			return refused(refusal('RULE_REACHES_NOBODY'))
		const counts = await publishDraftRows(tx, { bookId, userId: staff.userId, at }, draft)
		const after = { draftId, sourceName: draft.sourceName, beginsAt: draft.beginsAt, ...counts }
		await insertAudit(tx, [
			{ userId: staff.userId, action: 'prices.published', subject: `price_book:${bookId}`, before: { version: book.version }, after, requestId, at },
		])
		return { ok: true, ...counts }
	})
}
