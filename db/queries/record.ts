import type { Fields } from '../../app/engine/base/predicate.ts'
import type { Custom } from '../../app/engine/crm/custom-fields.ts'
import type { RecordObject } from '../../app/engine/crm/record-fields.ts'
import type { Sql, Tx } from '../client.server.ts'
import { askedFields, askedProspects } from './asked-prospect.ts'

/** A record as rules and rooms see it. Amounts among its fields are whole minor units under `…Minor` names. */
export type RecordRow = {
	id: number
	name: string
	sellerEntityId: number
	accountId: number | null
	contactId: number | null
	leadId: number | null
	ownerUserId: number | null
	fields: Fields
	custom: Custom
}

const sources = (sql: Sql) => ({
	lead: sql`select l.id, concat_ws(' ', l.first_name, l.last_name) as name, l.seller_entity_id, null::bigint as account_id, null::bigint as contact_id, l.id as lead_id, l.owner_user_id,
			json_build_object('firstName', l.first_name, 'lastName', l.last_name, 'email', l.email, 'phone', l.phone, 'title', l.title, 'locale', l.locale, 'company', l.company, 'source', l.source, 'status', l.status, 'rating', l.rating, 'note', l.note) as fields, l.custom
		from crm_lead l`,
	contact: sql`select c.id, concat_ws(' ', c.first_name, c.last_name) as name, a.seller_entity_id, c.account_id, c.id as contact_id, null::bigint as lead_id, a.owner_user_id,
			json_build_object('firstName', c.first_name, 'lastName', c.last_name, 'email', c.email, 'phone', c.phone, 'title', c.title, 'locale', c.locale, 'role', c.role, 'account', a.name, 'isActive', c.is_active) as fields, c.custom
		from contact c join account a on a.id = c.account_id`,
	account: sql`select a.id, a.name, a.seller_entity_id, a.id as account_id, null::bigint as contact_id, null::bigint as lead_id, a.owner_user_id,
			json_build_object('name', a.name, 'number', a.number, 'industry', a.industry, 'website', a.website, 'phone', a.phone, 'currency', a.currency, 'locale', a.locale, 'status', a.status, 'standing', a.standing,
				'annualRevenueMinor', a.annual_revenue_minor, 'isPerson', a.is_person) as fields, a.custom
		from account a`,
	opportunity: sql`select o.id, o.name, a.seller_entity_id, o.account_id, null::bigint as contact_id, null::bigint as lead_id, coalesce(o.owner_user_id, a.owner_user_id) as owner_user_id,
			json_build_object('name', o.name, 'stage', o.stage, 'currency', o.currency, 'amountMinor', o.amount_minor, 'closeOn', o.close_on, 'isWon', o.is_won, 'isClosed', o.closed_at is not null, 'type', o.type, 'probability', o.probability) as fields, o.custom
		from crm_opportunity o join account a on a.id = o.account_id where o.deleted_at is null`,
	campaign: sql`select c.id, c.name, c.seller_entity_id, null::bigint as account_id, null::bigint as contact_id, null::bigint as lead_id, null::bigint as owner_user_id,
			json_build_object('code', c.code, 'name', c.name, 'kind', c.kind, 'status', c.status, 'currency', c.currency, 'budgetedCostMinor', c.budgeted_cost_minor, 'actualCostMinor', c.actual_cost_minor,
				'expectedRevenueMinor', c.expected_revenue_minor, 'startsOn', c.starts_on, 'endsOn', c.ends_on) as fields, c.custom
		from crm_campaign c`,
	prospect: sql`select p.id, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, '') as name, p.seller_entity_id, c.account_id, p.contact_id, p.lead_id, p.assigned_user_id as owner_user_id,
			${askedFields(sql)} as fields, p.custom
		from ${askedProspects(sql)}`,
})

const tables: Readonly<Record<RecordObject, string>> = {
	...{ lead: 'crm_lead', contact: 'contact', account: 'account', opportunity: 'crm_opportunity', campaign: 'crm_campaign', prospect: 'ma_prospect' },
}

/** Records of one object, in the order of their ids; one statement for any number. */
export async function readRecords(sql: Sql, object: RecordObject, ids: readonly number[]): Promise<RecordRow[]> {
	return await sql<RecordRow[]>`select r.* from (${sources(sql)[object]}) r where r.id = any(${sql.array([...ids], 20)}::bigint[]) order by r.id`
}

/** The values of the house's own fields, as they are from now on. */
export async function updateCustom(tx: Tx, object: RecordObject, id: number, custom: Custom): Promise<void> {
	await tx`update ${tx(tables[object])} set custom = ${tx.json(custom as never)} where id = ${id}`
}

/** Sets one field of the house's own on many records. */
export async function updateCustomField(
	tx: Tx,
	object: RecordObject,
	{ ids, name, value }: { ids: readonly number[]; name: string; value: unknown },
): Promise<void> {
	await tx`update ${tx(tables[object])} set custom = jsonb_set(custom, array[${name}], ${tx.json(value as never)}) where id = any(${tx.array([...ids], 20)}::bigint[])`
}

/** Locks a record. */
export async function lockRecord(tx: Tx, object: RecordObject, id: number): Promise<void> {
	await tx`select 1 from ${tx(tables[object])} where id = ${id} for update`
}
