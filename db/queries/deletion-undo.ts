import type { RestoreFacts, RestorePlan } from '../../app/engine/sync/plan-restore.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

/** Our own people, parents first: who is kept when she is deleted (db/migrations/0095). */
export const keptTables = { contact: 'contact', lead: 'crm_lead', prospect: 'ma_prospect' } as const
export type KeptObject = keyof typeof keptTables
export const keptObjects = ['contact', 'lead', 'prospect'] as const
const objectOf: Readonly<Record<string, KeptObject>> = { contact: 'contact', crm_lead: 'lead', ma_prospect: 'prospect' }

/** What hangs on a person and is kept with her, in the order in which it comes back. A test holds that the triggers of the database keep the same. */
export const keptParts = [
	...['ma_list_member', 'ma_prospect_tag', 'ma_campaign_member', 'ma_member_base', 'ma_waiting_member', 'ma_rule_match', 'ma_action', 'ma_enrolment'],
	...['ma_enrolment_step', 'ma_visitor', 'ma_activity', 'ma_file_grant', 'ma_form_submission', 'ma_send_recipient'],
	...['login', 'crm_task', 'crm_campaign_member', 'crm_opp_contact_role', 'crm_custom_row', 'cart_in_hand'],
] as const

/** What names a person and cannot fall with her: the database does not let her go while it is there, or it says who she is by itself. */
export const standsInTheWay: Readonly<Record<KeptObject, readonly string[]>> = {
	contact: [
		...['api_key', 'approval_deputy', 'approval_request', 'approval_rule', 'approval_step', 'campaign_touch', 'company_budget', 'contact', 'crm_lead'],
		...['exemption_certificate', 'invoice_link', 'ma_prospect', 'notice', 'order_change', 'outgoing_mail', 'pay_link', 'payment', 'quote', 'requisition_list'],
		...['sales_order', 'saved_card', 'session', 'standing_order', 'support_case'],
	],
	lead: ['crm_lead', 'ma_prospect', 'quote'],
	prospect: ['ma_consent', 'ma_prospect'],
}

type Key = { to: string; columns: string[]; toColumns: string[] }
export type KeptShape = { table: string; columns: string[]; keys: Key[] }

/** Columns that can be written, and what each table points to, out of the catalog. */
export async function readShapes(sql: Sql): Promise<Map<string, KeptShape>> {
	const tables = [...Object.values(keptTables), ...keptParts]
	const rows = await sql<KeptShape[]>`
		select c.relname as "table", (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
			coalesce((select jsonb_agg(jsonb_build_object('to', t.relname, 'columns', (select jsonb_agg(x.attname order by k.o) from unnest(f.conkey) with ordinality k(n, o) join pg_attribute x on x.attrelid = f.conrelid and x.attnum = k.n),
				'toColumns', (select jsonb_agg(x.attname order by k.o) from unnest(f.confkey) with ordinality k(n, o) join pg_attribute x on x.attrelid = f.confrelid and x.attnum = k.n)))
				from pg_constraint f join pg_class t on t.oid = f.confrelid where f.contype = 'f' and f.conrelid = c.oid), '[]') as keys
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any(${sql.array(tables, 25)}::text[])`
	return new Map(rows.map((row) => [row.table, row]))
}

/** Whether a row `p` names something by this key that is not there. */
const misses = ({ to, columns, toColumns }: Key) =>
	`(${columns.map((column) => `p."${column}" is not null`).join(' and ')} and not exists (select from "${to}" f where ${toColumns.map((column, at) => `f."${column}" = p."${columns[at]}"`).join(' and ')}))`

/** A row as it was, of the account that its own became meanwhile. */
const asNow = (lost: string) =>
	`(${lost} || coalesce((select jsonb_build_object('account_id', a.merged_into_id) from account a where a.id = (${lost} ->> 'account_id')::bigint and a.merged_into_id is not null), '{}'))`

/** What speaks for and against giving back each record of an event that is still gone; a statement for each object. */
export async function readRestoreFacts(sql: Sql, { id, sellerEntityId }: { id: number; sellerEntityId: number }): Promise<RestoreFacts[]> {
	const shapes = await readShapes(sql)
	const all: RestoreFacts[] = []
	for (const object of keptObjects) {
		const table = keptTables[object]
		const missing = (shapes.get(table)?.keys ?? []).map(
			(key) => `(case when ${misses(key)} then jsonb_build_object('object', '${objectOf[key.to] ?? key.to}', 'id', p."${key.columns.at(-1)}"::text) end)`,
		)
		const rows = await sql<RestoreFacts[]>`
			select k.object, k.record_id, k.lost is not null as is_kept, exists (select from ${sql(table)} x where x.id = k.record_id::bigint) as is_there,
				(k.reason is not distinct from 'ERASED' or exists (select from erased_mail e where e.seller_entity_id = ${sellerEntityId} and e.email_hash = encode(sha256(convert_to(k.mail, 'UTF8')), 'hex'))) as is_erased,
				${object === 'prospect' ? sql`exists (select from ma_prospect o where o.seller_entity_id = ${sellerEntityId} and lower(o.email) = lower(p.email) and o.id <> k.record_id::bigint)` : sql`false`} as is_mail_taken,
				coalesce((select jsonb_agg(v.m) from (values ${sql.unsafe(missing.join(', '))}) v(m) where v.m is not null), '[]') as missing
			from deletion_record k left join lateral jsonb_populate_record(null::${sql(table)}, ${sql.unsafe(asNow('k.lost'))}) p on true
			where k.deletion_id = ${id} and k.object = ${object} and k.state in ('gone', 'refused') order by k.record_id::bigint`
		all.push(...rows)
	}
	return [...all, ...(await readOpportunityFacts(sql, id))]
}

/** An opportunity keeps its line while it is deleted, and whoever takes part in it. */
async function readOpportunityFacts(sql: Sql, id: number): Promise<RestoreFacts[]> {
	return await sql<RestoreFacts[]>`
		select k.object, k.record_id, o.id is not null as is_kept, o.id is not null and o.deleted_at is null as is_there, false as is_erased, false as is_mail_taken, '[]'::jsonb as missing
		from deletion_record k left join crm_opportunity o on o.id = k.record_id::bigint where k.deletion_id = ${id} and k.object = 'opportunity' and k.state in ('gone', 'refused') order by k.record_id::bigint`
}

/** A shape's rows come in as they were: those whose parents are there, and that nothing else stands in the place of. */
function comesBack({ table, columns, keys }: KeptShape, lost: string, from: string): string {
	const names = columns.map((column) => `"${column}"`).join(', ')
	const others = keys.filter(({ to }) => to !== table)
	return `insert into "${table}" (${names}) overriding system value select ${columns.map((column) => `p."${column}"`).join(', ')} from ${from} cross join lateral jsonb_populate_record(null::"${table}", ${asNow(lost)}) p
		where ${others.map((key) => `not ${misses(key)}`).join(' and ') || 'true'} on conflict do nothing`
}

/** Gives back the rows of one object; answers those that came. */
export async function restoreRecords(
	tx: Tx,
	shape: KeptShape,
	{ id, object, recordIds }: { id: number; object: KeptObject; recordIds: readonly string[] },
): Promise<string[]> {
	if (recordIds.length === 0) return []
	const rows = await tx<{ id: string }[]>`
		with k as materialized (select lost from deletion_record where deletion_id = ${id} and object = ${object} and record_id = any(${tx.array([...recordIds], 25)}::text[])),
			came as (${tx.unsafe(comesBack(shape, 'k.lost', 'k'))} returning id)
		select id::text as id from came`
	return rows.map((row) => row.id)
}

export type Restored = { object: KeptObject; recordId: string }

/** What hung on these comes back with them, a statement for each kind; what was only taken off her names her again. */
export async function restoreParts(
	tx: Tx,
	shapes: ReadonlyMap<string, KeptShape>,
	{ xact, restored }: { xact: string; restored: readonly Restored[] },
): Promise<void> {
	if (restored.length === 0) return
	const given = recordset(tx, restored)
	for (const part of keptParts) {
		const shape = shapes.get(part)
		if (!shape) continue
		await tx`
			with given as materialized (select * from jsonb_to_recordset(${given}) r(object text, record_id text)), k as materialized (
				select q.lost from deletion_part q join given g on g.object = q.object and g.record_id = q.record_id where q.xact = ${xact} and q.part = ${part} and not q.is_unset
				union all select q.lost from deletion_part q where q.xact = ${xact} and q.part = ${part} and q.object = 'enrolment'
			)
			${tx.unsafe(comesBack(shape, 'k.lost', 'k'))}`
	}
	await tx`
		update crm_task t set prospect_id = q.record_id::bigint from jsonb_to_recordset(${given}) r(object text, record_id text)
		join deletion_part q on q.xact = ${xact} and q.object = r.object and q.record_id = r.record_id and q.part = 'crm_task' and q.is_unset
		where t.id = (q.lost ->> 'id')::bigint and t.prospect_id is null`
}

/** The stage that a lead seems to enter by coming back is none. */
export async function forgetEntered(tx: Tx, leadIds: readonly string[]): Promise<void> {
	await tx`
		delete from crm_stage_history where id in (
			select max(id) from crm_stage_history where object = 'lead' and record_id = any(${tx.array([...leadIds], 25)}::bigint[]) group by record_id having count(*) > 1)`
}

/** Whom the database let go only once her prospect named her no more: by her link the prospect names her again, contact or lead. */
export async function nameAgain(tx: Tx, people: readonly { object: string; recordId: string }[]): Promise<void> {
	await tx`
		with named as (
			select distinct on (p.id) p.id, l.crm_object, l.crm_id::bigint as crm_id from jsonb_to_recordset(${recordset(tx, people)}) r(object text, record_id text)
			join sync_link l on l.crm_object = r.object and l.crm_id = r.record_id and l.ma_object = 'prospect' join sync_connection c on c.id = l.connection_id and c.crm_system = 'embedded_crm' and c.ma_system = 'embedded_ma'
			join ma_prospect p on p.id = l.ma_id::bigint and p.merged_into_id is null
			where (r.object = 'contact' and p.contact_id is null and exists (select from contact x where x.id = l.crm_id::bigint) and not exists (select from ma_prospect o where o.contact_id = l.crm_id::bigint))
				or (r.object = 'lead' and p.lead_id is null and exists (select from crm_lead x where x.id = l.crm_id::bigint) and not exists (select from ma_prospect o where o.lead_id = l.crm_id::bigint))
		)
		update ma_prospect p set contact_id = case n.crm_object when 'contact' then n.crm_id else p.contact_id end, lead_id = case n.crm_object when 'lead' then n.crm_id else p.lead_id end from named n where p.id = n.id`
}

/** Of another system's records: who lost hers is met anew, by her address or by the rules for making one (the lift of `never recreate`). Answers the records whose links are free again. */
export async function freeLinks(
	tx: Tx,
	{ id, connectionId, isAsked, userId, at }: { id: number; connectionId: number; isAsked: boolean; userId: number; at: Date },
): Promise<{ object: string; recordId: string }[]> {
	return await tx<{ object: string; recordId: string }[]>`
		with lost as materialized (
			select l.id, k.object, k.record_id, k.object = l.crm_object and k.record_id = l.crm_id as is_crm, l.crm_object, l.crm_id, l.ma_object, l.ma_id
			from deletion_record k cross join lateral (
				select l.* from sync_link l where l.connection_id = ${connectionId} and l.crm_object = k.object and l.crm_id = k.record_id
				union all select l.* from sync_link l where l.connection_id = ${connectionId} and l.ma_object = k.object and l.ma_id = k.record_id
			) l where k.deletion_id = ${id} and k.state in ('gone', 'refused') and ((l.state = 'archived' and l.state_reason in ('CRM_DELETED', 'MA_DELETED')) or (l.state = 'active' and ${isAsked}))
		), gone as (delete from sync_link l using lost x where l.id = x.id), waiting as (delete from sync_job j using lost x where j.link_id = x.id), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
			select ${connectionId}, null, s.side, s.object, s.record_id, s.side || ':' || s.object || ':' || s.record_id, 2, array['revert'], ${`user:${userId}`}, ${at}, ${at}
			from lost x cross join lateral (select case when x.is_crm then 'ma' else 'crm' end as side, case when x.is_crm then x.ma_object else x.crm_object end as object, case when x.is_crm then x.ma_id else x.crm_id end as record_id) s
			where s.record_id is not null order by x.id
			on conflict (connection_id, job_key) do update set due_at = least(j.due_at, excluded.due_at), leased_until = null, waits_for = null
		)
		select object, record_id from lost`
}

/** What became of each record, and of the event. */
export async function settleDeletion(
	tx: Tx,
	{ id, rows, userId, at }: { id: number; rows: readonly Pick<RestorePlan, 'object' | 'recordId' | 'state' | 'reason'>[]; userId: number; at: Date },
): Promise<void> {
	await tx`
		with records as (
			update deletion_record k set state = r.state, reason = r.reason from jsonb_to_recordset(${recordset(tx, rows)}) r(object text, record_id text, state text, reason text)
			where k.deletion_id = ${id} and k.object = r.object and k.record_id = r.record_id
		)
		update deletion set state = 'undone', settled_at = ${at}, settled_by_user_id = ${userId} where id = ${id}`
}
