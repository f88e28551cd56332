import { type FirstMap, firstLine, ownerLine, parentLine } from '../../engine/sync/first-mapping.ts'
import { campaignMaps } from './first-campaigns.ts'
import { workMaps } from './first-work.ts'

const person = [
	firstLine('Email', 'email'),
	{ ...firstLine('HasOptedOutOfEmail', 'opted_out'), isConsent: true },
	firstLine('FirstName', 'first_name'),
	firstLine('LastName', 'last_name', 'most_recent', 'Unknown'),
	firstLine('Title', 'title'),
	firstLine('Phone', 'phone'),
	ownerLine('OwnerId', 'assigned_user_id'),
]

/** An address is five fields there, under the name of what it is for. */
const address = (of: string) => [
	...[firstLine(`${of}Street`, 'street'), firstLine(`${of}City`, 'city'), firstLine(`${of}State`, 'region')],
	...[firstLine(`${of}PostalCode`, 'postal_code'), firstLine(`${of}Country`, 'country')],
]

/** In the words that an org begins with; one that has others maps them value by value. */
const leadStatus = {
	...firstLine('Status', 'lead_status', 'use_crm'),
	transform: {
		kind: 'choices' as const,
		pairs: { open: 'Open - Not Contacted', working: 'Working - Contacted', converted: 'Closed - Converted', lost: 'Closed - Not Converted' },
	},
}

const rating = { ...firstLine('Rating', 'rating', 'use_crm'), transform: { kind: 'choices' as const, pairs: { hot: 'Hot', warm: 'Warm', cold: 'Cold' } } }

/** Of an account address, number and currency are said by the shop alone: they are projections there. */
const account = [
	...[firstLine('Name', 'name'), firstLine('Phone', 'phone'), firstLine('Website', 'website'), firstLine('Industry', 'industry')],
	...[firstLine('AccountNumber', 'number', 'ma_to_crm'), firstLine('BillingStreet', 'billing_street', 'ma_to_crm')],
	...[firstLine('BillingCity', 'billing_city', 'ma_to_crm'), firstLine('BillingState', 'billing_region', 'ma_to_crm')],
	...[firstLine('BillingPostalCode', 'billing_postal_code', 'ma_to_crm'), firstLine('BillingCountry', 'billing_country', 'ma_to_crm')],
	ownerLine('OwnerId', 'owner_user_id'),
]

/** Who buys for herself, in an org that keeps people as accounts. Where she lives is said by the shop alone. */
const personAccount = [
	firstLine('PersonEmail', 'email'),
	{ ...firstLine('PersonHasOptedOutOfEmail', 'has_opted_out'), isConsent: true },
	...[
		firstLine('FirstName', 'first_name'),
		firstLine('LastName', 'last_name', 'most_recent', 'Unknown'),
		firstLine('PersonTitle', 'title'),
		firstLine('Phone', 'phone'),
	],
	...[firstLine('AccountNumber', 'number', 'ma_to_crm'), firstLine('PersonMailingStreet', 'mailing_street', 'ma_to_crm')],
	...[firstLine('PersonMailingCity', 'mailing_city', 'ma_to_crm'), firstLine('PersonMailingState', 'mailing_region', 'ma_to_crm')],
	...[firstLine('PersonMailingPostalCode', 'mailing_postal_code', 'ma_to_crm'), firstLine('PersonMailingCountry', 'mailing_country', 'ma_to_crm')],
	ownerLine('OwnerId', 'owner_user_id'),
]

/** An opportunity's account is settled when it is made. */
const opportunity = [
	...[firstLine('Name', 'name'), firstLine('CurrencyIsoCode', 'currency', 'ma_to_crm'), firstLine('Amount', 'amount'), firstLine('CloseDate', 'close_on')],
	{
		...firstLine('StageName', 'stage'),
		transform: {
			kind: 'choices' as const,
			pairs: {
				...{ prospecting: 'Prospecting', qualification: 'Qualification', proposal: 'Proposal/Price Quote', negotiation: 'Negotiation/Review' },
				...{ closed_won: 'Closed Won', closed_lost: 'Closed Lost' },
			},
		},
	},
	parentLine('AccountId', 'account_id', { crm: 'Account', ma: 'account' }, 'ma_to_crm'),
	ownerLine('OwnerId', 'owner_user_id'),
]

const contactRole = [
	parentLine('OpportunityId', 'opportunity_id', { crm: 'Opportunity', ma: 'opportunity' }, 'ma_to_crm'),
	parentLine('ContactId', 'prospect_id', { crm: 'Contact', ma: 'prospect' }, 'ma_to_crm'),
	...[firstLine('Role', 'role'), firstLine('IsPrimary', 'is_primary')],
]

/** What is usual between an org and the house: people as contacts of their company's account or as leads, companies, and what is sold to them. */
export const firstMaps: readonly FirstMap[] = [
	{ crmObject: 'Account', maObject: 'account', rank: 0, createsCrm: 'gate', createsMa: 'never', fields: account },
	{ crmObject: 'PersonAccount', maObject: 'person_account', rank: 0, createsCrm: 'gate', createsMa: 'never', fields: personAccount },
	{
		...{ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
		fields: [...person, ...address('Mailing'), parentLine('AccountId', 'account_id', { crm: 'Account', ma: 'account' }, 'ma_to_crm')],
	},
	{
		...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
		fields: [...[...person, ...address(''), firstLine('Company', 'company', 'crm_to_ma', 'Unknown')], ...[leadStatus, rating]],
	},
	{ crmObject: 'Opportunity', maObject: 'opportunity', rank: 2, createsCrm: 'gate', createsMa: 'never', fields: opportunity },
	{ crmObject: 'OpportunityContactRole', maObject: 'contact_role', rank: 3, createsCrm: 'always', createsMa: 'never', fields: contactRole },
	...campaignMaps,
	...workMaps,
]
