import type { Sql, Tx } from '../client.server.ts'
import type { OwnCertificates } from './certificate.ts'
import { type PayingRow, payingOf } from './ladder.ts'

export type CompanyPage = {
	number: string
	name: string
	/** She and the account are one: nobody else is there (decision 0445). */
	isPerson: boolean
	currency: string
	standing: 'good' | 'watch' | 'hold' | 'new'
	standingSource: string
	standingNote: string | null
	onboardingStep: 'card_only' | 'capped_terms' | 'full_terms'
	orderCapMinor: number | null
	allowedClasses: string[] | null
	termsDays: number
	invoicePer: 'order' | 'group' | 'shipment'
	repeatsPoNumbers: boolean
	billTo: string | null
	rep: { name: string; email: string; phone: string | null } | null
	credit: { currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number } | null
	locations: {
		id: number
		code: string
		name: string
		line1: string
		line2: string | null
		city: string
		region: string | null
		postalCode: string
		country: string
		phone: string | null
		instructions: string | null
		isDefault: boolean
	}[]
	people: { id: number; name: string; email: string | null; title: string | null; role: string; locale: string; mayBuy: boolean }[]
	certificates: OwnCertificates['certificates']
	progress: PayingRow
	isLadderStopped: boolean
	/** What an administrator set for the onboarding ladder; null: the house's own rules. */
	ladder: unknown
}

/** The account's own page: who, where, on what terms, and how far along it is; one statement. */
export async function readCompany(sql: Sql, accountId: number): Promise<CompanyPage | null> {
	const [row] = await sql<CompanyPage[]>`
		select a.number, a.name, a.is_person, a.currency, a.standing, a.standing_source, a.standing_note, a.onboarding_step, a.ladder_stopped_at is not null as is_ladder_stopped, a.order_cap_minor, a.allowed_classes, a.terms_days, a.invoice_per, a.repeats_po_numbers,
			(select b.name from account b where b.id = a.bill_to_account_id and b.id <> a.id) as bill_to,
			(select json_build_object('name', concat_ws(' ', u.first_name, u.last_name), 'email', u.email, 'phone', u.phone) from crm_user u where u.id = a.owner_user_id and u.is_active) as rep,
			(select json_build_object('currency', c.currency, 'limitMinor', c.limit_minor, 'openInvoiceMinor', c.open_invoice_minor, 'unbilledMinor', c.unbilled_minor, 'reservedMinor', c.reserved_minor)
				from credit_profile c where c.account_id = coalesce(a.bill_to_account_id, a.id)) as credit,
			(select coalesce(json_agg(json_build_object('id', l.id, 'code', l.code, 'name', l.name, 'line1', l.line1, 'line2', l.line2, 'city', l.city, 'region', l.region, 'postalCode', l.postal_code, 'country', l.country, 'phone', l.phone,
				'instructions', l.instructions, 'isDefault', l.is_default) order by l.is_default desc, l.name, l.id), '[]') from location l where l.account_id = a.id and l.is_active) as locations,
			(select coalesce(json_agg(json_build_object('id', c.id, 'name', concat_ws(' ', c.first_name, c.last_name), 'email', c.email, 'title', c.title, 'role', c.role, 'locale', c.locale,
				'mayBuy', exists (select 1 from login g where g.account_id = c.account_id and g.contact_id = c.id and g.is_active)) order by c.role, c.last_name, c.id), '[]') from contact c where c.account_id = a.id and c.is_active) as people,
			(select coalesce(json_agg(json_build_object('id', e.id, 'jurisdiction', e.jurisdiction, 'number', e.number, 'validFrom', e.valid_from, 'expiresOn', e.expires_on, 'state', e.state, 'fileName', e.file_name,
				'decisionNote', e.decision_note) order by e.expires_on desc, e.id), '[]')
				from exemption_certificate e where e.account_id = a.id) as certificates,
			${payingOf(sql)} as progress,
			(select t.value from setting t where t.name = 'onboarding.ladder') as ladder
		from account a join seller_entity s on s.id = a.seller_entity_id where a.id = ${accountId}`
	return row ?? null
}

/** Takes the mark of the default ship-to off the store that has it, for the sake of another. False: that one is no store of this account. */
export async function clearDefaultLocation(tx: Tx, input: { accountId: number; locationId: number }): Promise<boolean> {
	const rows = await tx`
		with chosen as (select id from location where account_id = ${input.accountId} and id = ${input.locationId} and is_active), cleared as (
			update location set is_default = false where account_id = ${input.accountId} and is_default and exists (select 1 from chosen) and id <> ${input.locationId}
		)
		select 1 from chosen`
	return rows.length > 0
}

export async function markDefaultLocation(tx: Tx, input: { accountId: number; locationId: number }): Promise<void> {
	await tx`update location set is_default = true where account_id = ${input.accountId} and id = ${input.locationId}`
}

/** The language in which a person of the account is written to. */
export async function updateContactLocale(tx: Tx, input: { accountId: number; contactId: number; locale: string }): Promise<void> {
	await tx`update contact set locale = ${input.locale} where account_id = ${input.accountId} and id = ${input.contactId}`
}
