import type { Db } from '../../../db/client.server.ts'
import { type Miss, type RuleKind, readCategoryCodes, readMisses, readRules, type SearchRule } from '../../../db/queries/search-rules.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type RulesAsked = { kind: RuleKind; search: string; ruleLocale: string | null; after: number | null; limit: number; locale: string }
export type RulePage = { rules: SearchRule[]; nextAfter: number | null; categories: { code: string; name: string }[] }

/** One page of the rules of a kind, newest first, and the categories that a boost may speak of. */
export async function listSearchRules(db: Db, staff: StaffMember, asked: RulesAsked): Promise<RulePage> {
	const { kind, ...filter } = asked
	const key = { sellerEntityId: staff.seller.id, locale: asked.locale }
	const [rows, categories] = await Promise.all([readRules(db, kind, { ...filter, ...key }), kind === 'boosts' ? readCategoryCodes(db, key) : []])
	const rules = rows.slice(0, asked.limit)
	return { rules, nextAfter: rows.length > asked.limit ? (rules.at(-1)?.id ?? null) : null, categories }
}

const WEEKS = 12
const DAY_MS = 86_400_000

/** What was looked for in vain in the last twelve weeks, most wanted first, at most `limit`. */
export async function listMisses(
	db: Db,
	staff: StaffMember,
	{ search, ruleLocale, limit, at }: { search: string; ruleLocale: string | null; limit: number; at: Date },
): Promise<Miss[]> {
	const since = dayIn(new Date(at.getTime() - WEEKS * 7 * DAY_MS), 'UTC')
	return readMisses(db, { sellerEntityId: staff.seller.id, search, ruleLocale, since, limit })
}
