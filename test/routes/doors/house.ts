import { automationDoors } from './automation.ts'
import { captureDoors } from './capture.ts'
import type { Matrix } from './line.ts'

/** The rooms of marketing and of administrators. */
export const houseDoors: Matrix = {
	'routes/marketing/overview': { path: () => '/marketing', who: ['marketer', 'head_office'], query: ['q', 'after'] },
	'routes/marketing/sends-csv': { path: () => '/marketing/sends.csv', who: ['marketer', 'head_office'], query: ['q', 'after'] },
	'routes/marketing/send': {
		path: ({ sendId }) => `/marketing/sends/${sendId}`,
		who: ['marketer', 'head_office'],
		writes: [{ name: 'send', fields: () => [['go', '1']], status: 302 }],
	},
	'routes/marketing/send-new': {
		path: () => '/marketing/sends/new',
		who: ['marketer'],
		query: ['kind'],
		writes: [
			{
				name: 'make',
				fields: ({ maCampaignId }) => [
					['name', 'Spring'],
					['kind', 'programme'],
					['campaignId', maCampaignId],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/send-edit': {
		path: ({ sendId }) => `/marketing/sends/${sendId}/edit`,
		who: ['marketer'],
		writes: [
			{
				name: 'try',
				fields: () => [
					['intent', 'try'],
					['locale', 'en'],
				],
				status: 200,
			},
		],
	},
	'routes/marketing/campaign': {
		path: ({ crmCampaignId }) => `/marketing/campaigns/${crmCampaignId}`,
		who: ['marketer', 'head_office'],
		query: ['status', 'score', 'q', 'after'],
		writes: [
			{
				name: 'tag',
				fields: () => [
					['intent', 'tag'],
					['name', 'Seen'],
				],
				status: 302,
			},
		],
	},
	...captureDoors,
	...automationDoors,
	// Administrators alone.
	'routes/admin/start': { path: () => '/admin', who: [] },
	'routes/admin/api-keys': {
		path: () => '/admin/api-keys',
		who: [],
		query: ['q', 'after'],
		writes: [
			{
				name: 'make',
				fields: () => [
					['intent', 'make'],
					['name', 'ERP'],
					['scope', 'house.stock:write'],
					['days', '0'],
				],
				status: 200,
			},
			{
				name: 'revoke',
				fields: ({ spareKeyId }) => [
					['intent', 'revoke'],
					['keyId', spareKeyId],
				],
				status: 200,
			},
		],
	},
}
