import { campaignTables } from './side-campaign.ts'
import { day, flag, instant, mail, named, type SideColumn, type SideTable, text, told, whole } from './side-column.ts'
import { personTables } from './side-person.ts'
import { salesTables } from './side-sales.ts'
import { workTables } from './side-work.ts'

const locales = ['en', 'fr-CA', 'es', 'ja', 'cs']
const person = {
	firstName: text('first_name'),
	email: mail,
	phone: text('phone', { kind: 'phone', length: 40 }),
	title: text('title', { length: 128 }),
	locale: text('locale', { length: 5, values: locales, kind: 'picklist' }),
}
/** An opened mail and a sign-in make no job (sync-core.md A29). */
const seen: SideColumn = { ...instant('last_activity_at'), isUnmarked: true }
/** Where a person has her mail sent, as long as an org has room for it. */
const address = {
	street: text('street'),
	city: text('city', { length: 40 }),
	region: text('region', { length: 80 }),
	postal_code: text('postal_code', { length: 20 }),
	country: text('country', { length: 80 }),
}
const statuses = ['open', 'working', 'qualified', 'recycle', 'lost']
const marketing = {
	last_activity_at: { ...seen, column: 'last_activity_at', as: 'timestamptz' as const },
	source_campaign: text('source_campaign', { length: 120 }),
	score: whole('score'),
	grade: text('grade', { length: 2 }),
	has_opted_out: flag('has_opted_out'),
}

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
				...address,
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
				...address,
			},
			...{
				source: text('source', { length: 120 }),
				status: text('status', { kind: 'picklist', values: statuses }),
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
		alsoMakes: { acquired_by: `'crm'`, assigned_at: `case when w.v ->> 'assigned_user_id' is not null then clock_timestamp() end` },
		fields: {
			...{
				first_name: person.firstName,
				last_name: text('last_name'),
				company: text('company'),
				email: person.email,
				phone: person.phone,
				title: person.title,
				locale: person.locale,
				...address,
			},
			// The company of which she is a contact; who buys for herself is of none.
			account_id: told(
				`(select c.account_id::text from contact c join account a on a.id = c.account_id and not a.is_person where c.id = t.contact_id)`,
				'reference',
				['account'],
			),
			...{ score: told('t.score::text', 'integer'), grade: told('t.grade'), opted_out: flag('opted_out'), last_activity_at: seen },
			...{
				contact_id: named('contact_id', ['contact']),
				lead_id: named('lead_id', ['lead']),
				source_campaign_id: told('t.source_campaign_id::text', 'reference', ['source_campaign']),
				source_campaign: { ...told('(select m.name from ma_campaign m where m.id = t.source_campaign_id)'), marked: 'source_campaign_id' },
				...{ lead_status: text('lead_status', { length: 40 }), rating: text('rating', { length: 40 }) },
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
	...campaignTables,
	...salesTables,
	...personTables,
	...workTables,
} as const satisfies Record<string, SideTable>

export const isSideSystem = (name: string): name is SideTable['system'] => name === 'embedded_crm' || name === 'embedded_ma'
export type SideObjectName = keyof typeof sideTables
export const isSideObject = (name: string): name is SideObjectName => Object.hasOwn(sideTables, name)
export const sideTable = (name: SideObjectName): SideTable => sideTables[name]

export const isShared = (name: string): boolean => isSideObject(name) && sideTable(name).isShared === true

/** What our own sides keep with another system: one store, whichever of them the connection joins. */
export const ownsObject = (system: SideTable['system'], name: string): name is SideObjectName =>
	isSideObject(name) && (sideTable(name).system === system || isShared(name))
