import { type FirstMap, firstLine } from '../../engine/sync/first-mapping.ts'
import type { OutsideSystem } from '../sync/contract.ts'
import { openAccountEngagement } from './account-engagement.server.ts'

const person = [
	firstLine('email', 'email'),
	{ ...firstLine('has_opted_out', 'optedOut'), isConsent: true },
	firstLine('first_name', 'firstName'),
	firstLine('last_name', 'lastName', 'most_recent', 'Unknown'),
	firstLine('title', 'jobTitle'),
	firstLine('phone', 'phone'),
	...[
		firstLine('street', 'addressOne'),
		firstLine('city', 'city'),
		firstLine('region', 'state'),
		firstLine('postal_code', 'zip'),
		firstLine('country', 'country'),
	],
	firstLine('company', 'company', 'crm_to_ma'),
	firstLine('score', 'score', 'ma_to_crm'),
	firstLine('grade', 'grade', 'ma_to_crm'),
	firstLine('last_activity_at', 'lastActivityAt', 'ma_to_crm'),
]

const firstMaps: readonly FirstMap[] = (['contact', 'lead'] as const).map((crmObject) => ({
	...{ crmObject, maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields: person },
}))

/** A business unit of Account Engagement as the marketing side. Its tokens come from the org that it belongs to. */
export const accountEngagementSystem: OutsideSystem = {
	...{ name: 'account_engagement', role: 'ma', ways: ['client_credentials'], firstMaps, readNotice: null },
	keyFields: [
		{ name: 'origin', kind: 'address' },
		{ name: 'businessUnitId', kind: 'text' },
		{ name: 'tokenOrigin', kind: 'address' },
		{ name: 'clientId', kind: 'text' },
		{ name: 'clientSecret', kind: 'secret' },
	],
	open: ({ origin = '', businessUnitId = '', tokenOrigin = '', clientId = '', clientSecret = '' }, settings) =>
		openAccountEngagement({
			...{ origin, businessUnitId, ...settings },
			key: { origin: tokenOrigin, clientId, signIn: { kind: 'client_credentials', clientSecret } },
		}),
}
