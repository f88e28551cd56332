import type { KnownMatch, OutsideUser, OwnUser } from '../../app/engine/sync/match-users.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export async function readOwnUsers(sql: Sql, sellerEntityId: number): Promise<(OwnUser & { name: string })[]> {
	return await sql<(OwnUser & { name: string })[]>`
		select id, email as mail, is_active, concat_ws(' ', first_name, last_name) as name from crm_user where seller_entity_id = ${sellerEntityId} order by first_name, last_name, id`
}

/** What people of the other system are called, by `outside:id`. */
export async function readOutsideNames(sql: Sql, connectionId: number, ids: readonly string[]): Promise<Record<string, string>> {
	if (ids.length === 0) return {}
	const rows = await sql<{ key: string; name: string }[]>`
		select 'outside:' || m.outside_id as key, m.name from sync_user_map m where m.connection_id = ${connectionId} and m.outside_id = any(${sql.array([...ids], 25)}::text[])`
	return Object.fromEntries(rows.map(({ key, name }) => [key, name]))
}

export async function readMatches(sql: Sql, connectionId: number): Promise<KnownMatch[]> {
	return await sql<KnownMatch[]>`select outside_id, user_id, is_manual from sync_user_map where connection_id = ${connectionId}`
}

/** Everybody of the other system as they are now; who is gone from there is gone from here. One statement. */
export async function saveUsers(tx: Tx, connectionId: number, users: readonly (OutsideUser & KnownMatch)[], at: Date): Promise<void> {
	// Two may change places, which no order of updates allows while nobody may be two people.
	await tx`delete from sync_user_map where connection_id = ${connectionId}`
	if (users.length === 0) return
	await tx`
		insert into sync_user_map (connection_id, outside_id, name, email, is_active, user_id, is_manual, seen_at)
		select ${connectionId}, r.id, r.name, r.mail, r.is_active, r.user_id, r.is_manual, ${at}
		from jsonb_to_recordset(${recordset(tx, users)}) r(id text, name text, mail text, is_active boolean, user_id bigint, is_manual boolean)`
}

/** By hand: this one there is that one here, and nobody else. Answers whether there is such a person there. */
export async function setMatch(tx: Tx, connectionId: number, outsideId: string, userId: number | null): Promise<boolean> {
	await tx`update sync_user_map set user_id = null where connection_id = ${connectionId} and user_id = ${userId} and outside_id <> ${outsideId}`
	const rows =
		await tx`update sync_user_map set user_id = ${userId}, is_manual = true where connection_id = ${connectionId} and outside_id = ${outsideId} returning 1`
	return rows.length > 0
}

/** Whose records they are whose owner has no counterpart. */
export async function setConnectorUser(tx: Tx, connectionId: number, connectorUser: { outside: string; own: string }): Promise<void> {
	await tx`update sync_connection set settings = settings || ${tx.json({ connectorUser })} where id = ${connectionId}`
}

export type UserRow = {
	outsideId: string
	name: string
	email: string | null
	isActive: boolean
	userId: number | null
	userName: string | null
	isManual: boolean
}
export type UserFilter = { text: string | null; show: 'open' | 'matched' | null; after: string | null; limit: number }

/** A page of the other system's people by name; the key of a row is its name and its id there. */
export async function readUserRows(sql: Sql, connectionId: number, { text, show, after, limit }: UserFilter): Promise<UserRow[]> {
	const like = text === null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`
	return await sql<UserRow[]>`
		select m.outside_id, m.name, m.email, m.is_active, m.user_id, concat_ws(' ', u.first_name, u.last_name) as user_name, m.is_manual
		from sync_user_map m left join crm_user u on u.id = m.user_id
		where m.connection_id = ${connectionId} and (${like}::text is null or m.name ilike ${like} or m.email ilike ${like})
			and (${show}::text is null or (${show} = 'open') = (m.user_id is null))
			and (${after}::text is null or (lower(m.name), m.outside_id) > (select lower(a.name), a.outside_id from sync_user_map a where a.connection_id = ${connectionId} and a.outside_id = ${after}))
		order by lower(m.name), m.outside_id limit ${limit}`
}

/** At work there, and nobody's counterpart; the connector user is by what it is for. */
const isOpen = (sql: Sql) => sql`
	user_id is null and is_active
		and outside_id is distinct from (select c.settings #>> '{connectorUser,outside}' from sync_connection c where c.id = connection_id)`

export type UserCount = { total: number; open: number; seenAt: Date | null }

export async function countUsers(sql: Sql, connectionId: number): Promise<UserCount> {
	const [row] = await sql<UserCount[]>`
		select count(*)::int as total, (count(*) filter (where ${isOpen(sql)}))::int as open, max(seen_at) as seen_at from sync_user_map where connection_id = ${connectionId}`
	return row ?? { total: 0, open: 0, seenAt: null }
}

/** Those at work there who have no counterpart here. */
export async function readOpenUsers(sql: Sql, connectionId: number): Promise<{ outsideId: string; name: string }[]> {
	return await sql<{ outsideId: string; name: string }[]>`select outside_id, name from sync_user_map where connection_id = ${connectionId} and ${isOpen(sql)}`
}
