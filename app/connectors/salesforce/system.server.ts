import type { OutsideSystem } from '../sync/contract.ts'
import { firstMaps } from './first-maps.ts'
import { readNotice } from './read-notice.ts'
import { openSalesforce } from './salesforce.server.ts'

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
