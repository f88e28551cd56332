import type { ConnectionSettings } from '../../app/engine/sync/decide-settings.ts'
import type { FieldMap, Role, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'

export type ObjectMap = {
	id: number
	crmObject: string
	maObject: string
	/** Parents before children. */
	rank: number
	createsCrm: 'never' | 'gate' | 'always'
	createsMa: 'never' | 'always'
	/** Records made before this are not made prospects by themselves (A26). */
	createsMaSince: string | null
	filter: unknown
	/** Added while the connection ran: nothing of it goes until somebody lets it. */
	rests: boolean
	/** By which the kept description of the other system's object is known; null: it was never described. */
	describedAs: string | null
	/** By the side that would be told of somebody, by how she came: what is done with her (A10). A source without a line is `create`. */
	policies: Readonly<Record<Role, Readonly<Record<string, Policy>>>>
	fields: FieldMap[]
}
export type Policy = 'create' | 'match_only' | 'never'

export type Connection = {
	id: number
	sellerEntityId: number
	name: string
	crmSystem: string
	maSystem: string
	state: 'paused' | 'canary' | 'running' | 'suspended'
	suspendedFor: string | null
	settings: ConnectionSettings & {
		/** Whose records they are whose owner has no counterpart: there, and here. */
		connectorUser?: { outside: string; own: string }
	}
	sealedSecrets: string | null
	quotaShare: string
	prospectCap: number | null
	canaryStage: number
	canaryDone: number
	canaryRefused: number
	startedAt: Date | null
	/** Until then only who waits for an answer may call the other side. */
	livePausedUntil: Date | null
	objects: ObjectMap[]
}

const policies = (sql: Sql, side: Role) =>
	sql`coalesce((select jsonb_object_agg(p.source, p.policy) from sync_source_policy p where p.object_map_id = m.id and p.side = ${side}), '{}')`

/** Who is who, from marketing to sales, whichever of them is not ours; and who takes what is nobody's. */
const usersOf = (sql: Sql) => sql`
	jsonb_build_object('kind', 'users', 'pairs', coalesce((select jsonb_object_agg(case when c.crm_system like 'embedded\\_%' then u.outside_id else u.user_id::text end,
		case when c.crm_system like 'embedded\\_%' then u.user_id::text else u.outside_id end) from sync_user_map u where u.connection_id = c.id and u.user_id is not null), '{}'),
		'elseCrm', c.settings #> case when c.crm_system like 'embedded\\_%' then '{connectorUser,own}'::text[] else '{connectorUser,outside}' end,
		'elseMa', c.settings #> case when c.crm_system like 'embedded\\_%' then '{connectorUser,outside}'::text[] else '{connectorUser,own}' end)`

const columns = (sql: Sql, withResting = false) => sql`
	c.id, c.seller_entity_id, c.name, c.crm_system, c.ma_system, c.state, c.suspended_for, c.settings, c.sealed_secrets, c.quota_share, c.prospect_cap,
	c.canary_stage, c.canary_done, c.canary_refused, c.started_at, c.live_paused_until,
	coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'crmObject', m.crm_object, 'maObject', m.ma_object, 'rank', m.rank, 'createsCrm', m.creates_crm,
		'createsMa', m.creates_ma, 'createsMaSince', m.creates_ma_since, 'filter', m.filter, 'rests', m.rests, 'describedAs', m.described_as, 'policies', jsonb_build_object('crm', ${policies(sql, 'crm')}, 'ma', ${policies(sql, 'ma')}), 'fields', coalesce((select jsonb_agg(jsonb_build_object('key', f.id::text, 'crmField', f.crm_field, 'maField', f.ma_field,
			'behaviour', f.behaviour, 'blank', f.blank, 'multi', f.multi, 'overflow', f.overflow, 'transform', case when f.transform ->> 'kind' = 'users' then ${usersOf(sql)} else f.transform end, 'fallback', f.fallback, 'stoppedBy', f.stopped_by, 'isConsent', f.is_consent) order by f.id)
			from sync_field_map f where f.object_map_id = m.id), '[]')) order by m.rank, m.id) from sync_object_map m where m.connection_id = c.id and (${withResting} or not m.rests)), '[]') as objects`

/** Connections with their whole mapping: some dozen rows each, however many records they keep. */
export async function readConnections(sql: Sql): Promise<Connection[]> {
	return await sql<Connection[]>`select ${columns(sql)} from sync_connection c order by c.id`
}

export async function readConnection(sql: Sql, id: number): Promise<Connection | null> {
	const [row] = await sql<Connection[]>`select ${columns(sql)} from sync_connection c where c.id = ${id}`
	return row ?? null
}

/** The same with what rests besides: for the room where objects are added and let run. */
export async function readWholeConnection(sql: Sql, id: number): Promise<Connection | null> {
	const [row] = await sql<Connection[]>`select ${columns(sql, true)} from sync_connection c where c.id = ${id}`
	return row ?? null
}

/** Sellers whose two own sides nothing joins yet. */
export async function readUnjoinedSellers(sql: Sql): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select s.id from seller_entity s where not exists (select from sync_connection c where c.seller_entity_id = s.id and c.crm_system = 'embedded_crm' and c.ma_system = 'embedded_ma') order by 1`
	return rows.map(({ id }) => id)
}

export type NewObjectMap = Pick<ObjectMap, 'crmObject' | 'maObject' | 'rank' | 'createsCrm' | 'createsMa'> & {
	fields: readonly (Omit<FieldMap, 'key' | 'stoppedBy' | 'transform'> & { transform?: FieldMap['transform'] })[]
}
export type NewConnection = {
	sellerEntityIds: readonly number[]
	name: string
	crmSystem: string
	maSystem: string
	state: 'paused' | 'running'
	objects: readonly NewObjectMap[]
	sealedSecrets?: string
	quotaShare?: number
	at: Date
}

/** One connection for each seller with the same mapping; who has one of this name already gets no second. */
export async function insertConnections(tx: Tx, connection: NewConnection): Promise<number[]> {
	const { sellerEntityIds, name, crmSystem, maSystem, state, objects, sealedSecrets = null, quotaShare = 0.5, at } = connection
	const rows = await tx<{ id: number }[]>`
		with made as (
			insert into sync_connection (seller_entity_id, name, crm_system, ma_system, state, canary_stage, started_at, sealed_secrets, quota_share)
			select s, ${name}, ${crmSystem}, ${maSystem}, ${state}, ${state === 'running' ? 3 : 0}, ${state === 'running' ? at : null}::timestamptz, ${sealedSecrets}, ${quotaShare}
			from unnest(${tx.array([...sellerEntityIds], 20)}::bigint[]) s
			on conflict (seller_entity_id, name) do nothing returning id
		), maps as (
			insert into sync_object_map (connection_id, crm_object, ma_object, rank, creates_crm, creates_ma)
			select made.id, m ->> 'crmObject', m ->> 'maObject', (m ->> 'rank')::smallint, m ->> 'createsCrm', m ->> 'createsMa'
			from made, jsonb_array_elements(${tx.json(objects as never)}) m
			returning id, connection_id, crm_object, ma_object
		), fields as (
			insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour, blank, multi, overflow, fallback, is_consent, transform)
			select maps.id, f ->> 'crmField', f ->> 'maField', f ->> 'behaviour', f ->> 'blank', f ->> 'multi', f ->> 'overflow', f ->> 'fallback', coalesce((f ->> 'isConsent')::boolean, false), f -> 'transform'
			from maps join jsonb_array_elements(${tx.json(objects as never)}) m on m ->> 'crmObject' = maps.crm_object and m ->> 'maObject' = maps.ma_object
			cross join jsonb_array_elements(m -> 'fields') f
		)
		select id from made order by 1`
	return rows.map(({ id }) => id)
}

export async function isNameTaken(sql: Sql, sellerEntityId: number, name: string): Promise<boolean> {
	const rows = await sql`select from sync_connection where seller_entity_id = ${sellerEntityId} and name = ${name}`
	return rows.length > 0
}

/** A key that is good takes away what the old one was stopped for. */
export async function saveKey(tx: Tx, id: number, sealedSecrets: string): Promise<void> {
	await tx`
		update sync_connection set sealed_secrets = ${sealedSecrets}, state = case when state = 'suspended' and suspended_for is distinct from 'ERROR_SHARE' then 'paused' else state end,
			suspended_for = case when suspended_for = 'ERROR_SHARE' then suspended_for end where id = ${id}`
}

/** Nothing goes until an administrator has given a good key; jobs wait where they are. False: it stood still before. */
export async function suspendConnection(tx: Tx, id: number, reason: string): Promise<boolean> {
	const rows =
		await tx`update sync_connection set state = 'suspended', suspended_for = ${reason} where id = ${id} and state in ('canary', 'running') returning 1`
	return rows.length > 0
}

/** What an administrator settled; what others settled beside it stays. */
export async function saveSettings(tx: Tx, id: number, settings: ConnectionSettings): Promise<void> {
	await tx`update sync_connection set settings = settings || ${tx.json(settings as never)} where id = ${id}`
}

/** Calls of the side's day as it last said itself. */
export async function saveUsage(tx: Tx, connectionId: number, side: 'crm' | 'ma', usage: { used: number; limit: number } | null, at: Date): Promise<void> {
	if (!usage) return
	await tx`
		insert into sync_quota (connection_id, side, on_day, used, allowed, seen_at) values (${connectionId}, ${side}, (${at}::timestamptz at time zone 'UTC')::date, ${usage.used}, ${usage.limit}, ${at})
		on conflict (connection_id, side, on_day) do update set used = excluded.used, allowed = excluded.allowed, seen_at = excluded.seen_at`
}

/** Calls of the side's day, as it said last today; null: it said nothing yet. */
export async function readUsage(sql: Sql, connectionId: number, side: 'crm' | 'ma', at: Date): Promise<{ used: number; limit: number } | null> {
	const [row] = await sql<{ used: number; limit: number }[]>`
		select used, allowed as limit from sync_quota where connection_id = ${connectionId} and side = ${side} and on_day = (${at}::timestamptz at time zone 'UTC')::date`
	return row ?? null
}

/** Until then only who waits for an answer calls the other side. */
export async function pauseLive(tx: Tx, connectionId: number, until: Date): Promise<void> {
	await tx`update sync_connection set live_paused_until = ${until} where id = ${connectionId}`
}

type Canary = { step: number; tried: number; refused: number }

/** Null: another worker has it. */
export async function lockCanary(tx: Tx, id: number): Promise<Canary | null> {
	const [row] = await tx<
		Canary[]
	>`select canary_stage as step, canary_done as tried, canary_refused as refused from sync_connection where id = ${id} and state = 'canary' for update skip locked`
	return row ?? null
}

/** Whether work waits, is in hand, or may come from a feed that was not read through since the start. */
export async function isAnythingLeft(tx: Tx, id: number, at: Date): Promise<boolean> {
	const [row] = await tx<{ is: boolean }[]>`
		select exists (select from sync_job where connection_id = c.id and (due_at <= ${at} or taken_until > ${at} or bulk_id is not null)) or exists (select from sync_change)
			or (not (c.crm_system like 'embedded\\_%' and c.ma_system like 'embedded\\_%')
				and not coalesce((select bool_and(caught_up_at >= c.started_at) from sync_watermark w where w.connection_id = c.id
					and not exists (select from sync_mirror m where m.connection_id = c.id and m.object = w.object and w.side = 'crm')), false)) as is
		from sync_connection c where c.id = ${id}`
	return row?.is ?? true
}

export async function addCanary(tx: Tx, id: number, { tried, refused }: { tried: number; refused: number }): Promise<Canary> {
	const [row] = await tx<Canary[]>`
		update sync_connection set canary_done = canary_done + ${tried}, canary_refused = canary_refused + ${refused} where id = ${id}
		returning canary_stage as step, canary_done as tried, canary_refused as refused`
	return row ?? { step: 0, tried: 0, refused: 0 }
}

/** `isFresh`: the step begins to count anew. */
export async function setCanary(
	tx: Tx,
	id: number,
	{ state, suspendedFor, step, isFresh }: { state: Connection['state']; suspendedFor: string | null; step: number; isFresh: boolean },
): Promise<void> {
	await tx`
		update sync_connection set state = ${state}, suspended_for = ${suspendedFor}, canary_stage = ${step}, canary_done = case when ${isFresh} then 0 else canary_done end,
			canary_refused = case when ${isFresh} then 0 else canary_refused end where id = ${id}`
}

/** What was written to these links' fields in the last ten minutes, oldest first. */
export async function readRecentWrites(
	sql: Sql,
	linkIds: readonly number[],
	at: Date,
): Promise<{ linkId: number; fieldMapId: number; at: Date; overwritten: SyncValue; value: SyncValue }[]> {
	return await sql`
		select link_id, field_map_id, at, case wrote when 'crm' then crm_value else ma_value end as overwritten, value from sync_decision
		where link_id = any(${sql.array([...linkIds], 20)}::bigint[]) and at > ${at}::timestamptz - interval '10 minutes' and wrote is not null order by at, id`
}
