import { afterAll, afterEach } from 'vitest'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { embeddedSide } from '../../app/connectors/sync/embedded/embedded-side.server.ts'
import { type Tx, withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'
import { salesContract } from './sync-sales.contract.ts'

const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const ends: (() => unknown)[] = []
afterAll(async () => void (await Promise.all(ends.map((end) => end()))))

salesContract('Salesforce, through its stand-in', async () => {
	const standIn = await openSalesforceStandIn(keys)
	ends.push(() => standIn.close())
	const port = openSalesforce({
		...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
		...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000 },
	})
	return {
		port,
		account: { object: 'Account', name: 'Name', phone: 'Phone' },
		opportunity: {
			...{ object: 'Opportunity', name: 'Name', account: 'AccountId', stage: 'StageName', amount: 'Amount', nobody: '0015g000000zzzzAAA' },
			whole: (AccountId: string, Name: string) => ({ AccountId, Name, StageName: 'Qualification', CloseDate: '2026-09-01' }),
		},
		role: {
			...{ object: 'OpportunityContactRole', opportunity: 'OpportunityId', person: 'ContactId', role: 'Role' },
			whole: (OpportunityId: string, ContactId: string) => ({ OpportunityId, ContactId }),
		},
		stages: { open: 'Qualification', won: 'Closed Won', unknown: 'Almost' },
		person: async (AccountId) => (standIn.turn({ put: { object: 'Contact', values: { LastName: 'Prado', AccountId } } }) as { put: { id: string } }).put.id,
		remove: async (object, id) => void standIn.turn({ remove: { object, id } }),
	}
})

const { db } = await testDb()
const { sellerId } = await makeCompany(db, 'sales')
class Undone extends Error {}
const held: (() => Promise<void>)[] = []
afterEach(async () => {
	await Promise.all(held.splice(0).map((end) => end()))
})

/** A transaction that lasts as long as a test, and leaves nothing. */
const hold = () =>
	new Promise<Tx>((resolve) => {
		const whole = withTransaction(
			db,
			(tx) =>
				new Promise<void>((_, undo) => {
					held.push(() => {
						undo(new Undone())
						return whole
					})
					resolve(tx)
				}),
		).catch((error: unknown) => {
			if (!(error instanceof Undone)) throw error
		})
	})

for (const system of ['embedded_crm', 'embedded_ma'] as const)
	salesContract(`our own sales, in a connection with ${system}`, async () => {
		const tx = await hold()
		return {
			port: embeddedSide(tx, system, sellerId),
			account: { object: 'account', name: 'name', phone: 'phone' },
			opportunity: {
				...{ object: 'opportunity', name: 'name', account: 'account_id', stage: 'stage', amount: 'amount', nobody: '999999999' },
				whole: (account_id: string, name: string) => ({ account_id, name, stage: 'qualification', close_on: '2026-09-01' }),
			},
			role: {
				...{ object: 'contact_role', opportunity: 'opportunity_id', person: 'prospect_id', role: 'role' },
				whole: (opportunity_id: string, prospect_id: string) => ({ opportunity_id, prospect_id }),
			},
			// The core refuses a wrong choice of ours before it is written (preflight).
			stages: { open: 'qualification', won: 'closed_won', unknown: null },
			person: async (accountId) => {
				const [made] = await tx<{ id: number }[]>`
					with person as (insert into contact (account_id, first_name, last_name) values (${accountId}, 'Ines', 'Prado') returning id)
					insert into ma_prospect (seller_entity_id, last_name, contact_id) select ${sellerId}, 'Prado', id from person returning id`
				return String(made?.id)
			},
			remove: null,
		}
	})

salesContract('Account Engagement, through its stand-in', async () => {
	const standIn = await openAccountEngagementStandIn({ ...keys, businessUnitId: '0Uv5g0000000001AAA' })
	ends.push(() => standIn.close())
	const port = openAccountEngagement({
		...{ origin: standIn.origin, businessUnitId: '0Uv5g0000000001AAA', timeoutMs: 5000 },
		key: { origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
	})
	// A unit keeps prospects; companies and what is sold to them stand in the org that it belongs to.
	return port.capabilities.alike ? Promise.reject(new Error('This side has companies by now')) : null
})
