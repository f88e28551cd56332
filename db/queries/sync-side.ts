import type { FieldKind, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'

/**
 * Our own tables as the sync core reads and writes them: which object is which table, and for each field how it is read as
 * text and, where it may be written, its column and type. A field without a column is a projection of another row.
 */
export type SideColumn = {
	kind: FieldKind
	/** An expression over the row `t` (and what `from` joins), as text, true or false, or null. */
	reads: string
	column?: string
	as?: 'text' | 'boolean' | 'integer' | 'bigint' | 'date' | 'timestamptz'
	length?: number
	values?: readonly string[]
	required?: true
	references?: readonly string[]
}
export type SideTable = {
	system: 'embedded_crm' | 'embedded_ma'
	table: string
	from: string
	seller: string
	createable: boolean
	label: string
	/** Fields of the house's own stand in its column `custom`, each under its name (crm_custom_def). */
	hasCustom?: true
	/** Its column `merged_into_id` says what a record became (sync-core.md B11). */
	merges?: true
	/** What a write of one column means for others, as SQL over `t` and the written values `w.v`. */
	alsoSets?: string
	/** What a record that the sync makes has of its own, by column. */
	alsoMakes?: Readonly<Record<string, string>>
	fields: Readonly<Record<string, SideColumn>>
}

const text = (column: string, more: Partial<SideColumn> = {}): SideColumn => ({ kind: 'text', reads: `t.${column}`, column, as: 'text', length: 255, ...more })
const mail = text('email', { kind: 'email' })
const flag = (column: string): SideColumn => ({ kind: 'boolean', reads: `t.${column}`, column, as: 'boolean' })
const whole = (column: string): SideColumn => ({ kind: 'integer', reads: `t.${column}::text`, column, as: 'integer' })
const named = (column: string, references: readonly string[]): SideColumn => ({
	kind: 'reference',
	reads: `t.${column}::text`,
	column,
	as: 'bigint',
	references,
})
const told = (reads: string, kind: FieldKind = 'text', references?: readonly string[]): SideColumn => ({ kind, reads, ...(references ? { references } : {}) })
const day = (column: string): SideColumn => ({ kind: 'date', reads: `t.${column}::text`, column, as: 'date' })
const instant = (column: string): SideColumn => told(`to_char(t.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, 'instant')

const locales = ['en', 'fr-CA', 'es', 'ja', 'cs']
const person = {
	firstName: text('first_name'),
	email: mail,
	phone: text('phone', { kind: 'phone', length: 40 }),
	title: text('title', { length: 128 }),
	locale: text('locale', { length: 5, values: locales, kind: 'picklist' }),
}
const marketing = { score: whole('score'), grade: text('grade', { length: 2 }), has_opted_out: flag('has_opted_out') }

export const sideTables = {
	contact: {
		...{
			system: 'embedded_crm',
			table: 'contact',
			from: 'contact t join account a on a.id = t.account_id',
			seller: 'a.seller_entity_id',
			createable: false,
			hasCustom: true,
			merges: true,
			label: 'Contact',
		},
		fields: {
			...{
				first_name: { ...person.firstName, required: true },
				last_name: text('last_name', { required: true }),
				email: person.email,
				phone: person.phone,
				title: person.title,
				locale: person.locale,
			},
			...{
				// Who buys for herself is of no company.
				company: told('case when not a.is_person then a.name end'),
				account_id: told('t.account_id::text', 'reference', ['account']),
				owner_user_id: told('a.owner_user_id::text', 'reference', ['user']),
				is_active: flag('is_active'),
			},
			...marketing,
		},
	},
	lead: {
		...{
			system: 'embedded_crm',
			table: 'crm_lead',
			from: 'crm_lead t',
			seller: 't.seller_entity_id',
			createable: true,
			hasCustom: true,
			merges: true,
			label: 'Lead',
		},
		fields: {
			...{
				first_name: person.firstName,
				last_name: text('last_name', { required: true }),
				company: text('company', { required: true }),
				email: person.email,
				phone: person.phone,
				title: person.title,
				locale: person.locale,
			},
			...{
				source: text('source', { length: 40 }),
				status: text('status', { kind: 'picklist', values: ['open', 'working', 'qualified', 'recycle', 'lost'] }),
				rating: text('rating', { length: 40 }),
			},
			...{
				note: text('note', { length: 32_000 }),
				owner_user_id: named('owner_user_id', ['user']),
				converted_contact_id: told('t.converted_contact_id::text', 'reference', ['contact']),
			},
			...marketing,
		},
	},
	campaign: {
		...{
			system: 'embedded_crm',
			table: 'crm_campaign',
			from: 'crm_campaign t',
			seller: 't.seller_entity_id',
			createable: false,
			hasCustom: true,
			label: 'Campaign',
		},
		fields: {
			name: text('name', { required: true, length: 120 }),
			kind: text('kind'),
			...{
				starts_on: day('starts_on'),
				ends_on: day('ends_on'),
				actual_cost_minor: told('t.actual_cost_minor::text', 'integer'),
				currency: told('t.currency'),
			},
			status: text('status', { kind: 'picklist', values: ['planned', 'in_progress', 'completed', 'aborted'] }),
		},
	},
	prospect: {
		...{
			system: 'embedded_ma',
			table: 'ma_prospect',
			from: 'ma_prospect t',
			seller: 't.seller_entity_id',
			createable: true,
			hasCustom: true,
			merges: true,
			label: 'Prospect',
		},
		// An owner of her own takes her out of the queue, and says since when (db/migrations/0057).
		alsoSets: `assigned_queue_id = case when w.v ->> 'assigned_user_id' is not null then null else t.assigned_queue_id end,
			assigned_at = case when not w.v ? 'assigned_user_id' then t.assigned_at when w.v ->> 'assigned_user_id' is not null then clock_timestamp() when t.assigned_queue_id is null then null else t.assigned_at end`,
		alsoMakes: { acquired_by: `'crm'` },
		fields: {
			...{
				first_name: person.firstName,
				last_name: text('last_name'),
				company: text('company'),
				email: person.email,
				phone: person.phone,
				title: person.title,
				locale: person.locale,
			},
			...{ score: told('t.score::text', 'integer'), grade: told('t.grade'), opted_out: flag('opted_out'), last_activity_at: instant('last_activity_at') },
			...{
				contact_id: named('contact_id', ['contact']),
				lead_id: named('lead_id', ['lead']),
				source_campaign_id: told('t.source_campaign_id::text', 'reference', ['source_campaign']),
				acquired_by: told('t.acquired_by'),
			},
			...{ assigned_user_id: named('assigned_user_id', ['user']), assigned_queue_id: told('t.assigned_queue_id::text', 'reference', ['queue']) },
		},
	},
	source_campaign: {
		...{ system: 'embedded_ma', table: 'ma_campaign', from: 'ma_campaign t', seller: 't.seller_entity_id', createable: false, label: 'Source campaign' },
		fields: {
			...{ name: text('name', { required: true, length: 120 }), crm_campaign_id: named('crm_campaign_id', ['campaign']) },
			...{ starts_on: day('starts_on'), ends_on: day('ends_on'), currency: text('currency', { length: 3 }) },
			cost_minor: { kind: 'integer', reads: 't.cost_minor::text', column: 'cost_minor', as: 'bigint' },
		},
	},
} as const satisfies Record<string, SideTable>

export const isSideSystem = (name: string): name is SideTable['system'] => name === 'embedded_crm' || name === 'embedded_ma'
export type SideObjectName = keyof typeof sideTables
export const isSideObject = (name: string): name is SideObjectName => Object.hasOwn(sideTables, name)
export const sideTable = (name: SideObjectName): SideTable => sideTables[name]

export type SideRow = {
	id: string
	values: Record<string, SyncValue>
	createdAt: Date
	ownerActive: boolean
	hasOpportunity: boolean
	mergedInto?: string | null
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
	const { from, seller, fields, hasCustom, merges } = sideTable(object)
	return await sql<SideRow[]>`
		select t.id::text as id, ${sql.unsafe(valuesOf(fields, hasCustom))} as values, t.created_at, ${sql.unsafe(merges ? 't.merged_into_id::text' : 'null')} as merged_into
		from ${sql.unsafe(from)} where t.id = any(${sql.array([...ids], 25)}::text[]::bigint[]) and ${sql.unsafe(seller)} = ${sellerEntityId}
		order by t.id ${sql.unsafe(locks ? 'for no key update of t' : '')}`
}

/** Records by mail address in its normal form (B4), with what ranks several. Leads that were converted are among them. */
export async function findSideRows(sql: Sql, object: 'contact' | 'lead' | 'prospect', mails: readonly string[], sellerEntityId: number): Promise<SideRow[]> {
	const { from, seller, fields, hasCustom } = sideTable(object)
	const owner = { contact: 'a.owner_user_id', lead: 't.owner_user_id', prospect: 'null::bigint' }[object]
	const isOpen =
		object === 'contact'
			? 'exists (select from crm_opp_contact_role r join crm_opportunity o on o.account_id = r.account_id and o.id = r.opportunity_id where r.account_id = t.account_id and r.contact_id = t.id and o.closed_at is null)'
			: 'false'
	return await sql<SideRow[]>`
		select t.id::text as id, ${sql.unsafe(valuesOf(fields, hasCustom))} as values, t.created_at, ${sql.unsafe(isOpen)} as has_opportunity,
			coalesce((select u.is_active from crm_user u where u.id = ${sql.unsafe(owner)}), false) as owner_active
		from ${sql.unsafe(from)} where lower(t.email) = any(${sql.array([...mails], 25)}::text[]) and ${sql.unsafe(seller)} = ${sellerEntityId} and t.merged_into_id is null`
}

const setOf = (fields: Readonly<Record<string, SideColumn>>) =>
	Object.entries(fields)
		.flatMap(([name, { column, as }]) => (column ? [`${column} = case when w.v ? '${name}' then (w.v ->> '${name}')::${as} else t.${column} end`] : []))
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
	const { table, fields, alsoSets, hasCustom } = sideTable(object)
	const stored = Object.entries(fields).filter(([, { column }]) => column)
	return await tx<{ id: string; values: Record<string, SyncValue> }[]>`
		update ${tx.unsafe(table)} t set ${tx.unsafe([setOf(fields), ...(alsoSets ? [alsoSets] : []), ...(hasCustom ? [customSet] : [])].join(', '))}
		from jsonb_to_recordset(${tx.json(rows.map(({ id, values }) => ({ id, v: values })) as never)}) w(id bigint, v jsonb) where t.id = w.id
		returning t.id::text as id, ${tx.unsafe(valuesOf(Object.fromEntries(stored), hasCustom))} as values`
}

/** New records in the order given. */
export async function insertSideRows(tx: Tx, object: SideObjectName, sellerEntityId: number, rows: readonly Record<string, SyncValue>[]): Promise<string[]> {
	if (rows.length === 0) return []
	const { table, fields, hasCustom, alsoMakes = {} } = sideTable(object)
	const columns = Object.entries(fields).flatMap(([name, { column, as }]) => (column ? [{ name, column, as }] : []))
	// A column that no row names keeps its default.
	const given = columns.filter(({ name }) => rows.some((row) => name in row))
	const custom = hasCustom
		? [
				{
					column: 'custom',
					value: `coalesce((select jsonb_object_agg(substr(e.key, 8), e.value) from jsonb_each(w.v) e where e.key like 'custom.%' and e.value <> 'null'), '{}')`,
				},
			]
		: []
	custom.push(...Object.entries(alsoMakes).map(([column, value]) => ({ column, value })))
	const made = await tx<{ id: string }[]>`
		insert into ${tx.unsafe(table)} (seller_entity_id, ${tx.unsafe([...given, ...custom].map(({ column }) => column).join(', '))})
		select ${sellerEntityId}, ${tx.unsafe([...given.map(({ name, as }) => `(w.v ->> '${name}')::${as}`), ...custom.map(({ value }) => value)].join(', '))}
		from jsonb_array_elements(${tx.json(rows as never)}) with ordinality w(v, place) order by w.place returning id::text as id`
	return made.map(({ id }) => id)
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
