import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { MarketingAction } from '../../app/engine/marketing/action.ts'
import type { SegmentPlan } from '../../app/engine/marketing/segment.ts'
import type { Sql, Tx } from '../client.server.ts'
import { isInScope, type People, prospectRows, segmentSql, within } from './segment.ts'

/** Takes people who changed since the last look; what is taken by another worker is left to it. Each once. */
export async function takeTouched(tx: Tx, limit: number): Promise<number[]> {
	const rows = await tx<{ prospectId: number }[]>`
		with taken as (
			delete from ma_touch where id in (select id from ma_touch order by id limit ${limit} for update skip locked) returning prospect_id
		)
		select distinct prospect_id from taken order by 1`
	return rows.map(({ prospectId }) => prospectId)
}

type Stored = { predicate: Predicate }
type Planned = { plan: SegmentPlan }
type SegmentRow = { id: number; sellerEntityId: number }
type RuleRow = SegmentRow & { name: string; actions: MarketingAction[]; repeatDays: number | null }
type CriterionRow = { id: number; name: string; weight: number }
type ProfileRow<Criterion> = { id: number; sellerEntityId: number; isDefault: boolean; criteria: Criterion[] }

export type Segment = SegmentRow & Planned
export type Rule = RuleRow & Planned
export type Profile = ProfileRow<CriterionRow & Planned>
/** As they are stored; a flow plans them. */
export type StoredAutomations = { segments: (SegmentRow & Stored)[]; rules: (RuleRow & Stored)[]; profiles: ProfileRow<CriterionRow & Stored>[] }

/** Everything that looks at people by itself; one statement. */
export async function loadAutomations(sql: Sql): Promise<StoredAutomations> {
	const [row] = await sql<StoredAutomations[]>`
		select
			coalesce((select json_agg(json_build_object('id', l.id, 'sellerEntityId', l.seller_entity_id, 'predicate', l.predicate) order by l.id) from ma_list l where l.kind = 'segment'), '[]') as segments,
			coalesce((select json_agg(json_build_object('id', r.id, 'sellerEntityId', r.seller_entity_id, 'name', r.name, 'predicate', r.predicate, 'actions', r.actions, 'repeatDays', r.repeat_days) order by r.id)
				from ma_rule r where r.is_active), '[]') as rules,
			coalesce((select json_agg(json_build_object('id', f.id, 'sellerEntityId', f.seller_entity_id, 'isDefault', f.is_default, 'criteria', coalesce((
				select json_agg(json_build_object('id', c.id, 'name', c.name, 'predicate', c.predicate, 'weight', c.weight) order by c.position, c.id)
				from ma_criterion c where c.profile_id = f.id), '[]')) order by f.id) from ma_profile f), '[]') as profiles`
	return row ?? { segments: [], rules: [], profiles: [] }
}

/** Brings segments to whom their predicates hold for, among these people: in and out together, one statement for all of them. How many came or went. */
export async function refreshSegments(tx: Tx, segments: readonly Segment[], people: People, at: Date): Promise<number> {
	if (segments.length === 0) return 0
	const held = segments.map((segment) => {
		const scope = { ...people, sellerEntityId: segment.sellerEntityId }
		return tx`select ${segment.id}::bigint as list_id, p.id as prospect_id from ${prospectRows(tx)} where ${isInScope(tx, scope)} and ${segmentSql(tx, segment.plan, scope, at)}`
	})
	const ids = segments.map(({ id }) => id)
	const rows = await tx`
		with held as materialized (${held.reduce((left, right) => tx`${left} union all ${right}`)}
		), gone as (
			delete from ma_list_member m using ma_prospect p where m.list_id = any(${tx.array(ids, 20)}::bigint[]) and p.id = m.prospect_id and ${within(tx, tx`p.id`, people)}
				and not exists (select from held h where h.list_id = m.list_id and h.prospect_id = m.prospect_id) returning 1
		), come as (
			insert into ma_list_member (list_id, prospect_id, added_at) select list_id, prospect_id, ${at} from held
			on conflict do nothing returning 1
		)
		select 1 from gone union all select 1 from come`
	return rows.length
}

/** Which rules hold for which of these people who were not acted on by them lately; one statement for all rules. In order of rule and person. */
export async function findRuleMatches(sql: Sql, rules: readonly Rule[], people: People, at: Date): Promise<Map<number, number[]>> {
	const matches = new Map<number, number[]>()
	if (rules.length === 0) return matches
	const parts = rules.map((rule) => {
		const scope = { ...people, sellerEntityId: rule.sellerEntityId }
		return sql`select ${rule.id}::bigint as rule_id, p.id as prospect_id from ${prospectRows(sql)}
			where ${isInScope(sql, scope)} and ${segmentSql(sql, rule.plan, scope, at)} and not exists (
				select from ma_rule_match m where m.rule_id = ${rule.id} and m.prospect_id = p.id and (${rule.repeatDays}::int is null or m.last_at > ${at}::timestamptz - make_interval(days => ${rule.repeatDays}::int)))`
	})
	const rows = await sql<{ ruleId: number; prospectId: number }[]>`
		select rule_id, prospect_id from (${parts.reduce((left, right) => sql`${left} union all ${right}`)}) found order by rule_id, prospect_id`
	for (const { ruleId, prospectId } of rows) {
		const found = matches.get(ruleId)
		if (found) found.push(prospectId)
		else matches.set(ruleId, [prospectId])
	}
	return matches
}

export async function insertRuleMatches(tx: Tx, ruleId: number, prospectIds: readonly number[], at: Date): Promise<void> {
	await tx`
		insert into ma_rule_match as m (rule_id, prospect_id, last_at) select ${ruleId}, id, ${at} from unnest(${tx.array([...prospectIds], 20)}::bigint[]) as t (id)
		on conflict (rule_id, prospect_id) do update set times = m.times + 1, last_at = excluded.last_at`
}

/** Grades from worst to best, and the place in it (from 0) where everybody begins. */
export type Ladder = { ladder: readonly string[]; start: number }

/** Grades anew, only where it differs: what each criterion that holds gives, from D on. How many changed. */
export async function refreshGrades(tx: Tx, profiles: readonly Profile[], { ladder, start }: Ladder, people: People, at: Date): Promise<number> {
	const criteria = profiles.flatMap((profile) => profile.criteria.map((criterion) => ({ ...criterion, profile })))
	if (profiles.length === 0) return 0
	const given = criteria.map(({ profile, plan, weight }) => {
		const scope = { ...people, sellerEntityId: profile.sellerEntityId }
		return tx`select p.id, ${weight}::int as weight from ${prospectRows(tx)} where ${isInScope(tx, scope)}
			and (p.profile_id = ${profile.id} or (${profile.isDefault} and p.profile_id is null)) and ${segmentSql(tx, plan, scope, at)}`
	})
	const sellers = [...new Set(profiles.map(({ sellerEntityId }) => sellerEntityId))]
	const graded = sellers.map((sellerEntityId) => {
		const own = profiles.filter((profile) => profile.sellerEntityId === sellerEntityId)
		return tx`select p.id from ma_prospect p where ${isInScope(tx, { ...people, sellerEntityId })}
			and (p.profile_id = any(${tx.array(
				own.map(({ id }) => id),
				20,
			)}::bigint[]) or (${own.some(({ isDefault }) => isDefault)} and p.profile_id is null))`
	})
	const rows = await tx`
		with given as (${given.reduce((left, right) => tx`${left} union all ${right}`, tx`select null::bigint as id, 0 as weight where false`)}
		), graded as (${graded.reduce((left, right) => tx`${left} union all ${right}`)}
		), due as (
			select d.id, (${tx.array([...ladder], 25)}::text[])[greatest(1, least(${ladder.length}, ${start + 1} + coalesce((select sum(g.weight) from given g where g.id = d.id), 0)))] as grade from graded d
		)
		update ma_prospect p set grade = due.grade from due where p.id = due.id and p.grade is distinct from due.grade returning 1`
	return rows.length
}

/** Leads that a rep handed back, and those that came on again: how often is counted, whose they are stays (sync-core.md A43). The first are answered. */
export async function markRecycled(tx: Tx, prospectIds: readonly number[], at: Date): Promise<{ id: number; sellerEntityId: number; recycled: number }[]> {
	return await tx<{ id: number; sellerEntityId: number; recycled: number }[]>`
		with again as (
			update ma_prospect p set recycled_at = null from crm_lead l
			where l.id = p.lead_id and l.status <> 'recycle' and p.recycled_at is not null and p.id = any(${tx.array([...prospectIds], 20)}::bigint[])
		), back as (
			update ma_prospect p set recycled_at = ${at}, recycled = p.recycled + 1 from crm_lead l
			where l.id = p.lead_id and l.status = 'recycle' and p.recycled_at is null and p.id = any(${tx.array([...prospectIds], 20)}::bigint[])
			returning p.id, p.seller_entity_id, p.recycled
		), told as (
			insert into ma_activity (prospect_id, source_key, kind, facts, score, occurred_at)
			select id, 'recycled:' || id || ':' || recycled, 'lead.recycled', jsonb_build_object('times', recycled), 0, ${at} from back on conflict (source_key) do nothing
		)
		select * from back order by id`
}

/** The programme of a seller that takes leads which were handed back, while it runs. */
export async function listRecyclePrograms(sql: Sql): Promise<{ id: number; sellerEntityId: number }[]> {
	return await sql<{ id: number; sellerEntityId: number }[]>`select id, seller_entity_id from ma_program where takes_recycled and state = 'running'`
}

/** A tenth of what is left, once a week, of those who were handed back and did not come on again. */
export async function decayScores(tx: Tx, { percent, week, at }: { percent: number; week: string; at: Date }): Promise<number> {
	const rows = await tx`
		with due as (
			select p.id, -greatest(1, floor(p.score * ${percent}::numeric / 100))::int as points from ma_prospect p
			where p.recycled_at < ${at}::timestamptz - interval '7 days' and p.score > 0
				and not exists (select from ma_activity y where y.source_key = ${`decay:${week}:`} || p.id) order by p.id for update of p
		), noted as (
			insert into ma_activity (prospect_id, source_key, kind, facts, score, occurred_at)
			select id, ${`decay:${week}:`} || id, 'score.decayed', '{}', points, ${at} from due on conflict (source_key) do nothing returning prospect_id, score
		)
		update ma_prospect p set score = p.score + noted.score from noted where p.id = noted.prospect_id returning 1`
	return rows.length
}
