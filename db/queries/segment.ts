import type postgres from 'postgres'
import type { ObjectField } from '../../app/engine/marketing/object-field.ts'
import type { CustomField, PlannedQuestion, SegmentFacts, SegmentPlan } from '../../app/engine/marketing/segment.ts'
import type { Sql } from '../client.server.ts'
import { predicateSql } from './predicate.ts'

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** Which people are asked about: the narrower, the less of their past is read. */
export type People = { prospectIds?: readonly number[] | undefined; after?: number | undefined; upTo?: number | undefined }
export type SegmentScope = People & { sellerEntityId: number }

/** The people at hand with what a predicate asks of each in one value. Joins that it does not need, the planner leaves out. */
export const prospectRows = (sql: Sql) => sql`
	ma_prospect p left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id left join crm_lead l on l.id = p.lead_id`

export function isInScope(sql: Sql, { sellerEntityId, prospectIds, after, upTo }: SegmentScope): Fragment {
	return sql`p.seller_entity_id = ${sellerEntityId} and p.merged_into_id is null and ${within(sql, sql`p.id`, { prospectIds, after, upTo })}`
}

export function within(sql: Sql, column: Fragment, { prospectIds, after, upTo }: People): Fragment {
	if (prospectIds) return sql`${column} = any(${sql.array([...prospectIds], 20)}::bigint[])`
	if (after === undefined) return sql`true`
	return upTo === undefined ? sql`${column} > ${after}` : sql`${column} > ${after} and ${column} <= ${upTo}`
}

/** A predicate about people as a condition on `prospectRows`: says what `holds` says of `segmentValues` (test/db/segment-law.test.ts). */
export function segmentSql(sql: Sql, plan: SegmentPlan, scope: People, at: Date): Fragment {
	if ('not' in plan) return sql`(not ${segmentSql(sql, plan.not, scope, at)})`
	if ('ask' in plan) {
		if (plan.shape === 'count') return counted(sql, plan, scope, at)
		const { own } = plan
		const column = () => (own ? customColumn(sql, sql`p.custom`, own) : known(columns(sql, at), plan))
		return plan.shape === 'set' ? ofSet(sql, plan, scope) : predicateSql(sql, plan.ask, () => ({ sql: column(), kind: plan.kind }))
	}
	const isAll = 'all' in plan
	const parts = (isAll ? plan.all : plan.any).map((part) => segmentSql(sql, part, scope, at))
	if (parts.length === 0) return isAll ? sql`true` : sql`false`
	return sql`(${parts.reduce((left, right) => (isAll ? sql`${left} and ${right}` : sql`${left} or ${right}`))})`
}

function known(found: Readonly<Record<string, Fragment>>, { ask }: PlannedQuestion): Fragment {
	const fragment = found[ask.field]
	if (!fragment) throw new Error(`${ask.field} is no field of a person`)
	return fragment
}

/** A field of the house's own in `custom`; what is not of its type is blank, and breaks no question. */
function customColumn(sql: Sql, custom: Fragment, { name, kind }: CustomField): Fragment {
	const [text, json] = [sql`(${custom} ->> ${name}::text)`, sql`(${custom} -> ${name}::text)`]
	if (kind === 'choices') return sql`(case when jsonb_typeof${json} = 'array' then array(select jsonb_array_elements_text${json}) end)`
	if (kind === 'boolean') return sql`(case when jsonb_typeof${json} = 'boolean' then ${text}::boolean end)`
	const isText = sql`jsonb_typeof${json} = 'string'`
	if (kind === 'number') return sql`(case when ${isText} and ${text} ~ '^-?[0-9]+([.][0-9]+)?$' then ${text}::numeric end)`
	if (kind === 'day') return sql`(case when ${isText} and ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then ${text}::date end)`
	return sql`(case when ${isText} then ${text} end)`
}

const columns = (sql: Sql, at: Date): Readonly<Record<string, Fragment>> => ({
	email: sql`p.email`,
	firstName: sql`p.first_name`,
	lastName: sql`p.last_name`,
	company: sql`p.company`,
	title: sql`p.title`,
	phone: sql`p.phone`,
	locale: sql`p.locale`,
	grade: sql`p.grade`,
	score: sql`p.score`,
	recycled: sql`p.recycled`,
	sourceCampaign: sql`p.source_campaign_id`,
	optedOut: sql`p.opted_out`,
	createdAt: sql`p.created_at`,
	quietDays: sql`floor(extract(epoch from ${at}::timestamptz - date_trunc('milliseconds', p.last_activity_at)) / 86400)`,
	isBuyer: sql`(p.contact_id is not null)`,
	isLead: sql`(p.lead_id is not null)`,
	isAssigned: sql`(p.assigned_at is not null)`,
	leadStatus: sql`coalesce(l.status, p.lead_status)`,
	rating: sql`coalesce(l.rating, p.rating)`,
	city: sql`p.city`,
	region: sql`p.region`,
	postalCode: sql`p.postal_code`,
	country: sql`p.country`,
	accountName: sql`a.name`,
	accountIndustry: sql`a.industry`,
	accountStanding: sql`a.standing`,
})

/** Each person's several values, one row each: `prospect_id`, `value`. */
const sets = (sql: Sql, inRange: (column: Fragment) => Fragment): Readonly<Record<string, Fragment>> => {
	const bought = (value: Fragment) => sql`
		select q.id as prospect_id, ${value} as value from ma_prospect q join contact k on k.id = q.contact_id
			join sales_order o on o.account_id = k.account_id and o.stage in ('placed', 'changing', 'closed')
			join order_line n on n.account_id = o.account_id and n.order_id = o.id join product g on g.id = n.product_id where ${inRange(sql`q.id`)}`
	const mirrored = (value: Fragment) => sql`select w.prospect_id, ${value} as value from ma_opportunity w where ${inRange(sql`w.prospect_id`)}`
	// Of what was deleted only that it was can be asked.
	const opportunity = (value: Fragment) => sql`${mirrored(value)} and not w.is_deleted`
	const member = (condition: Fragment) => sql`
		select q.id as prospect_id, m.campaign_id as value from ma_prospect q join crm_campaign_member m on m.contact_id = q.contact_id or m.lead_id = q.lead_id
			join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status where ${inRange(sql`q.id`)} and ${condition}`
	return {
		tag: sql`select m.prospect_id, t.name as value from ma_prospect_tag m join ma_tag t on t.id = m.tag_id where ${inRange(sql`m.prospect_id`)}`,
		list: sql`select m.prospect_id, m.list_id as value from ma_list_member m where ${inRange(sql`m.prospect_id`)}`,
		accountGroup: sql`
			select q.id as prospect_id, g.name as value from ma_prospect q join contact k on k.id = q.contact_id
				join buyer_group_member m on m.account_id = k.account_id join buyer_group g on g.id = m.buyer_group_id where ${inRange(sql`q.id`)}`,
		owns: bought(sql`g.sku`),
		ownsClass: bought(sql`g.product_class`),
		campaign: member(sql`true`),
		campaignAnswered: member(sql`s.has_responded`),
		opportunityState: mirrored(sql`case when w.is_deleted then 'deleted' when w.is_won then 'won' when w.is_lost then 'lost' else 'open' end`),
		opportunityType: opportunity(sql`w.type`),
		opportunityProbability: opportunity(sql`w.probability`),
		opportunityStage: opportunity(sql`w.stage`),
		opportunityAmount: opportunity(sql`w.amount_minor / 100.0`),
		opportunityCloseOn: opportunity(sql`w.close_on`),
		opportunityCreatedOn: opportunity(sql`(w.created_at at time zone 'UTC')::date`),
	}
}

/** Several values: those people of whom one of them answers, found once for all people instead of once for each. */
function ofSet(sql: Sql, plan: PlannedQuestion, scope: People): Fragment {
	const { ask, kind } = plan
	const source = plan.rows
		? said(sql, plan.rows, scope)
		: known(
				sets(sql, (ids) => within(sql, ids, scope)),
				plan,
			)
	const whose = (asked: PlannedQuestion['ask']) =>
		sql`p.id in (select v.prospect_id from (${source}) v where ${predicateSql(sql, asked, () => ({ sql: sql`v.value`, kind }))})`
	if (ask.op === 'blank') return sql`(not ${whose({ ...ask, op: 'not_blank' })})`
	return ask.op === 'ne' ? sql`(not ${whose({ ...ask, op: 'eq' })})` : sql`(${whose(ask)})`
}

/** What hangs off people: those of a name where one is asked for. */
function hanging(sql: Sql, { object, named }: ObjectField, scope: People): Fragment {
	const isNamed = named === null ? sql`true` : predicateSql(sql, { field: 'name', op: 'eq', value: named }, () => ({ sql: sql`w.name`, kind: 'text' }))
	return sql`w.object = ${object} and ${isNamed} and ${within(sql, sql`w.prospect_id`, scope)}`
}

/** What it says in a field, one row for each word: `prospect_id`, `value`. */
function said(sql: Sql, rows: ObjectField, scope: People): Fragment {
	const { field, kind } = rows
	const mine = hanging(sql, rows, scope)
	if (field === 'name' || field === null) return sql`select w.prospect_id, w.name as value from ma_custom_row w where ${mine}`
	const value = customColumn(sql, sql`w.custom`, { name: field, kind })
	if (kind === 'choices') return sql`select w.prospect_id, x.value from ma_custom_row w cross join lateral unnest(${value}) as x (value) where ${mine}`
	return sql`select w.prospect_id, ${kind === 'boolean' ? sql`${value}::text` : value} as value from ma_custom_row w where ${mine}`
}

/** How often: whoever never did it, or has none, is in no group, so those are told apart by what the question says of nought. */
function counted(sql: Sql, { ask, rows, count, isOfNought }: PlannedQuestion, scope: People, at: Date): Fragment {
	const since = count?.days ? new Date(at.getTime() - count.days * 86_400_000) : null
	const asked = predicateSql(sql, ask, () => ({ sql: sql`count(*)`, kind: 'number' }))
	const source = rows
		? sql`ma_custom_row w where ${hanging(sql, rows, scope)}`
		: sql`ma_activity w where w.kind = ${count?.activity ?? ''} and w.prospect_id is not null and ${within(sql, sql`w.prospect_id`, scope)}
			and (${since}::timestamptz is null or date_trunc('milliseconds', w.occurred_at) > ${since})`
	const whose = (condition: Fragment) => sql`p.id in (select w.prospect_id from ${source} group by w.prospect_id having ${condition})`
	return isOfNought ? sql`(not ${whose(sql`not ${asked}`)})` : sql`(${whose(asked)})`
}

/** People of whom a predicate holds, in order of their id. */
export async function findProspects(
	sql: Sql,
	{ plan, scope, at, limit = null }: { plan: SegmentPlan; scope: SegmentScope; at: Date; limit?: number | null },
): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select p.id from ${prospectRows(sql)} where ${isInScope(sql, scope)} and ${segmentSql(sql, plan, scope, at)} order by p.id limit ${limit}`
	return rows.map(({ id }) => id)
}

export async function countProspects(sql: Sql, { plan, scope, at }: { plan: SegmentPlan; scope: SegmentScope; at: Date }): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(*) as count from ${prospectRows(sql)} where ${isInScope(sql, scope)} and ${segmentSql(sql, plan, scope, at)}`
	return row?.count ?? 0
}

/** What is known of people, for a question that is asked here instead of there; one statement. */
export async function loadSegmentFacts(sql: Sql, prospectIds: readonly number[], at: Date): Promise<Map<number, SegmentFacts>> {
	const scope = { prospectIds }
	const sources = sets(sql, (ids) => within(sql, ids, scope))
	const several = Object.entries(sources).map(([name, source]) => sql`select ${name} as name, v.prospect_id, v.value::text as value from (${source}) v`)
	const singles = Object.entries(columns(sql, at)).filter(([name]) => name !== 'quietDays')
	const pairs = singles.map(
		([name, value]) => sql`${name}::text, ${name === 'createdAt' ? sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : value}`,
	)
	const found = await sql<
		{
			id: number
			singles: SegmentFacts['values']
			several: Record<string, string[]>
			custom: SegmentFacts['custom']
			lastActivityAt: Date | null
			activities: { kind: string; at: number }[]
			rows: SegmentFacts['rows']
		}[]
	>`
		select p.id, p.custom, p.last_activity_at, jsonb_build_object(${pairs.reduce((left, right) => sql`${left}, ${right}`)}) as singles,
			coalesce((select jsonb_object_agg(x.name, x.found) from (
				select s.name, jsonb_agg(s.value) filter (where s.value is not null) as found from (${several.reduce((left, right) => sql`${left} union all ${right}`)}) s
				where s.prospect_id = p.id group by s.name) x where x.found is not null), '{}') as several,
			coalesce((select jsonb_agg(jsonb_build_object('kind', y.kind, 'at', floor(extract(epoch from y.occurred_at) * 1000))) from ma_activity y where y.prospect_id = p.id), '[]') as activities,
			coalesce((select jsonb_agg(jsonb_build_object('object', w.object, 'name', w.name, 'custom', w.custom)) from ma_custom_row w where w.prospect_id = p.id), '[]') as rows
		from ${prospectRows(sql)} where p.id = any(${sql.array([...prospectIds], 20)}::bigint[])`
	return new Map(
		found.map(({ id, singles: values, several: lists, custom, lastActivityAt, activities, rows }) => [
			id,
			{ values: { ...values, ...lists }, custom, lastActivityAt, rows, activities: activities.map(({ kind, at: ms }) => ({ kind, at: new Date(ms) })) },
		]),
	)
}
