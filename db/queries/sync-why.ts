import type { Changed, Later, Note, Role, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'

/** A line of the journal as it is shown. Instants of sides as the database says them. */
export type JournalRow = {
	id: number
	at: Date
	runId: number
	fieldMapId: number
	crmField: string
	maField: string
	crmValue: SyncValue
	maValue: SyncValue
	crmAt: [string, string] | null
	maAt: [string, string] | null
	agreed: SyncValue
	changed: Changed
	later: Later
	rule: string
	winner: Role | null
	wrote: Role | null
	value: SyncValue
	note: Note | 'reverted' | null
	cause: string
	actor: string
}

const columns = (sql: Sql) => sql`
	d.id, d.at, d.run_id, d.field_map_id, d.crm_field, d.ma_field, d.crm_value, d.ma_value, d.crm_at, d.ma_at, d.agreed, d.changed, d.later, d.rule, d.winner, d.wrote, d.value, d.note, d.cause, d.actor`

/** "Why is this value here?": what was decided about a record's fields, the newest first; one statement. */
export async function readJournal(sql: Sql, linkId: number, limit: number): Promise<JournalRow[]> {
	return await sql<JournalRow[]>`select ${columns(sql)} from sync_decision d where d.link_id = ${linkId} order by d.at desc, d.id desc limit ${limit}`
}

export async function readDecision(sql: Sql, linkId: number, id: number): Promise<JournalRow | null> {
	const [row] = await sql<JournalRow[]>`select ${columns(sql)} from sync_decision d where d.link_id = ${linkId} and d.id = ${id}`
	return row ?? null
}

/** Who stands behind `user:3`, `contact:12`; others have no name. */
export async function readActorNames(sql: Sql, sellerEntityId: number, actors: readonly string[]): Promise<Record<string, string>> {
	const idsOf = (kind: string) =>
		actors.flatMap((actor) => (actor.startsWith(`${kind}:`) && /^\d{1,15}$/.test(actor.slice(kind.length + 1)) ? Number(actor.slice(kind.length + 1)) : []))
	const rows = await sql<{ actor: string; name: string }[]>`
		select 'user:' || u.id as actor, u.first_name || ' ' || u.last_name as name from crm_user u where u.seller_entity_id = ${sellerEntityId} and u.id = any(${sql.array(idsOf('user'), 20)}::bigint[])
		union all select 'contact:' || k.id, k.first_name || ' ' || k.last_name from contact k join account a on a.id = k.account_id where a.seller_entity_id = ${sellerEntityId} and k.id = any(${sql.array(idsOf('contact'), 20)}::bigint[])`
	return Object.fromEntries(rows.map(({ actor, name }) => [actor, name]))
}

/** A link of this connection's seller, locked; null: none. */
export async function lockLinkOf(tx: Tx, sellerEntityId: number, id: number): Promise<{ id: number; connectionId: number } | null> {
	const [row] = await tx<{ id: number; connectionId: number }[]>`
		select l.id, l.connection_id from sync_link l join sync_connection c on c.id = l.connection_id where l.id = ${id} and c.seller_entity_id = ${sellerEntityId} for no key update of l`
	return row ?? null
}

export async function findLinkOf(sql: Sql, sellerEntityId: number, id: number): Promise<number | null> {
	const [row] = await sql<{ connectionId: number }[]>`
		select l.connection_id from sync_link l join sync_connection c on c.id = l.connection_id where l.id = ${id} and c.seller_entity_id = ${sellerEntityId}`
	return row?.connectionId ?? null
}

/** Pinned by the database's own clock, which the times of edits are told by: only what a person edits after this takes it off. */
export async function pinFields(tx: Tx, links: readonly { id: number; keys: readonly string[] }[]): Promise<void> {
	await tx`
		update sync_link l set version = l.version + 1, pinned = l.pinned || (select coalesce(jsonb_object_agg(k, clock_timestamp()), '{}') from jsonb_array_elements_text(r.keys) k)
		from jsonb_to_recordset(${tx.json(links as never)}) r(id bigint, keys jsonb) where l.id = r.id`
}

/** Travels again as its mapping says. */
export async function freeField(tx: Tx, linkId: number, key: string, from: 'pinned' | 'frozen'): Promise<void> {
	await tx`update sync_link set version = version + 1, ${tx(from)} = ${tx(from)} - ${key}::text where id = ${linkId}`
}

/** A link that was put aside is forgotten, and who stands on its marketing side meets the CRM anew, before all else. False: it was not put aside. */
export async function forgetLink(tx: Tx, linkId: number, userId: number, at: Date): Promise<boolean> {
	return (await forget(tx, tx`l.id = ${linkId} and l.state in ('archived', 'never')`, { actor: `user:${userId}`, at })) > 0
}

/** The same of prospects whose record in the CRM was deleted, wherever it stood (sync-core.md B11): from now on they may be made again. */
export async function forgetDeleted(tx: Tx, prospectIds: readonly number[], by: { actor: string; at: Date }): Promise<void> {
	await forget(
		tx,
		tx`l.ma_object = 'prospect' and l.ma_id = any(${tx.array([...prospectIds], 20)}::bigint[]::text[]) and (l.state = 'never' or (l.state = 'archived' and l.state_reason = 'CRM_DELETED'))
			and exists (select from sync_connection c where c.id = l.connection_id and c.ma_system = 'embedded_ma')`,
		by,
	)
}

async function forget(tx: Tx, which: ReturnType<Tx>, { actor, at }: { actor: string; at: Date }): Promise<number> {
	const rows = await tx`
		with gone as (delete from sync_link l where ${which} and l.state_reason is distinct from 'ERASED' returning l.id, l.connection_id, l.ma_object, l.ma_id), waiting as (delete from sync_job j using gone where j.link_id = gone.id), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
			select connection_id, null, 'ma', ma_object, ma_id, 'ma:' || ma_object || ':' || ma_id, 0, array['manual'], ${actor}, ${at}::timestamptz, ${at}::timestamptz from gone where ma_id is not null
			on conflict (connection_id, job_key) do update set lane = 0, due_at = excluded.due_at, leased_until = null, waits_for = null
		)
		select 1 from gone`
	return rows.length
}
