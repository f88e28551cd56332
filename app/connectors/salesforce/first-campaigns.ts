import { type FirstMap, firstLine, parentLine } from '../../engine/sync/first-mapping.ts'

/** Who a member, or whom a task is about, is there: whichever of both she came to be. Who has no record there is waited for as long as it takes (sync-core.md B13). */
export const personLine = (crmField: string) =>
	parentLine(crmField, 'prospect_id', { crm: 'Contact', also: ['Lead'], ma: 'prospect', isPatient: true }, 'ma_to_crm')

/** What is spent and expected is planned here or there; which campaign stands above, and in which currency they count, is said by the house. */
const campaign = [
	...[firstLine('Name', 'name'), firstLine('StartDate', 'starts_on'), firstLine('EndDate', 'ends_on')],
	{
		...firstLine('Status', 'status'),
		transform: { kind: 'choices' as const, pairs: { planned: 'Planned', in_progress: 'In Progress', completed: 'Completed', aborted: 'Aborted' } },
	},
	{
		...firstLine('Type', 'kind'),
		transform: {
			kind: 'choices' as const,
			pairs: { email: 'Email', event: 'Conference', advertising: 'Advertisement', social: 'Social Media', partner: 'Partners', other: 'Other' },
			also: {
				...{ Webinar: 'event', 'Trade Show': 'event', 'Direct Mail': 'other', Telemarketing: 'other', 'Public Relations': 'other' },
				...{ 'Banner Ads': 'advertising', 'Referral Program': 'partner' },
			},
		},
	},
	...[firstLine('CurrencyIsoCode', 'currency', 'ma_to_crm'), firstLine('BudgetedCost', 'budgeted_cost')],
	...[firstLine('ActualCost', 'actual_cost'), firstLine('ExpectedRevenue', 'expected_revenue')],
	parentLine('ParentId', 'parent_id', { crm: 'Campaign', ma: 'campaign' }, 'ma_to_crm'),
]

const status = [
	parentLine('CampaignId', 'campaign_id', { crm: 'Campaign', ma: 'campaign' }, 'ma_to_crm'),
	...[firstLine('Label', 'status', 'ma_to_crm'), firstLine('HasResponded', 'has_responded'), firstLine('SortOrder', 'sort_order', 'ma_to_crm')],
]

const member = [
	parentLine('CampaignId', 'campaign_id', { crm: 'Campaign', ma: 'campaign' }, 'ma_to_crm'),
	...[personLine('LeadOrContactId'), firstLine('Status', 'status')],
]

/** Campaigns, the steps at which their members stand, and the members: all of them go over, each after those above it. */
export const campaignMaps: readonly FirstMap[] = [
	{ crmObject: 'Campaign', maObject: 'campaign', rank: 4, createsCrm: 'always', createsMa: 'never', fields: campaign },
	{ crmObject: 'CampaignMemberStatus', maObject: 'campaign_status', rank: 5, createsCrm: 'always', createsMa: 'never', fields: status },
	{ crmObject: 'CampaignMember', maObject: 'campaign_member', rank: 6, createsCrm: 'always', createsMa: 'never', fields: member },
]
