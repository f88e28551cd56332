import { afterAll, afterEach } from 'vitest'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { embeddedSide } from '../../app/connectors/sync/embedded/embedded-side.server.ts'
import { type Tx, withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'
import { workContract } from './sync-work.contract.ts'

const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const ends: (() => unknown)[] = []
afterAll(async () => void (await Promise.all(ends.map((end) => end()))))

workContract('Salesforce, through its stand-in', async () => {
	const standIn = await openSalesforceStandIn(keys)
	ends.push(() => standIn.close())
	const port = openSalesforce({
		...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
		...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000 },
	})
	return {
		port,
		campaign: { object: 'Campaign', name: 'Name', whole: (Name: string) => ({ Name }) },
		step: {
			...{ object: 'CampaignMemberStatus', campaign: 'CampaignId', label: 'Label' },
			whole: (CampaignId: string, Label: string) => ({ CampaignId, Label, SortOrder: '12', HasResponded: true }),
		},
		member: {
			...{ object: 'CampaignMember', campaign: 'CampaignId', person: 'LeadOrContactId', status: 'Status' },
			whole: (CampaignId: string, LeadOrContactId: string) => ({ CampaignId, LeadOrContactId }),
		},
		task: {
			...{ object: 'Task', person: 'WhoId', status: 'Status', ends: { open: 'Not Started', done: 'Completed' } },
			whole: (WhoId: string) => ({ WhoId, Subject: 'Call' }),
		},
		person: async (kind) => {
			const [object, values] = kind === 'lead' ? ['Lead', { LastName: 'Prado', Company: 'Prado' }] : ['Contact', { LastName: 'Prado' }]
			return (standIn.turn({ put: { object, values } }) as { put: { id: string } }).put.id
		},
	}
})

const { db } = await testDb()
const { sellerId } = await makeCompany(db, 'work')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
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
	workContract(`our own sales, in a connection with ${system}`, async () => {
		const tx = await hold()
		return {
			port: embeddedSide(tx, system, sellerId),
			campaign: { object: 'campaign', name: 'name', whole: (name: string) => ({ name }) },
			step: {
				...{ object: 'campaign_status', campaign: 'campaign_id', label: 'status' },
				whole: (campaign_id: string, status: string) => ({ campaign_id, status, has_responded: true }),
			},
			member: {
				...{ object: 'campaign_member', campaign: 'campaign_id', person: 'prospect_id', status: 'status' },
				whole: (campaign_id: string, prospect_id: string) => ({ campaign_id, prospect_id }),
			},
			task: {
				...{ object: 'task', person: 'prospect_id', status: 'status', ends: { open: 'open', done: 'done' } },
				whole: (prospect_id: string) => ({ prospect_id, subject: 'Call', owner_user_id: String(userId) }),
			},
			person: async (kind) => {
				const [made] =
					kind === 'lead'
						? await tx<{ id: number }[]>`
						with her as (insert into crm_lead (seller_entity_id, last_name, company) values (${sellerId}, 'Prado', 'Prado') returning id)
						insert into ma_prospect (seller_entity_id, last_name, lead_id) select ${sellerId}, 'Prado', id from her returning id`
						: await tx<{ id: number }[]>`
						with house as (insert into account (seller_entity_id, number, name, currency) values (${sellerId}, 'C-1', 'Harbor', 'USD') returning id),
							her as (insert into contact (account_id, first_name, last_name) select id, 'Ines', 'Prado' from house returning id)
						insert into ma_prospect (seller_entity_id, last_name, contact_id) select ${sellerId}, 'Prado', id from her returning id`
				return String(made?.id)
			},
		}
	})

workContract('Account Engagement, through its stand-in', async () => {
	const standIn = await openAccountEngagementStandIn({ ...keys, businessUnitId: '0Uv5g0000000001AAA' })
	ends.push(() => standIn.close())
	const port = openAccountEngagement({
		...{ origin: standIn.origin, businessUnitId: '0Uv5g0000000001AAA', timeoutMs: 5000 },
		key: { origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
	})
	// A unit keeps prospects; what is done for them stands in the org that it belongs to.
	return port.capabilities.alike ? Promise.reject(new Error('This side has campaigns by now')) : null
})
