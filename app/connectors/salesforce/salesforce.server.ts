import type { Capabilities, SidePort } from '../sync/contract.ts'
import { bulkWay } from './bulk.server.ts'
import { keyless } from './campaign-members.ts'
import { deletes } from './deleted.server.ts'
import { openShapes } from './describe.server.ts'
import { listOwn } from './own-objects.server.ts'
import { kinds } from './person-accounts.ts'
import { openPersonTypes } from './person-types.server.ts'
import { reads } from './read.server.ts'
import { bulkFrom, overlapMs, rowsOfACall, type SalesforceSettings } from './settings.ts'
import { openTalk } from './talk.server.ts'
import { readUsers } from './users.server.ts'
import { removes, writes } from './write.server.ts'

/** A Salesforce org behind the port of a side (sync-core.md B1, B12), over its REST and Bulk 2.0 interfaces. */
export function openSalesforce(settings: SalesforceSettings): SidePort {
	const talk = openTalk(settings)
	const shapes = openShapes(talk)
	const moreOf = openPersonTypes(talk)
	return {
		capabilities: capabilitiesOf(settings),
		describe: shapes.describe,
		listOwn: () => listOwn(talk),
		...reads(talk, shapes, settings),
		...deletes(talk, shapes),
		...writes(talk, { shapes, moreOf }, settings),
		bulk: bulkWay(talk, moreOf, settings),
		...removes(talk, shapes),
		users: () => readUsers(talk),
		usage: talk.usage,
	}
}

const capabilitiesOf = ({ externalKeyField, ...settings }: SalesforceSettings): Capabilities => ({
	fieldTimestamps: false,
	upsertByExternalId: Boolean(externalKeyField),
	// Collections know no If-Unmodified-Since; one row a call would cost two hundred times the quota.
	conditionalWrite: false,
	batchMax: rowsOfACall,
	bulkFrom: settings.bulkFrom ?? bulkFrom,
	push: false,
	deletesFeed: true,
	transactional: false,
	skewMs: 2000,
	overlapMs,
	mailField: 'Email',
	counterparts: {},
	alike: {
		Account: { name: 'Name', number: 'AccountNumber', website: 'Website', phone: 'Phone', postalCode: 'BillingPostalCode' },
		Opportunity: { name: 'Name', parents: ['AccountId'], day: 'CloseDate' },
		OpportunityContactRole: { parents: ['OpportunityId', 'ContactId'] },
		Campaign: { name: 'Name', day: 'StartDate' },
		CampaignMemberStatus: { name: 'Label', parents: ['CampaignId'] },
		Task: {},
		Case: {},
		CampaignMember: { parents: ['CampaignId', 'LeadOrContactId'] },
	},
	kinds,
	keyless,
})
