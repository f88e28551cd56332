import type { Sql, Tx } from '../client.server.ts'
import { type EraseKind, type ErasePart, eraseParts, eraseScope } from './erase-parts.ts'

/** All that one person is: her records on both sides, those merged into them, and her addresses. */
export type Faces = {
	name: string
	mails: string[]
	contacts: number[]
	prospects: number[]
	leads: number[]
	/** Accounts that are herself (decision 0445), and those in which the quotes of a lead wait. */
	people: number[]
	/** Orders that are on their way, and writes to another system whose answer is not there yet. */
	openOrders: number
	openWrites: number
	documents: number
	/** Records of hers that stand in other systems. */
	outside: { connectionId: number; system: string; side: 'crm' | 'ma'; object: string; recordId: string }[]
}

/** Who a prospect of the seller is, everywhere; one statement. Null: none of this seller's, or nobody any more. */
export async function readFaces(sql: Sql, sellerEntityId: number, prospectId: number): Promise<Faces | null> {
	const [row] = await sql<Faces[]>`
		with recursive own as (
			select id, contact_id, lead_id, email, first_name, last_name from ma_prospect where id = ${prospectId} and seller_entity_id = ${sellerEntityId} and merged_into_id is null
			union select p.id, p.contact_id, p.lead_id, p.email, null, null from ma_prospect p join own o on p.merged_into_id = o.id
		), met as (
			select contact_id as id from own where contact_id is not null
			union select c.id from contact c join met m on c.merged_into_id = m.id
		), led as (
			select l.id, l.email, l.prospect_account_id, l.prospect_contact_id from crm_lead l where l.id in (select lead_id from own) or l.converted_contact_id in (select id from met)
			union select l.id, l.email, l.prospect_account_id, l.prospect_contact_id from crm_lead l join led d on l.merged_into_id = d.id
		), known as (
			select c.id, c.account_id, c.email, c.first_name, c.last_name from contact c where c.id in (select id from met) or c.id in (select prospect_contact_id from led)
		), links as (
			select l.*, k.crm_system, k.ma_system from sync_link l join sync_connection k on k.id = l.connection_id
			where (l.crm_object = 'contact' and l.crm_id in (select id::text from known)) or (l.crm_object = 'lead' and l.crm_id in (select id::text from led)) or (l.ma_object = 'prospect' and l.ma_id in (select id::text from own))
		), waiting as (
			select prospect_account_id as id from led where prospect_account_id in (select a.id from account a where a.status = 'prospect')
		)
		select coalesce((select nullif(concat_ws(' ', nullif(k.first_name, ''), k.last_name), '') from known k join own o on o.contact_id = k.id where o.id = ${prospectId}),
				(select nullif(concat_ws(' ', first_name, last_name), '') from own where id = ${prospectId}), (select email from own where id = ${prospectId}), '#' || ${prospectId}::text) as name,
			array(select distinct lower(btrim(e)) from (select email from own union all select email from led union all select email from known
				union all select g.email from login g where g.contact_id in (select id from known)) m(e) where btrim(e) <> '') as mails,
			array(select id from known)::bigint[] as contacts, array(select id from own)::bigint[] as prospects, array(select id from led)::bigint[] as leads,
			array(select a.id from account a where (a.is_person and a.id in (select account_id from known)) or a.id in (select id from waiting))::bigint[] as people,
			(select count(*)::int from sales_order o where o.stage = 'placed' and o.contact_id in (select id from known)) as open_orders,
			(select count(*)::int from sync_write w where w.state in ('prepared', 'sent', 'unknown') and w.link_id in (select id from links)) as open_writes,
			(select count(*)::int from sales_order o where o.number is not null and o.contact_id in (select id from known)) as documents,
			coalesce((select json_agg(x) from (
				select connection_id as "connectionId", crm_system as system, 'crm' as side, crm_object as object, crm_id as "recordId" from links where crm_system not like 'embedded%' and crm_id is not null
				union select connection_id, ma_system, 'ma', ma_object, ma_id from links where ma_system not like 'embedded%' and ma_id is not null) x), '[]') as outside
		from own where own.id = ${prospectId}`
	return row ?? null
}

/** Locks her records on our sides, so that nobody writes her anew while she is erased. */
export async function lockFaces(tx: Tx, { contacts, prospects, leads }: Faces): Promise<void> {
	await tx`
		with c as (select 1 from contact where id = any(${tx.array(contacts, 20)}::bigint[]) for update), p as (select 1 from ma_prospect where id = any(${tx.array(prospects, 20)}::bigint[]) for update),
			l as (select 1 from crm_lead where id = any(${tx.array(leads, 20)}::bigint[]) for update)
		select (select count(*) from c) + (select count(*) from p) + (select count(*) from l)`
}

export type EraseCounts = Partial<Record<EraseKind, number>>

const sum = (parts: readonly { kind: EraseKind; rows: number }[]): EraseCounts =>
	Object.fromEntries(
		[...Map.groupBy(parts, ({ kind }) => kind)].map(([kind, some]) => [kind, some.reduce((all, { rows }) => all + rows, 0)]).filter(([, rows]) => rows !== 0),
	)

const who = (sql: Sql, faces: Faces, at: Date) => sql`
	select ${sql.array(faces.contacts, 20)}::bigint[] as contacts, ${sql.array(faces.prospects, 20)}::bigint[] as prospects, ${sql.array(faces.leads, 20)}::bigint[] as leads,
		${sql.array(faces.people, 20)}::bigint[] as people, ${sql.array(faces.mails, 25)}::text[] as mails, ${faces.documents > 0} as has_documents, ${at}::timestamptz as at,
		array(select encode(sha256(convert_to(m, 'UTF8')), 'hex') from unnest(${sql.array(faces.mails, 25)}::text[]) m) as hashes`

/** What would be emptied, by its kind; one statement. */
export async function countErased(sql: Sql, faces: Faces, at: Date): Promise<EraseCounts> {
	const counts = eraseParts.map(({ table, kind, where }) => `select '${kind}' as kind, (select count(*)::int from "${table}" t where ${where}) as rows from w`)
	return sum(await sql<{ kind: EraseKind; rows: number }[]>`with w as (${who(sql, faces, at)}), ${sql.unsafe(`${eraseScope} ${counts.join(' union all ')}`)}`)
}

const statementOf = ({ table, where, sets }: ErasePart, name: string) =>
	sets
		? `${name} as (update "${table}" t set ${sets} from w where ${where} returning 1)`
		: `${name} as (delete from "${table}" t using w where ${where} returning 1)`

/** Empties what is known of her, in every table at once; ledgers let it happen for this statement alone. */
export async function erase(tx: Tx, faces: Faces, at: Date): Promise<EraseCounts> {
	const parts = eraseParts.map((part, index) => statementOf(part, `p${index}`))
	const rows = eraseParts.map(({ kind }, index) => `select '${kind}' as kind, (select count(*)::int from p${index}) as rows`)
	await tx`select set_config('kontor.erases', 'on', true)`
	const counts = await tx<
		{ kind: EraseKind; rows: number }[]
	>`with w as (${who(tx, faces, at)}), ${tx.unsafe(`${eraseScope}, ${parts.join(', ')} ${rows.join(' union all ')}`)}`
	await tx`select set_config('kontor.erases', '', true)`
	return sum(counts)
}

/** That it was done, what tells her addresses again, that they get no mails any more, and what other systems are asked to delete. */
export async function insertErasure(
	tx: Tx,
	faces: Faces,
	{ sellerEntityId, userId, counts, at }: { sellerEntityId: number; userId: number; counts: EraseCounts; at: Date },
): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		with made as (
			insert into erasure (seller_entity_id, prospect_ids, lead_ids, contact_ids, counts, by_user_id, at)
			values (${sellerEntityId}, ${tx.array(faces.prospects, 20)}::bigint[], ${tx.array(faces.leads, 20)}::bigint[], ${tx.array(faces.contacts, 20)}::bigint[], ${tx.json(counts)}, ${userId}, ${at}) returning id
		), hashes as (
			select encode(sha256(convert_to(m, 'UTF8')), 'hex') as hash from unnest(${tx.array(faces.mails, 25)}::text[]) m
		), barred as (
			insert into erased_mail (seller_entity_id, email_hash, erasure_id) select ${sellerEntityId}, hash, made.id from hashes, made on conflict do nothing
		), silent as (
			insert into ma_consent (email_hash, kind, source, actor, at) select hash, 'opt_out', 'erasure', ${`user:${userId}`}, ${at} from hashes
		), asked as (
			insert into erasure_order (erasure_id, connection_id, side, object, record_id, due_at)
			select made.id, x."connectionId", x.side, x.object, x."recordId", ${at} from made, jsonb_to_recordset(${tx.json(faces.outside as never)}) x("connectionId" bigint, side text, object text, "recordId" text) on conflict do nothing
		)
		select id from made`
	if (!row) throw new Error('An erasure was not written')
	return row.id
}

export type ErasureDone = {
	id: number
	at: Date
	by: string
	counts: EraseCounts
	orders: { system: string; object: string; recordId: string; state: string; code: string | null }[]
}

/** That somebody was erased, and how far other systems are. Null: she was not. */
export async function readErasure(sql: Sql, sellerEntityId: number, prospectId: number): Promise<ErasureDone | null> {
	const [row] = await sql<ErasureDone[]>`
		select e.id, e.at, concat_ws(' ', u.first_name, u.last_name) as by, e.counts,
			coalesce((select json_agg(json_build_object('system', case o.side when 'crm' then k.crm_system else k.ma_system end, 'object', o.object, 'recordId', o.record_id, 'state', o.state, 'code', o.code) order by o.id)
				from erasure_order o join sync_connection k on k.id = o.connection_id where o.erasure_id = e.id), '[]') as orders
		from erasure e join crm_user u on u.id = e.by_user_id where e.seller_entity_id = ${sellerEntityId} and e.prospect_ids @> array[${prospectId}]::bigint[] order by e.id desc limit 1`
	return row ?? null
}

/** Which of these addresses were erased, and must not come back by a file or another system; in small letters. */
export async function readErasedMails(sql: Sql, sellerEntityId: number, mails: readonly string[]): Promise<Set<string>> {
	const rows = await sql<{ mail: string }[]>`
		select m as mail from unnest(${sql.array([...mails], 25)}::text[]) m
		join erased_mail e on e.seller_entity_id = ${sellerEntityId} and e.email_hash = encode(sha256(convert_to(lower(btrim(m)), 'UTF8')), 'hex')`
	return new Set(rows.map(({ mail }) => mail.trim().toLowerCase()))
}

export type ErasureOrder = { id: number; side: 'crm' | 'ma'; object: string; recordId: string; attempts: number }

/** What a connection has to ask of the other system now, this worker's alone until `until`. */
export async function leaseErasures(
	tx: Tx,
	{ connectionId, at, until, limit }: { connectionId: number; at: Date; until: Date; limit: number },
): Promise<ErasureOrder[]> {
	return await tx<ErasureOrder[]>`
		with due as (select id from erasure_order where connection_id = ${connectionId} and state = 'waiting' and due_at <= ${at} order by due_at, id limit ${limit} for update skip locked)
		update erasure_order o set attempts = o.attempts + 1, due_at = ${until} from due where o.id = due.id returning o.id, o.side, o.object, o.record_id, o.attempts`
}

export async function settleErasures(
	tx: Tx,
	rows: readonly { id: number; state: 'done' | 'refused' | 'waiting'; code: string | null; dueAt: Date }[],
	at: Date,
): Promise<void> {
	const given = rows.map(({ dueAt, ...row }) => ({ ...row, dueAt: dueAt.toISOString() }))
	await tx`
		update erasure_order o set state = r.state, code = r.code, due_at = r."dueAt", settled_at = case when r.state = 'waiting' then null else ${at}::timestamptz end
		from jsonb_to_recordset(${tx.json(given as never)}) r(id bigint, state text, code text, "dueAt" timestamptz) where o.id = r.id and o.state = 'waiting'`
}
