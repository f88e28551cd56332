import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { SegmentPlan } from '../../app/engine/marketing/segment.ts'
import type { Sql, Tx } from '../client.server.ts'
import { isInScope, prospectRows, segmentSql } from './segment.ts'

/** A rep who opened the alert on her cart has it for so long (sync-core.md section c). */
const repHours = 24
/** An event lets people in while it is news. */
const newsDays = 1

const ids = (sql: Sql, of: readonly number[]) => sql`${sql.array([...of], 20)}::bigint[]`

/** Until when a rep has the cart of `p` in hand; null: nobody has. */
export const heldUntil = (sql: Sql, at: Date) => sql`
	(select max(l.opened_at) + make_interval(hours => ${repHours}) from alert l join contact k on k.account_id = l.account_id
		where k.id = p.contact_id and (l.contact_id is null or l.contact_id = k.id) and l.cart_id is not null and l.status <> 'dismissed'
			and l.opened_at > ${at}::timestamptz - make_interval(hours => ${repHours}))`

/** The newest walk of `p` through `g`. */
export const lastWalk = (sql: Sql) => sql`
	left join lateral (select max(e.entered_at) as entered_at, max(coalesce(e.left_at, 'infinity')) as left_at from ma_enrolment e where e.program_id = g.id and e.prospect_id = p.id) last on true`

/** Whether somebody may begin: for the first time, or again after her days (`reentry_days` null: never). */
export const mayWalk = (sql: Sql, at: Date) => sql`
	(last.entered_at is null or (g.reentry_days is not null and last.left_at <= ${at}::timestamptz - make_interval(days => g.reentry_days)))`

/** Lets in who came onto the list of a programme since she last began, or did what lets people in; by a list of people, or everybody for one programme. */
export async function enterProgrammes(tx: Tx, who: { prospectIds: readonly number[] } | { programId: number }, at: Date): Promise<number> {
	const of = 'programId' in who ? tx`g.id = ${who.programId}` : tx`p.id = any(${ids(tx, who.prospectIds)})`
	const rows = await tx`
		insert into ma_enrolment (program_id, version, prospect_id, due_at, cause, entered_at)
		select g.id, g.version, p.id, ${at}, case when came.is_on then 'list:' || g.entry_list_id else 'event:' || g.entry_topic end, ${at}
		from ma_program g join ma_prospect p on p.seller_entity_id = g.seller_entity_id ${lastWalk(tx)}
		cross join lateral (select exists (select from ma_list_member m where m.list_id = g.entry_list_id and m.prospect_id = p.id and m.added_at > coalesce(last.entered_at, '-infinity')) as is_on) came
		where g.state = 'running' and (g.entry_list_id is not null or g.entry_topic is not null) and ${of}
			and (came.is_on or exists (select from ma_activity y where y.prospect_id = p.id and y.kind = g.entry_topic and y.occurred_at > ${at}::timestamptz - make_interval(days => ${newsDays})
				and y.occurred_at >= g.running_since and y.occurred_at > coalesce(last.left_at, '-infinity')))
			and ${mayWalk(tx, at)} and not (g.yields_to_reps and ${heldUntil(tx, at)} is not null)
		on conflict (program_id, prospect_id) where state = 'going' do nothing returning 1`
	return rows.length
}

const hasDone = (sql: Sql) => sql`
	exists (select from ma_activity y where y.prospect_id = e.prospect_id and y.kind = any(g.exit_topics) and y.occurred_at > e.entered_at)`

/** Whoever did what ends a programme leaves it, wherever she stands. */
export async function leaveProgrammes(tx: Tx, prospectIds: readonly number[], at: Date): Promise<void> {
	await tx`
		update ma_enrolment e set state = 'left', left_at = ${at}, left_for = 'event' from ma_program g
		where g.id = e.program_id and e.state = 'going' and e.prospect_id = any(${ids(tx, prospectIds)}) and ${hasDone(tx)}`
}

export type DueWalk = {
	id: number
	programId: number
	version: number
	sellerEntityId: number
	prospectId: number
	stepKey: string | null
	hops: number
	zone: string
	heldUntil: Date | null
	hasDone: boolean
}

/** Walks whose step is due, held until the transaction ends; what another worker holds is left to it. */
export async function claimDueWalks(tx: Tx, at: Date, limit: number): Promise<DueWalk[]> {
	return await tx<DueWalk[]>`
		with due as materialized (
			select e.id from ma_enrolment e join ma_program g on g.id = e.program_id and g.state = 'running'
				join ma_program_version v on v.program_id = e.program_id and v.version = e.version
			where e.state = 'going' and e.due_at <= ${at} order by e.due_at, e.id limit ${limit} for update of e skip locked
		)
		select e.id, e.program_id, e.version, g.seller_entity_id, e.prospect_id, e.step_key, e.hops, s.time_zone as zone,
			case when g.yields_to_reps then ${heldUntil(tx, at)} end as held_until, ${hasDone(tx)} as has_done
		from due join ma_enrolment e on e.id = due.id join ma_program g on g.id = e.program_id join seller_entity s on s.id = g.seller_entity_id join ma_prospect p on p.id = e.prospect_id
		order by e.id`
}

export type StoredVersion = {
	programId: number
	version: number
	sellerEntityId: number
	firstKey: string | null
	steps: unknown
	exitQuestion: Predicate | null
}

/** The published steps of programmes, as they are stored. */
export async function loadVersions(sql: Sql, versions: readonly { programId: number; version: number }[]): Promise<StoredVersion[]> {
	const programIds = versions.map(({ programId }) => programId)
	const numbers = versions.map(({ version }) => version)
	return await sql<StoredVersion[]>`
		select v.program_id, v.version, g.seller_entity_id, v.first_key, v.steps, g.exit_question
		from unnest(${ids(sql, programIds)}, ${sql.array(numbers, 23)}::int[]) as w (program_id, version)
		join ma_program_version v on v.program_id = w.program_id and v.version = w.version join ma_program g on g.id = v.program_id`
}

export type Asked = { place: string; plan: SegmentPlan; sellerEntityId: number; prospectIds: readonly number[] }

/** Of whom each question holds, as `place:prospect`; one statement for all of them. */
export async function findAnswers(sql: Sql, asked: readonly Asked[], at: Date): Promise<Set<string>> {
	if (asked.length === 0) return new Set()
	const parts = asked.map(({ place, plan, sellerEntityId, prospectIds }) => {
		const scope = { sellerEntityId, prospectIds }
		return sql`select ${place}::text || ':' || p.id as held from ${prospectRows(sql)} where ${isInScope(sql, scope)} and ${segmentSql(sql, plan, scope, at)}`
	})
	const rows = await sql<{ held: string }[]>`${parts.reduce((left, right) => sql`${left} union all ${right}`)}`
	return new Set(rows.map(({ held }) => held))
}

export type WalkMoved = {
	id: number
	programId: number
	/** The step that was done, with what it did; null: none was. */
	done: { key: string; kind: string; outcome: string | null } | null
	hops: number
	stepKey: string | null
	dueAt: Date
	state: 'going' | 'done' | 'left'
	leftFor: string | null
}

/** Writes where each walk stands now and what was done; two statements however many. A step that was done before fails the transaction. */
export async function saveWalks(tx: Tx, moved: readonly WalkMoved[], at: Date): Promise<void> {
	const rows = JSON.stringify(
		moved.map(({ id, hops, stepKey, dueAt, state, leftFor }) => ({ id, hops, step_key: stepKey, due_at: dueAt.toISOString(), state, left_for: leftFor })),
	)
	await tx`
		update ma_enrolment e set hops = r.hops, step_key = r.step_key, due_at = r.due_at, state = r.state, left_for = r.left_for, left_at = case when r.state <> 'going' then ${at}::timestamptz end
		from json_to_recordset(${rows}::text::json) as r(id bigint, hops int, step_key text, due_at timestamptz, state text, left_for text) where e.id = r.id`
	const steps = moved.flatMap(({ id, programId, hops, done }) =>
		done ? [{ enrolment_id: id, hop: hops, program_id: programId, step_key: done.key, kind: done.kind, outcome: done.outcome }] : [],
	)
	if (steps.length === 0) return
	await tx`
		insert into ma_enrolment_step (enrolment_id, hop, program_id, step_key, kind, outcome, at)
		select enrolment_id, hop, program_id, step_key, kind, outcome, ${at}
		from json_to_recordset(${JSON.stringify(steps)}::text::json) as r(enrolment_id bigint, hop int, program_id bigint, step_key text, kind text, outcome text)`
}

export type ProgrammeMail = { id: number; sellerEntityId: number; name: string; productId: number | null; crmCampaignId: number | null; timeZone: string }

/** The mails that steps send. */
export async function loadProgrammeMails(sql: Sql, sendIds: readonly number[]): Promise<ProgrammeMail[]> {
	return await sql<ProgrammeMail[]>`
		select s.id, s.seller_entity_id, s.name, s.product_id, c.crm_campaign_id, e.time_zone
		from ma_send s join ma_campaign c on c.id = s.campaign_id join seller_entity e on e.id = s.seller_entity_id where s.kind = 'programme' and s.id = any(${ids(sql, sendIds)})`
}
