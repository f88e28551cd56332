import type { OutsideSystem } from '../sync/contract.ts'
import { firstMaps } from './first-maps.ts'
import { readNotice } from './read-notice.ts'
import { openSalesforce } from './salesforce.server.ts'
import type { SalesforceSettings } from './settings.ts'

/** A Salesforce org as the sales side. */
export const salesforceSystem: OutsideSystem = {
	...{ name: 'salesforce', role: 'crm', ways: ['client_credentials', 'jwt'], firstMaps },
	keyFields: [
		{ name: 'origin', kind: 'address' },
		{ name: 'clientId', kind: 'text' },
		{ name: 'clientSecret', kind: 'secret', way: 'client_credentials' },
		{ name: 'username', kind: 'text', way: 'jwt' },
		{ name: 'privateKey', kind: 'pem', way: 'jwt' },
		{ name: 'keyField', kind: 'text', isOptional: true },
		{ name: 'noticeSecret', kind: 'secret', isOptional: true },
	],
	open: ({ origin = '', clientId = '', keyField, ...key }, settings) =>
		openSalesforce({ origin, clientId, signIn: signInBy(key), externalKeyField: keyField || null, ...settings }),
	readNotice: (rawBody, headers, secret) => readNotice(rawBody, headers.get('x-relay-signature'), secret),
}

const signInBy = ({ way, username = '', privateKey = '', clientSecret = '' }: Readonly<Record<string, string>>): SalesforceSettings['signIn'] =>
	way === 'jwt' ? { kind: 'jwt', username, privateKey } : { kind: 'client_credentials', clientSecret }
