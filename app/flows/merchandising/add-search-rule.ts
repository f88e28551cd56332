import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { countRules, hasBoostTarget, insertRule, type RuleKind } from '../../../db/queries/search-rules.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { readSearchRule, type TypedRule } from './read-search-rule.ts'

/** Each search reads the rules of its seller and language: so many cost it less than a millisecond. */
const MOST_RULES = 2000

export type AddedRule = { id: number; term: string }

/**
 * Says something about a search: the next one heeds it. Refuses what is no rule, one that stands already, a product or
 * category that the seller has not, and more rules than a search can read.
 */
export async function addSearchRule(
	db: Db,
	staff: StaffMember,
	{ kind, typed, at, requestId }: { kind: RuleKind; typed: TypedRule; at: Date; requestId: string },
): Promise<Result<AddedRule>> {
	const read = readSearchRule(kind, typed)
	if (!read.ok) return read
	const { rule } = read
	const sellerEntityId = staff.seller.id
	return withTransaction(db, async (tx): Promise<Result<AddedRule>> => {
		if ((await countRules(tx, kind, sellerEntityId)) >= MOST_RULES) return refused(refusal('RULES_TOO_MANY', { most: MOST_RULES }))
		if (kind === 'boosts' && !(await hasBoostTarget(tx, sellerEntityId, rule)))
			return refused(refusal('BOOST_TARGET_UNKNOWN', { given: rule.sku ?? rule.category ?? '' }))
		const id = await insertRule(tx, kind, sellerEntityId, rule)
		if (id === null) return refused(refusal('RULE_EXISTS', { term: rule.term }))
		await insertAudit(tx, [
			{ userId: staff.userId, action: `search.${kind}.added`, subject: `seller:${sellerEntityId}`, after: { id, ...rule }, requestId, at },
		])
		return { ok: true, id, term: rule.term }
	})
}
