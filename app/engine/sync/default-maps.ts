import type { Behaviour, FieldMap } from './types.ts'

type Line = Omit<FieldMap, 'key' | 'stoppedBy' | 'transform'>
type ObjectLine = {
	crmObject: string
	maObject: string
	rank: number
	createsCrm: 'never' | 'gate' | 'always'
	createsMa: 'never' | 'always'
	fields: readonly Line[]
}

const line = (crmField: string, maField: string, behaviour: Behaviour, fallback: string | null = null): Line => ({
	...{ crmField, maField, behaviour, fallback, blank: 'fill', multi: 'last', overflow: 'error' },
})

/** Mail and word about mails first: what is refused there says most. Owner and company are sales'; score, grade, last activity and campaign marketing's (sync-core.md B5, defaults). */
const person: readonly Line[] = [
	line('email', 'email', 'most_recent'),
	{ ...line('has_opted_out', 'opted_out', 'most_recent'), isConsent: true },
	...['first_name', 'phone', 'title', 'locale', 'street', 'city', 'region', 'postal_code', 'country'].map((field) => line(field, field, 'most_recent')),
	line('last_name', 'last_name', 'most_recent', 'Unknown'),
	line('company', 'company', 'crm_to_ma', 'Unknown'),
	line('owner_user_id', 'assigned_user_id', 'crm_to_ma'),
	...['score', 'grade', 'last_activity_at', 'source_campaign'].map((field) => line(field, field, 'ma_to_crm')),
]

/** How far sales are with a lead, and how warm they call her: a contact has neither. */
const lead: readonly Line[] = [...person, line('status', 'lead_status', 'use_crm'), line('rating', 'rating', 'use_crm')]

/** Of a connected campaign name, days and cost are sales', also where they took one away (sync-core.md A38). */
const campaign: readonly Line[] = [
	line('name', 'name', 'crm_to_ma'),
	...(
		[
			['starts_on', 'starts_on'],
			['ends_on', 'ends_on'],
			['actual_cost_minor', 'cost_minor'],
			['currency', 'currency'],
		] as const
	).map(([crmField, maField]) => ({ ...line(crmField, maField, 'crm_to_ma'), blank: 'clear' as const })),
]

/** What joins a seller's own two sides from the first day. A lead is made for a prospect only behind the gate (A23); nobody becomes a prospect by being a contact (A26). */
export const houseMaps: readonly ObjectLine[] = [
	{ crmObject: 'campaign', maObject: 'source_campaign', rank: 0, createsCrm: 'never', createsMa: 'never', fields: campaign },
	{ crmObject: 'contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields: person },
	{ crmObject: 'lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never', fields: lead },
]
