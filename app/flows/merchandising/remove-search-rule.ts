import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { deleteRule, type RuleKind, type SearchRule } from '../../../db/queries/search-rules.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Takes a rule about searches away; answers what it said, so that it can be said again. Refuses RULE_GONE. */
export async function removeSearchRule(
	db: Db,
	staff: StaffMember,
	{ kind, id, locale, at, requestId }: { kind: RuleKind; id: number; locale: string; at: Date; requestId: string },
): Promise<Result<{ removed: SearchRule }>> {
	const sellerEntityId = staff.seller.id
	return withTransaction(db, async (tx): Promise<Result<{ removed: SearchRule }>> => {
		const removed = await deleteRule(tx, kind, { sellerEntityId, id, locale })
		if (!removed) return refused(refusal('RULE_GONE'))
		await insertAudit(tx, [{ userId: staff.userId, action: `search.${kind}.removed`, subject: `seller:${sellerEntityId}`, before: removed, requestId, at }])
		return { ok: true, removed }
	})
}
