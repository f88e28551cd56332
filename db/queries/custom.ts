import type { Custom, CustomDef, Words } from '../../app/engine/crm/custom-fields.ts'
import type { Becomes, Carried } from '../../app/engine/crm/lead-fields.ts'
import type { FieldType } from '../../app/engine/crm/record-fields.ts'
import type { Sql, Tx } from '../client.server.ts'

export type CustomDefRow = CustomDef & { id: number; object: string; becomes: Becomes }
/** `mirror`: the connection whose other system says its rows (sync-core.md A42); null: the house's own. */
export type CustomObjectRow = {
	id: number
	code: string
	labels: Words
	parent: 'account' | 'contact' | 'opportunity' | 'prospect'
	rows: number
	mirror: { connectionId: number; name: string } | null
}

/** Fields of the house's own, in the order in which they were added: of one object, or of all. */
export async function readCustomDefs(sql: Sql, sellerEntityId: number, object: string | null = null): Promise<CustomDefRow[]> {
	return await sql<CustomDefRow[]>`
		select id, object, name, labels, type, length, precision, scale, choices, is_required, is_active, becomes from crm_custom_def
		where seller_entity_id = ${sellerEntityId} and (${object}::text is null or object = ${object}) order by object, id`
}

export async function readCustomObjects(sql: Sql, sellerEntityId: number): Promise<CustomObjectRow[]> {
	return await sql<CustomObjectRow[]>`
		select o.id, o.code, o.labels, o.parent, case when m.id is null then (select count(*)::int from crm_custom_row r where r.custom_object_id = o.id) else (select count(*)::int from sync_mirror_row r where r.mirror_id = m.id) end as rows,
			case when m.id is not null then json_build_object('connectionId', c.id, 'name', c.name) end as mirror
		from crm_custom_object o left join sync_mirror m on m.custom_object_id = o.id left join sync_connection c on c.id = m.connection_id where o.seller_entity_id = ${sellerEntityId} order by o.id`
}

/** Null: another took the name in the meantime. */
export async function insertCustomDef(tx: Tx, sellerEntityId: number, object: string, def: CustomDef & { becomes: Becomes }): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into crm_custom_def (seller_entity_id, object, name, labels, type, length, precision, scale, choices, is_required, is_active, becomes)
		values (${sellerEntityId}, ${object}, ${def.name}, ${tx.json(def.labels as never)}, ${def.type}, ${def.length}, ${def.precision}, ${def.scale}, ${def.choices === null ? null : tx.array([...def.choices], 25)}, ${def.isRequired}, ${def.isActive}, ${tx.json(def.becomes as never)})
		on conflict do nothing returning id`
	return row?.id ?? null
}

/** Name and type stay: values hang on them. */
export async function updateCustomDef(tx: Tx, id: number, def: CustomDef & { becomes: Becomes }): Promise<void> {
	await tx`
		update crm_custom_def set labels = ${tx.json(def.labels as never)}, length = ${def.length}, precision = ${def.precision}, scale = ${def.scale}, choices = ${def.choices === null ? null : tx.array([...def.choices], 25)},
			is_required = ${def.isRequired}, is_active = ${def.isActive}, becomes = ${tx.json(def.becomes as never)} where id = ${id}`
}

export async function insertCustomObject(
	tx: Tx,
	sellerEntityId: number,
	{ code, labels, parent }: { code: string; labels: Words; parent: string },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into crm_custom_object (seller_entity_id, code, labels, parent) values (${sellerEntityId}, ${code}, ${tx.json(labels as never)}, ${parent}) on conflict do nothing returning id`
	return row?.id ?? null
}

/** `isMirror`: another system says it, and nobody changes it here. */
export type CustomRow = { id: number; customObjectId: number; name: string; custom: Custom; changedAt: Date; isMirror: boolean }
export type RowParent = { accountId: number; contactId: number | null; opportunityId: number | null }
/** A lead has nothing of the house's own that hangs off it, but another system's own may. */
export type HangingParent = { accountId: number | null; contactId: number | null; opportunityId: number | null; leadId: number | null }

/** What hangs off a record: of an account also nothing of its people's or opportunities'. What another system says hangs off whom the live link of its parent names. */
export async function readCustomRows(sql: Sql, { accountId, contactId, opportunityId, leadId }: HangingParent): Promise<CustomRow[]> {
	const isAccount = contactId === null && opportunityId === null && leadId === null
	return await sql<CustomRow[]>`
		with own as (
			select id, custom_object_id, name, custom, changed_at, false as is_mirror from crm_custom_row
			where account_id = ${accountId} and contact_id is not distinct from ${contactId}::bigint and opportunity_id is not distinct from ${opportunityId}::bigint
		), faces as (
			select 'account' as object, ${accountId}::bigint::text as id where ${isAccount}
			union all select 'opportunity', ${opportunityId}::bigint::text where ${opportunityId}::bigint is not null
			union all select 'prospect', p.id::text from ma_prospect p where p.contact_id = ${contactId} or p.lead_id = ${leadId}
		), mirrored as (
			select r.id, m.custom_object_id, r.name, r.custom, r.modified_at, true from faces f join sync_mirror m on m.own_object = f.object
				join sync_link l on l.connection_id = m.connection_id and l.ma_object = f.object and l.ma_id = f.id and l.crm_object = m.parent_object and l.state = 'active'
				join sync_mirror_row r on r.mirror_id = m.id and r.their_parent_id = l.crm_id
		)
		select * from (select * from own union all select * from mirrored) x order by custom_object_id, id limit 500`
}

export async function insertCustomRow(tx: Tx, parent: RowParent, row: { customObjectId: number; name: string; custom: Custom; at: Date }): Promise<number> {
	const [made] = await tx<{ id: number }[]>`
		insert into crm_custom_row (account_id, contact_id, opportunity_id, custom_object_id, name, custom, created_at, changed_at)
		values (${parent.accountId}, ${parent.contactId}, ${parent.opportunityId}, ${row.customObjectId}, ${row.name}, ${tx.json(row.custom as never)}, ${row.at}, ${row.at}) returning id`
	if (!made) throw new Error('A row was not written')
	return made.id
}

export async function updateCustomRow(tx: Tx, accountId: number, row: { id: number; name: string; custom: Custom; at: Date }): Promise<void> {
	await tx`update crm_custom_row set name = ${row.name}, custom = ${tx.json(row.custom as never)}, changed_at = ${row.at} where account_id = ${accountId} and id = ${row.id}`
}

export async function deleteCustomRow(tx: Tx, accountId: number, id: number): Promise<void> {
	await tx`delete from crm_custom_row where account_id = ${accountId} and id = ${id}`
}

type Became = { leadId: number; accountId: number; contactId: number; opportunityId: number }

/** What a lead and what it became say in fields of the house's own. */
export async function readCarried(tx: Tx, { leadId, accountId, contactId, opportunityId }: Became): Promise<Carried & { lead: Custom }> {
	const [row] = await tx<(Carried & { lead: Custom })[]>`
		select l.custom as lead, a.custom as account, c.custom as contact, o.custom as opportunity from crm_lead l, account a, contact c, crm_opportunity o
		where l.id = ${leadId} and a.id = ${accountId} and c.account_id = ${accountId} and c.id = ${contactId} and o.account_id = ${accountId} and o.id = ${opportunityId}`
	return row ?? { lead: {}, account: {}, contact: {}, opportunity: {} }
}

export type HangingRow = { object: string; name: string; custom: Custom; types: Readonly<Record<string, FieldType>> | null }

/** What hangs off a person of marketing, her account and her opportunities, of these objects, in the order in which it came (sync-core.md A42). */
export async function readHanging(sql: Sql, prospectId: number, objects: readonly string[]): Promise<HangingRow[]> {
	const codes = sql.array([...objects], 25)
	return await sql<HangingRow[]>`
		with kind as (select d.object, jsonb_object_agg(d.name, d.type) as types from crm_custom_def d join ma_prospect p on p.seller_entity_id = d.seller_entity_id
			where p.id = ${prospectId} and d.object = any(${codes}::text[]) and d.is_active group by d.object)
		select w.object, w.name, w.custom, k.types from ma_custom_row w left join kind k on k.object = w.object
		where w.prospect_id = ${prospectId} and w.object = any(${codes}::text[]) order by w.id`
}

/** What hangs off a person by object, with how much there is of each and the first of it. */
export type HangingOf = { object: string; total: number; rows: { id: number; name: string; custom: Custom }[] }

export async function readHangingOf(sql: Sql, prospectId: number, most: number): Promise<HangingOf[]> {
	return await sql<HangingOf[]>`
		select w.object, max(w.total)::int as total, json_agg(json_build_object('id', w.id, 'name', w.name, 'custom', w.custom) order by w.place) as rows from (
			select x.*, count(*) over (partition by x.object) as total, row_number() over (partition by x.object order by x.name, x.id) as place from ma_custom_row x where x.prospect_id = ${prospectId}) w
		where w.place <= ${most} group by w.object order by w.object`
}

/** Objects that hang off accounts, with how many of each hang off this one and what the first are called. */
export type AccountHangingOf = { code: string; labels: Words; total: number; names: string[] }

export async function readAccountHanging(
	sql: Sql,
	{ accountId, sellerEntityId, most }: { accountId: number; sellerEntityId: number; most: number },
): Promise<AccountHangingOf[]> {
	return await sql<AccountHangingOf[]>`
		with hanging as (
			select custom_object_id, name, id from crm_custom_row where account_id = ${accountId} and contact_id is null and opportunity_id is null
			union all select m.custom_object_id, r.name, r.id from sync_mirror m
				join sync_link l on l.connection_id = m.connection_id and l.ma_object = 'account' and l.ma_id = ${accountId}::bigint::text and l.crm_object = m.parent_object and l.state = 'active'
				join sync_mirror_row r on r.mirror_id = m.id and r.their_parent_id = l.crm_id where m.own_object = 'account'
		), placed as (select h.*, row_number() over (partition by custom_object_id order by name, id) as place from hanging h)
		select o.code, o.labels, count(p.id)::int as total, coalesce(array_agg(p.name order by p.place) filter (where p.place <= ${most}), '{}') as names
		from crm_custom_object o left join placed p on p.custom_object_id = o.id where o.seller_entity_id = ${sellerEntityId} and o.parent = 'account' group by o.id order by o.id`
}

/** An object with its fields, as whoever writes a mail may name them. */
export type MergeObject = { code: string; labels: Words; fields: { name: string; labels: Words }[] }

export async function readMergeObjects(sql: Sql, sellerEntityId: number): Promise<MergeObject[]> {
	return await sql<MergeObject[]>`
		select o.code, o.labels, coalesce(json_agg(json_build_object('name', d.name, 'labels', d.labels) order by d.id) filter (where d.id is not null), '[]') as fields
		from crm_custom_object o left join crm_custom_def d on d.seller_entity_id = o.seller_entity_id and d.object = o.code and d.is_active
		where o.seller_entity_id = ${sellerEntityId} group by o.id order by o.id`
}
