import type { SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import type { SideColumn } from './side-column.ts'
import { type SideObjectName, sideTable } from './side-tables.ts'

export type SideRow = {
	id: string
	values: Record<string, SyncValue>
	createdAt: Date
	ownerActive: boolean
	hasOpportunity: boolean
	mergedInto?: string | null
	/** Fields that the house alone says. */
	owned?: string[] | null
}

/** The values as one document; the house's own fields stand in theirs as the core has them. */
const valuesOf = (fields: Readonly<Record<string, SideColumn>>, hasCustom = false) => {
	const own = `jsonb_build_object(${Object.entries(fields)
		.map(([name, { reads }]) => `'${name}', ${reads}`)
		.join(', ')})`
	return hasCustom ? `${own} || coalesce((select jsonb_object_agg('custom.' || e.key, e.value) from jsonb_each(t.custom) e), '{}')` : own
}

/** Records by id, of one seller; locked against other writers when `locks`, so that what is decided on is what is written over. */
export async function readSideRows(
	sql: Sql,
	object: SideObjectName,
	{ ids, sellerEntityId, locks }: { ids: readonly string[]; sellerEntityId: number; locks: boolean },
): Promise<SideRow[]> {
	const { from, seller, fields, hasCustom, merges, createdAt = 't.created_at', owns = 'null' } = sideTable(object)
	return await sql<SideRow[]>`
		select t.id::text as id, ${sql.unsafe(valuesOf(fields, hasCustom))} as values, ${sql.unsafe(createdAt)} as created_at, ${sql.unsafe(merges ? 't.merged_into_id::text' : 'null')} as merged_into,
			${sql.unsafe(owns)} as owned
		from ${sql.unsafe(from)} where t.id = any(${sql.array([...ids], 25)}::text[]::bigint[]) and ${sql.unsafe(seller)} = ${sellerEntityId}
		order by t.id ${sql.unsafe(locks ? 'for no key update of t' : '')}`
}

/** Objects of ours whose records are people, each with an address. */
const personObjects = ['contact', 'lead', 'prospect', 'person_account'] as const
export type PersonObject = (typeof personObjects)[number]
export const isPersonObject = (object: SideObjectName): object is PersonObject => (personObjects as readonly string[]).includes(object)

/** Records by mail address in its normal form (B4), with what ranks several. Leads that were converted are among them. */
export async function findSideRows(sql: Sql, object: PersonObject, mails: readonly string[], sellerEntityId: number): Promise<SideRow[]> {
	const { from, seller, fields, hasCustom } = sideTable(object)
	const owner = { contact: 'a.owner_user_id', lead: 't.owner_user_id', prospect: 'null::bigint', person_account: 't.owner_user_id' }[object]
	const isOpen =
		object === 'contact'
			? 'exists (select from crm_opp_contact_role r join crm_opportunity o on o.account_id = r.account_id and o.id = r.opportunity_id where r.account_id = t.account_id and r.contact_id = t.id and o.closed_at is null and o.deleted_at is null)'
			: 'false'
	return await sql<SideRow[]>`
		select t.id::text as id, ${sql.unsafe(valuesOf(fields, hasCustom))} as values, t.created_at, ${sql.unsafe(isOpen)} as has_opportunity,
			coalesce((select u.is_active from crm_user u where u.id = ${sql.unsafe(owner)}), false) as owner_active
		from ${sql.unsafe(from)} where lower(${sql.unsafe(fields['email']?.reads ?? 'null')}) = any(${sql.array([...mails], 25)}::text[]) and ${sql.unsafe(seller)} = ${sellerEntityId} and t.merged_into_id is null`
}

/** Records by what stands in one of their fields, whatever its case and spaces: how those without an address meet. */
export async function findAlikeRows(
	sql: Sql,
	object: SideObjectName,
	{ field, values, sellerEntityId }: { field: string; values: readonly string[]; sellerEntityId: number },
): Promise<SideRow[]> {
	const { from, seller, fields, hasCustom, merges, createdAt = 't.created_at' } = sideTable(object)
	return await sql<SideRow[]>`
		select t.id::text as id, ${sql.unsafe(valuesOf(fields, hasCustom))} as values, ${sql.unsafe(createdAt)} as created_at from ${sql.unsafe(from)}
		where lower(regexp_replace(btrim(${sql.unsafe(fields[field]?.reads ?? 'null')}), '\\s+', ' ', 'g')) = any(${sql.array(
			values.map((value) => value.toLowerCase()),
			25,
		)}::text[]) and ${sql.unsafe(seller)} = ${sellerEntityId} ${sql.unsafe(merges ? 'and t.merged_into_id is null' : '')} order by t.id`
}

/** In which the house counts where nothing else is said. */
export async function readOwnCurrency(sql: Sql, sellerEntityId: number): Promise<string> {
	const [row] = await sql<{ currency: string }[]>`select currency from seller_entity where id = ${sellerEntityId}`
	return row?.currency ?? ''
}

/** By place, why a new record cannot be; no statement where every one can. */
export async function readBars(
	sql: Sql,
	object: SideObjectName,
	{ rows, sellerEntityId }: { rows: readonly Record<string, SyncValue>[]; sellerEntityId: number },
): Promise<Map<number, string>> {
	const { bars } = sideTable(object)
	if (!bars || rows.length === 0) return new Map()
	const found = await sql<{ place: number; code: string | null }[]>`
		select w.place::int - 1 as place, ${sql.unsafe(bars)} as code
		from jsonb_array_elements(${sql.json(rows as never)}) with ordinality w(v, place) cross join (select ${sellerEntityId}::bigint as id) seller`
	return new Map(found.flatMap(({ place, code }) => (code === null ? [] : [[place, code] as const])))
}

/** By the row's id, why it cannot take what is written to it; no statement where the table says nothing of it. */
export async function readUntakable(
	sql: Sql,
	object: SideObjectName,
	rows: readonly { id: string; values: Record<string, SyncValue> }[],
): Promise<Map<string, string>> {
	const { refuses, table } = sideTable(object)
	if (!refuses || rows.length === 0) return new Map()
	const found = await sql<{ id: string; code: string | null }[]>`
		select t.id::text as id, ${sql.unsafe(refuses.sql)} as code
		from jsonb_to_recordset(${sql.json(rows.map(({ id, values }) => ({ id, v: values })) as never)}) w(id bigint, v jsonb) join ${sql.unsafe(table)} t on t.id = w.id`
	return new Map(found.flatMap(({ id, code }) => (code === null ? [] : [[id, code] as const])))
}

/** A written value as its column takes it. */
const stored = (name: string, { as, blankAs }: SideColumn) => (blankAs ? `coalesce((w.v ->> '${name}')::${as}, ${blankAs})` : `(w.v ->> '${name}')::${as}`)

/** The columns of one of a record's rows. */
const setOf = (fields: Readonly<Record<string, SideColumn>>, row: 't' | 'h' = 't') =>
	Object.entries(fields)
		.flatMap(([name, field]) => {
			const { column, once, inHalf = false } = field
			return column && !once && inHalf === (row === 'h') ? [`${column} = case when w.v ? '${name}' then ${stored(name, field)} else ${row}.${column} end`] : []
		})
		.join(', ')

/** A blank takes the field away. */
const customSet = `custom = jsonb_strip_nulls(t.custom || coalesce((select jsonb_object_agg(substr(e.key, 8), e.value) from jsonb_each(w.v) e where e.key like 'custom.%'), '{}'))`

/** Writes only the fields that each row names; answers what stands there afterwards, because a trigger may have had other ideas. */
export async function updateSideRows(
	tx: Tx,
	object: SideObjectName,
	rows: readonly { id: string; values: Record<string, SyncValue> }[],
): Promise<{ id: string; values: Record<string, SyncValue> }[]> {
	if (rows.length === 0) return []
	const { table, fields, alsoSets, hasCustom, half } = sideTable(object)
	const told = Object.fromEntries(Object.entries(fields).filter(([, { column, once }]) => column && !once))
	const given = tx`jsonb_to_recordset(${tx.json(rows.map(({ id, values }) => ({ id, v: values })) as never)}) w(id bigint, v jsonb)`
	if (half) {
		const values = tx.unsafe(valuesOf(told, hasCustom))
		return await tx<{ id: string; values: Record<string, SyncValue> }[]>`
			with other as (
				update ${tx.unsafe(half.table)} h set ${tx.unsafe(setOf(fields, 'h'))} from ${given} join ${tx.unsafe(table)} t on t.id = w.id where ${tx.unsafe(half.on)} returning t.id as whole_id, h.*
			)
			update ${tx.unsafe(table)} t set ${tx.unsafe(setOf(fields))} from ${given} join other h on h.whole_id = w.id where t.id = w.id
			returning t.id::text as id, ${values} as values`
	}
	return await tx<{ id: string; values: Record<string, SyncValue> }[]>`
		update ${tx.unsafe(table)} t set ${tx.unsafe([setOf(fields), ...(alsoSets ? [alsoSets] : []), ...(hasCustom ? [customSet] : [])].join(', '))}
		from ${given} where t.id = w.id
		returning t.id::text as id, ${tx.unsafe(valuesOf(told, hasCustom))} as values`
}

/** New records in the order given. */
export async function insertSideRows(tx: Tx, object: SideObjectName, sellerEntityId: number, rows: readonly Record<string, SyncValue>[]): Promise<string[]> {
	if (rows.length === 0) return []
	const { table, seller, fields, hasCustom, alsoMakes = {}, alsoInserts } = sideTable(object)
	const columns = Object.entries(fields).flatMap(([name, field]) => {
		const { column, makes } = field
		return column ? [{ name, column, makes, value: makes ?? stored(name, field) }] : []
	})
	// A column that no row names keeps its default.
	const given: { column: string; value: string }[] = columns.filter(({ name, makes }) => makes || rows.some((row) => name in row))
	const ofSeller = seller === 't.seller_entity_id' ? [{ column: 'seller_entity_id', value: 'seller.id' }] : []
	const custom = hasCustom
		? [
				{
					column: 'custom',
					value: `coalesce((select jsonb_object_agg(substr(e.key, 8), e.value) from jsonb_each(w.v) e where e.key like 'custom.%' and e.value <> 'null'), '{}')`,
				},
			]
		: []
	custom.push(...Object.entries(alsoMakes).map(([column, value]) => ({ column, value })))
	const all = [...ofSeller, ...given, ...custom]
	const inserting = tx`
		insert into ${tx.unsafe(table)} (${tx.unsafe(all.map(({ column }) => column).join(', '))})
		select ${tx.unsafe(all.map(({ value }) => value).join(', '))}
		from jsonb_array_elements(${tx.json(rows as never)}) with ordinality w(v, place) cross join (select ${sellerEntityId}::bigint as id) seller order by w.place returning id`
	const made = alsoInserts
		? await tx<{ id: string }[]>`with made as (${inserting}), more as (${tx.unsafe(alsoInserts)}) select id::text as id from made`
		: await tx<{ id: string }[]>`with made as (${inserting}) select id::text as id from made`
	return made.map(({ id }) => id)
}

/** Records of an object of ours that a connection links to nobody: those that a list goes through besides the links. */
export async function countUnlinked(
	sql: Sql,
	object: SideObjectName,
	{ connectionId, sellerEntityId, side }: { connectionId: number; sellerEntityId: number; side: 'crm' | 'ma' },
): Promise<number> {
	const { from, seller, merges } = sideTable(object)
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from ${sql.unsafe(from)} where ${sql.unsafe(seller)} = ${sellerEntityId} ${sql.unsafe(merges ? 'and t.merged_into_id is null' : '')}
			and not exists (select from sync_link l where l.connection_id = ${connectionId} and case ${side} when 'crm' then l.crm_object = ${object} and l.crm_id = t.id::text else l.ma_object = ${object} and l.ma_id = t.id::text end)`
	return row?.count ?? 0
}

/** What changed on our own sides after a cursor, oldest first: for a resync or a reconcile that goes through all there is, by id. */
export async function pageSideIds(
	sql: Sql,
	object: SideObjectName,
	{ after, sellerEntityId, limit }: { after: string; sellerEntityId: number; limit: number },
): Promise<string[]> {
	const { from, seller, merges } = sideTable(object)
	const rows = await sql<{ id: string }[]>`
		select t.id::text as id from ${sql.unsafe(from)} where t.id > ${after}::bigint and ${sql.unsafe(seller)} = ${sellerEntityId} ${sql.unsafe(merges ? 'and t.merged_into_id is null' : '')} order by t.id limit ${limit}`
	return rows.map(({ id }) => id)
}
