import { type FirstMap, firstLine, ownerLine } from '../../engine/sync/first-mapping.ts'
import type { OutsideSystem } from '../sync/contract.ts'
import { readNotice } from './read-notice.ts'
import { openSalesforce } from './salesforce.server.ts'

const person = [
	firstLine('Email', 'email'),
	{ ...firstLine('HasOptedOutOfEmail', 'opted_out'), isConsent: true },
	firstLine('FirstName', 'first_name'),
	firstLine('LastName', 'last_name', 'most_recent', 'Unknown'),
	firstLine('Title', 'title'),
	firstLine('Phone', 'phone'),
	ownerLine('OwnerId', 'assigned_user_id'),
]

const firstMaps: readonly FirstMap[] = [
	{ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields: person },
	{
		...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
		fields: [...person, firstLine('Company', 'company', 'crm_to_ma', 'Unknown')],
	},
]

/** A Salesforce org as the sales side. */
export const salesforceSystem: OutsideSystem = {
	...{ name: 'salesforce', role: 'crm', firstMaps },
	keyFields: [
		{ name: 'origin', kind: 'address' },
		{ name: 'clientId', kind: 'text' },
		{ name: 'clientSecret', kind: 'secret' },
		{ name: 'keyField', kind: 'text', isOptional: true },
		{ name: 'noticeSecret', kind: 'secret', isOptional: true },
	],
	open: ({ origin = '', clientId = '', clientSecret = '', keyField }, settings) =>
		openSalesforce({ origin, clientId, signIn: { kind: 'client_credentials', clientSecret }, externalKeyField: keyField || null, ...settings }),
	readNotice: (rawBody, headers, secret) => readNotice(rawBody, headers.get('x-relay-signature'), secret),
}
