import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { Sql, Tx } from '../client.server.ts'
import { likeOf } from './form.ts'

export type ProgrammeState = 'draft' | 'running' | 'paused'
export type ProgrammeFilter = { text: string | null; state: ProgrammeState | null; after: number | null; limit: number }

export type ProgrammeRow = {
	id: number
	name: string
	state: ProgrammeState
	going: number
	done: number
	left: number
	mailed: number
	clicked: number
	createdAt: Date
}

/** Programmes of a seller, the newest first, with how many people walk and walked them; one statement. */
export async function listProgrammes(sql: Sql, sellerId: number, { text, state, after, limit }: ProgrammeFilter): Promise<ProgrammeRow[]> {
	const like = likeOf(text)
	return await sql<ProgrammeRow[]>`
		select g.id, g.name, g.state, g.created_at, coalesce(w.going, 0)::int as going, coalesce(w.done, 0)::int as done, coalesce(w."left", 0)::int as "left",
			coalesce(m.mailed, 0)::int as mailed, coalesce(m.clicked, 0)::int as clicked
		from ma_program g
		left join lateral (select count(*) filter (where e.state = 'going') as going, count(*) filter (where e.state = 'done') as done, count(*) filter (where e.state = 'left') as "left"
			from ma_enrolment e where e.program_id = g.id) w on true
		left join lateral (select count(*) as mailed, count(*) filter (where exists (select from campaign_touch t where t.send_recipient_id = r.id and t.confirmed_at is not null)) as clicked
			from ma_enrolment e join ma_send_recipient r on r.enrolment_id = e.id and r.sent_at is not null where e.program_id = g.id) m on true
		where g.seller_entity_id = ${sellerId} and (${like}::text is null or g.name ilike ${like}) and (${state}::text is null or g.state = ${state}) and (${after}::bigint is null or g.id < ${after})
		order by g.id desc limit ${limit}`
}

export type StoredDraft = { firstKey: string | null; steps: unknown }
export type StoredProgramme = StoredDraft & {
	id: number
	name: string
	state: ProgrammeState
	version: number
	draftNumber: number
	undo: StoredDraft[]
	redo: StoredDraft[]
	entryListId: number | null
	entryTopic: string | null
	exitTopics: string[]
	exitQuestion: Predicate | null
	reentryDays: number | null
	takesRecycled: boolean
	yieldsToReps: boolean
	runningSince: Date | null
}

const columns = (sql: Sql) => sql`
	g.id, g.name, g.state, g.version, g.first_key, g.steps, g.draft_number, g.undo, g.redo, g.entry_list_id, g.entry_topic, g.exit_topics, g.exit_question, g.reentry_days, g.takes_recycled,
	g.yields_to_reps, g.running_since`

export async function readProgramme(sql: Sql, sellerId: number, id: number): Promise<StoredProgramme | null> {
	const [row] = await sql<StoredProgramme[]>`select ${columns(sql)} from ma_program g where g.id = ${id} and g.seller_entity_id = ${sellerId}`
	return row ?? null
}

export async function lockProgramme(tx: Tx, sellerId: number, id: number): Promise<StoredProgramme | null> {
	const [row] = await tx<StoredProgramme[]>`select ${columns(tx)} from ma_program g where g.id = ${id} and g.seller_entity_id = ${sellerId} for update`
	return row ?? null
}

export type StepCount = { stepKey: string; here: number; passed: number; mailed: number; clicked: number }
export type ProgrammeAround = {
	/** The newest published steps; null: never published. */
	published: StoredDraft | null
	publishedAt: string | null
	counts: StepCount[]
	/** Who walks an older version. */
	older: number
	going: number
	done: number
	left: number
	mails: { id: number; name: string; content: Record<string, unknown> }[]
	/** Every list and segment that people may enter by. */
	lists: { id: number; name: string }[]
}

/** What stands around a programme's draft: its published steps, who is where, the mails that a step may send; one statement. */
export async function readProgrammeAround(sql: Sql, sellerId: number, id: number): Promise<ProgrammeAround> {
	const [row] = await sql<ProgrammeAround[]>`
		with steps as (
			select step_key, sum(here) as here, sum(passed) as passed, sum(mailed) as mailed, sum(clicked) as clicked from (
				select e.step_key, count(*) as here, 0 as passed, 0 as mailed, 0 as clicked from ma_enrolment e where e.program_id = ${id} and e.state = 'going' and e.step_key is not null group by 1
				union all select s.step_key, 0, count(*), count(*) filter (where r.sent_at is not null),
					count(*) filter (where exists (select from campaign_touch t where t.send_recipient_id = r.id and t.confirmed_at is not null))
				from ma_enrolment_step s left join ma_send_recipient r on r.enrolment_id = s.enrolment_id and r.walk = s.enrolment_id || ':' || (s.hop - 1) where s.program_id = ${id} group by 1) x
			group by step_key
		)
		select (select json_build_object('firstKey', v.first_key, 'steps', v.steps) from ma_program_version v where v.program_id = g.id and v.version = g.version) as published,
			(select v.published_at from ma_program_version v where v.program_id = g.id and v.version = g.version) as published_at,
			coalesce((select json_agg(json_build_object('stepKey', step_key, 'here', here, 'passed', passed, 'mailed', mailed, 'clicked', clicked)) from steps), '[]') as counts,
			(select count(*) from ma_enrolment e where e.program_id = g.id and e.state = 'going' and e.version <> g.version)::int as older,
			(select count(*) from ma_enrolment e where e.program_id = g.id and e.state = 'going')::int as going,
			(select count(*) from ma_enrolment e where e.program_id = g.id and e.state = 'done')::int as done,
			(select count(*) from ma_enrolment e where e.program_id = g.id and e.state = 'left')::int as "left",
			coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'content', s.content) order by lower(s.name), s.id) from ma_send s where s.seller_entity_id = g.seller_entity_id and s.kind = 'programme'), '[]') as mails,
			coalesce((select json_agg(json_build_object('id', l.id, 'name', l.name) order by lower(l.name), l.id) from ma_list l where l.seller_entity_id = g.seller_entity_id), '[]') as lists
		from ma_program g where g.id = ${id} and g.seller_entity_id = ${sellerId}`
	return row ?? { published: null, publishedAt: null, counts: [], older: 0, going: 0, done: 0, left: 0, mails: [], lists: [] }
}

/** A new programme with an empty draft, never published; null: the name is taken. */
export async function insertProgramme(
	tx: Tx,
	sellerId: number,
	{ name, draft, userId, at }: { name: string; draft: StoredDraft; userId: number; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_program (seller_entity_id, name, steps, first_key, version, yields_to_reps, created_by, created_at)
		values (${sellerId}, ${name}, ${tx.json(draft.steps as never)}, ${draft.firstKey}, 0, true, ${userId}, ${at}) on conflict do nothing returning id`
	return row?.id ?? null
}

export async function updateDraft(tx: Tx, id: number, { draft, undo, redo }: { draft: StoredDraft; undo: StoredDraft[]; redo: StoredDraft[] }): Promise<void> {
	await tx`
		update ma_program set steps = ${tx.json(draft.steps as never)}, first_key = ${draft.firstKey}, undo = ${tx.json(undo as never)}, redo = ${tx.json(redo as never)}, draft_number = draft_number + 1
		where id = ${id}`
}

export type ProgrammeWish = Pick<
	StoredProgramme,
	'name' | 'entryListId' | 'entryTopic' | 'exitTopics' | 'exitQuestion' | 'reentryDays' | 'takesRecycled' | 'yieldsToReps'
>

/** Who enters, what ends it. False: another programme of the seller has the name, or takes what reps hand back. */
export async function updateSettings(tx: Tx, id: number, wish: ProgrammeWish): Promise<boolean> {
	const rows = await tx`
		update ma_program g set name = ${wish.name}, entry_list_id = ${wish.entryListId}, entry_topic = ${wish.entryTopic}, exit_topics = ${wish.exitTopics},
			exit_question = ${wish.exitQuestion ? tx.json(wish.exitQuestion as never) : null}, reentry_days = ${wish.reentryDays}, takes_recycled = ${wish.takesRecycled}, yields_to_reps = ${wish.yieldsToReps}
		where g.id = ${id} and not exists (select from ma_program o where o.seller_entity_id = g.seller_entity_id and o.id <> g.id
			and (lower(o.name) = lower(${wish.name}) or (o.takes_recycled and ${wish.takesRecycled}))) returning 1`
	return rows.length > 0
}

/** The draft becomes the version that people enter, and the programme runs. Those inside keep theirs, or go on at the same step of the new one where it has it. */
export async function insertVersion(
	tx: Tx,
	id: number,
	{ draft, keys, movesInside, userId, at }: { draft: StoredDraft; keys: readonly string[]; movesInside: boolean; userId: number; at: Date },
): Promise<number> {
	const [row] = await tx<{ moved: number }[]>`
		with published as (
			update ma_program set version = version + 1, state = 'running', running_since = coalesce(running_since, ${at}) where id = ${id} returning version
		), written as (
			insert into ma_program_version (program_id, version, steps, first_key, published_at, published_by)
			select ${id}, version, ${tx.json(draft.steps as never)}, ${draft.firstKey}, ${at}, ${userId} from published
		), moved as (
			update ma_enrolment e set version = published.version from published
			where ${movesInside} and e.program_id = ${id} and e.state = 'going' and (e.step_key is null or e.step_key = any(${[...keys]}::text[])) returning 1
		)
		select count(*)::int as moved from moved`
	return row?.moved ?? 0
}

export async function updateState(tx: Tx, id: number, { state, at }: { state: 'running' | 'paused'; at: Date }): Promise<void> {
	await tx`update ma_program set state = ${state}, running_since = case when ${state} = 'running' then ${at}::timestamptz else running_since end where id = ${id}`
}

export type WalkFilter = { text: string | null; state: 'going' | 'done' | 'left' | null; step: string | null; after: number | null; limit: number }
export type WalkRow = {
	id: number
	prospectId: number
	name: string
	email: string | null
	state: 'going' | 'done' | 'left'
	stepKey: string | null
	version: number
	dueAt: Date
	enteredAt: Date
	leftAt: Date | null
	leftFor: string | null
	cause: string
	steps: number
}

/** Who walks and walked a programme, the newest first; one statement. */
export async function listWalks(sql: Sql, programId: number, { text, state, step, after, limit }: WalkFilter): Promise<WalkRow[]> {
	const like = likeOf(text)
	return await sql<WalkRow[]>`
		select e.id, e.prospect_id, coalesce(nullif(concat_ws(' ', coalesce(c.first_name, p.first_name), coalesce(c.last_name, p.last_name)), ''), p.email, p.company, '#' || p.id) as name, p.email,
			e.state, e.step_key, e.version, e.due_at, e.entered_at, e.left_at, e.left_for, e.cause, e.hops as steps
		from ma_enrolment e join ma_prospect p on p.id = e.prospect_id left join contact c on c.id = p.contact_id
		where e.program_id = ${programId} and (${state}::text is null or e.state = ${state}) and (${step}::text is null or (e.step_key = ${step} and e.state = 'going'))
			and (${like}::text is null or concat_ws(' ', c.first_name, c.last_name, p.first_name, p.last_name, p.email, p.company) ilike ${like}) and (${after}::bigint is null or e.id < ${after})
		order by e.id desc limit ${limit}`
}

/** A person of a seller by number or address, for a trial. */
export async function findTrialPerson(sql: Sql, sellerId: number, word: string): Promise<{ id: number; name: string } | null> {
	const id = /^[1-9]\d{0,14}$/.test(word) ? Number(word) : null
	const [row] = await sql<{ id: number; name: string }[]>`
		select p.id, coalesce(nullif(concat_ws(' ', coalesce(c.first_name, p.first_name), coalesce(c.last_name, p.last_name)), ''), p.email, '#' || p.id) as name
		from ma_prospect p left join contact c on c.id = p.contact_id
		where p.seller_entity_id = ${sellerId} and (p.id = ${id} or lower(p.email) = lower(${word}) or lower(concat_ws(' ', coalesce(c.first_name, p.first_name), coalesce(c.last_name, p.last_name))) = lower(${word}))
		order by p.id limit 1`
	return row ?? null
}
