import type { ApprovalRule } from '../../app/engine/approval/steps-to-take.ts'
import type { Sql, Tx } from '../client.server.ts'

export type RuleRow = ApprovalRule & { buyerName: string | null; approverName: string | null; categoryName: string | null; endedAt: string | null }

export type RulesPage = {
	rules: RuleRow[]
	people: { id: number; name: string; role: string; signsIn: boolean }[]
	categories: { id: number; name: string }[]
	/** Those of its deliveries so far. */
	costCentres: string[]
}

/** The rules of a company, and what a rule may name, of the categories those in which it sees anything; one statement. */
export async function readRules(
	sql: Sql,
	question: { accountId: number; sellerEntityId: number; policyIds: readonly number[]; locale: string },
): Promise<RulesPage> {
	const { accountId, sellerEntityId, locale } = question
	const policies = sql.array([...question.policyIds], 23)
	const isSeen = sql`exists (select 1 from category_listing l where l.category_id = c.id and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[])`
	const [row] = await sql<RulesPage[]>`
		select
			coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name, 'step', r.step, 'currency', r.currency, 'atLeastMinor', r.at_least_minor, 'contactId', r.contact_id, 'costCentre', r.cost_centre,
				'categoryId', r.category_id, 'approverContactId', r.approver_contact_id, 'beyondBudget', r.beyond_budget, 'endedAt', r.ended_at, 'buyerName', concat_ws(' ', b.first_name, b.last_name), 'approverName', concat_ws(' ', a.first_name, a.last_name),
				'categoryName', coalesce(t.name, e.name, c.code)) order by r.ended_at is not null, r.step, r.id)
				from approval_rule r left join contact b on b.account_id = r.account_id and b.id = r.contact_id left join contact a on a.account_id = r.account_id and a.id = r.approver_contact_id
					left join category c on c.id = r.category_id and ${isSeen} left join category_text t on t.category_id = c.id and t.locale = ${locale} left join category_text e on e.category_id = c.id and e.locale = 'en'
				where r.account_id = ${accountId} and (r.ended_at is null or r.id in (select x.id from approval_rule x where x.account_id = ${accountId} and x.ended_at is not null order by x.ended_at desc limit 10))), '[]') as rules,
			coalesce((select json_agg(json_build_object('id', k.id, 'name', concat_ws(' ', k.first_name, k.last_name), 'role', k.role,
				'signsIn', exists (select 1 from login g where g.account_id = k.account_id and g.contact_id = k.id and g.is_active)) order by k.last_name, k.id)
				from contact k where k.account_id = ${accountId} and k.is_active), '[]') as people,
			coalesce((select json_agg(json_build_object('id', c.id, 'name', coalesce(t.name, e.name, c.code)) order by coalesce(t.name, e.name, c.code))
				from category c left join category_text t on t.category_id = c.id and t.locale = ${locale} left join category_text e on e.category_id = c.id and e.locale = 'en' where c.seller_entity_id = ${sellerEntityId} and ${isSeen}), '[]') as categories,
			coalesce((select json_agg(x.cost_centre order by x.cost_centre) from (select distinct g.cost_centre from delivery_group g where g.account_id = ${accountId} and btrim(g.cost_centre) <> '' limit 50) x), '[]') as cost_centres`
	return row ?? { rules: [], people: [], categories: [], costCentres: [] }
}

export type RuleValues = Omit<ApprovalRule, 'id'>

/** Writes a rule; with an id over the one that stands. Null: there is no such rule, or it has ended. */
export async function writeRule(tx: Tx, key: { accountId: number; ruleId: number | null }, rule: RuleValues, at: Date): Promise<{ id: number } | null> {
	const { name, step, currency, atLeastMinor, contactId, costCentre, categoryId, approverContactId, beyondBudget } = rule
	const [row] =
		key.ruleId === null
			? await tx<{ id: number }[]>`
				insert into approval_rule (account_id, name, step, currency, at_least_minor, contact_id, cost_centre, category_id, approver_contact_id, beyond_budget, created_at)
				values (${key.accountId}, ${name}, ${step}, ${currency}, ${atLeastMinor}, ${contactId}, ${costCentre}, ${categoryId}, ${approverContactId}, ${beyondBudget}, ${at}) returning id`
			: await tx<{ id: number }[]>`
				update approval_rule set name = ${name}, step = ${step}, currency = ${currency}, at_least_minor = ${atLeastMinor}, contact_id = ${contactId}, cost_centre = ${costCentre}, category_id = ${categoryId},
					approver_contact_id = ${approverContactId}, beyond_budget = ${beyondBudget} where account_id = ${key.accountId} and id = ${key.ruleId} and ended_at is null returning id`
	return row ?? null
}

/** Ends a rule, or takes its end back. False: there is no such rule. */
export async function markRule(tx: Tx, key: { accountId: number; ruleId: number }, endedAt: Date | null): Promise<boolean> {
	const rows = await tx`update approval_rule set ended_at = ${endedAt} where account_id = ${key.accountId} and id = ${key.ruleId} returning 1`
	return rows.length > 0
}
