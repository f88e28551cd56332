import type { Matrix } from './line.ts'

const desk = ['rep', 'head_office'] as const
const marketing = ['marketer', 'head_office'] as const

/** The rooms of the CRM side: queues of the desk, what administrators set. */
export const crmDoors: Matrix = {
	'routes/desk/queues': {
		path: () => '/desk/queues',
		who: desk,
		query: ['q', 'queue', 'after'],
		writes: [
			{ name: 'take', fields: ({ queuedProspectId }) => [['prospectId', queuedProspectId]], status: 302 },
			{ name: 'next', fields: ({ queueId }) => [['queueId', queueId]], status: 302 },
		],
	},
	'routes/desk/tasks': {
		path: () => '/desk/tasks',
		who: desk,
		query: ['q', 'status', 'due', 'after'],
		writes: [
			{
				name: 'done',
				fields: ({ taskId }) => [
					['taskId', taskId],
					['status', 'done'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/tasks-csv': { path: () => '/desk/tasks.csv', who: desk, query: ['q', 'status', 'due'] },
	'routes/desk/queues-csv': { path: () => '/desk/queues.csv', who: desk, query: ['q', 'queue'] },
	'routes/admin/assignment': {
		path: () => '/admin/assignment',
		who: [],
		writes: [
			{
				name: 'queue',
				fields: ({ queueId, repId }) => [
					['act', 'queue'],
					['id', queueId],
					['name', 'Cafés'],
					['member', repId],
					['active', 'on'],
				],
				status: 302,
			},
			{
				name: 'group',
				fields: ({ crmGroupId, repId }) => [
					['act', 'group'],
					['id', crmGroupId],
					['name', 'Midwest'],
					['member', repId],
					['active', 'on'],
				],
				status: 302,
			},
			{
				name: 'rule',
				fields: ({ assignmentRuleId }) => [
					['act', 'rule'],
					['id', assignmentRuleId],
					['name', 'House'],
					['active', 'on'],
				],
				status: 302,
			},
			{
				name: 'entry',
				fields: ({ assignmentRuleId, queueId }) => [
					['act', 'entry'],
					['ruleId', assignmentRuleId],
					['join', 'all'],
					['field-0', 'score'],
					['op-0', 'gte'],
					['value-0', '100'],
					['to', `queue:${queueId}`],
				],
				status: 302,
			},
			{
				name: 'raise',
				fields: ({ ruleEntryId }) => [
					['act', 'raise_entry'],
					['id', ruleEntryId],
				],
				status: 302,
			},
			{
				name: 'remove line',
				fields: ({ ruleEntryId }) => [
					['act', 'remove_entry'],
					['id', ruleEntryId],
				],
				status: 302,
			},
			{
				name: 'remove rule',
				fields: ({ assignmentRuleId }) => [
					['act', 'remove_rule'],
					['id', assignmentRuleId],
				],
				status: 302,
			},
		],
	},
	'routes/desk/record': {
		path: ({ opportunityId }) => `/desk/records/opportunity/${opportunityId}`,
		who: desk,
		writes: [
			{
				name: 'fields',
				fields: () => [['act', 'fields']],
				status: 302,
			},
			{
				name: 'details',
				fields: () => [
					['act', 'details'],
					['type', 'Renewal'],
					['probability', '60'],
				],
				status: 302,
			},
			{
				name: 'delete',
				fields: () => [['act', 'delete']],
				status: 302,
			},
		],
	},
	'routes/admin/fields': {
		path: () => '/admin/fields',
		who: [],
		writes: [
			{
				name: 'field',
				fields: ({ customFieldId }) => [
					['act', 'field'],
					['object', 'lead'],
					['id', customFieldId],
					['name', 'seats'],
					['type', 'text'],
					['label:en', 'Seats'],
					['active', 'on'],
				],
				status: 302,
			},
			{
				name: 'object',
				fields: () => [
					['act', 'object'],
					['code', 'visit'],
					['label:en', 'Site visits'],
					['parent', 'account'],
				],
				status: 302,
			},
		],
	},
	'routes/admin/validation-rules': {
		path: () => '/admin/validation-rules',
		who: [],
		writes: [
			{
				name: 'rule',
				fields: ({ validationRuleId }) => [
					['act', 'rule'],
					['object', 'lead'],
					['id', validationRuleId],
					['name', 'Named'],
					['join', 'all'],
					['field-0', 'company'],
					['op-0', 'eq'],
					['value-0', 'Nobody Inc'],
					['message:en', 'Not so'],
					['active', 'on'],
				],
				status: 302,
			},
			{
				name: 'workflow',
				fields: ({ workflowId }) => [
					['act', 'workflow'],
					['object', 'lead'],
					['id', workflowId],
					['name', 'Tell'],
					['join', 'all'],
					['field-0', 'company'],
					['op-0', 'eq'],
					['value-0', 'Nobody Inc'],
					['notice', 'on'],
					['active', 'on'],
				],
				status: 302,
			},
			{
				name: 'remove rule',
				fields: ({ validationRuleId }) => [
					['act', 'remove_rule'],
					['id', validationRuleId],
				],
				status: 302,
			},
			{
				name: 'remove workflow',
				fields: ({ workflowId }) => [
					['act', 'remove_workflow'],
					['id', workflowId],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/crm-campaigns': { path: () => '/marketing/crm-campaigns', who: marketing, query: ['q', 'status', 'kind', 'after'] },
	'routes/marketing/crm-campaigns-csv': { path: () => '/marketing/crm-campaigns.csv', who: marketing, query: ['q', 'status', 'kind'] },
	'routes/marketing/source-campaigns': {
		path: () => '/marketing/source-campaigns',
		who: marketing,
		query: ['q', 'connected', 'after'],
		writes: [
			{
				name: 'make',
				fields: () => [
					['act', 'create'],
					['name', 'Door'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/source-campaigns-csv': { path: () => '/marketing/source-campaigns.csv', who: marketing, query: ['q', 'connected'] },
	'routes/marketing/source-campaign': {
		path: ({ maCampaignId }) => `/marketing/source-campaigns/${maCampaignId}`,
		who: marketing,
		query: ['q', 'after'],
		writes: [
			{
				name: 'add',
				fields: ({ queuedEmail }) => [
					['act', 'add'],
					['emails', queuedEmail],
				],
				status: 302,
			},
			{
				name: 'remove',
				fields: ({ queuedProspectId }) => [
					['act', 'remove'],
					['prospectId', queuedProspectId],
				],
				status: 302,
			},
			{
				name: 'connect',
				fields: ({ crmCampaignId }) => [
					['act', 'connect'],
					['crmCampaignId', crmCampaignId],
				],
				status: 302,
			},
			{
				name: 'follow',
				fields: () => [
					['act', 'members'],
					['follows', 'on'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/campaign-return': { path: () => '/marketing/crm-campaigns/return', who: marketing, query: ['model'] },
	'routes/marketing/funnel': { path: () => '/marketing/funnel', who: marketing, query: ['by', 'months'] },
	'routes/marketing/funnel-csv': { path: () => '/marketing/funnel.csv', who: marketing, query: ['by', 'months'] },
	'routes/marketing/campaign-return-csv': { path: () => '/marketing/crm-campaigns/return.csv', who: marketing, query: ['model'] },
	'routes/marketing/imports': {
		path: () => '/marketing/imports',
		who: ['marketer'],
		query: ['q', 'mode', 'state', 'after'],
		// Forms that carry a file are tried in test/routes/marketing-room.test.ts.
		writes: [{ name: 'nothing', fields: () => [['kind', '']], status: 422 }],
	},
	'routes/marketing/imports-csv': { path: () => '/marketing/imports.csv', who: ['marketer'], query: ['q', 'mode', 'state'] },
	'routes/marketing/import-rejects-csv': { path: ({ memberImportId }) => `/marketing/imports/${memberImportId}/rejects.csv`, who: ['marketer'] },
	'routes/marketing/import-run': {
		path: ({ memberImportId }) => `/marketing/imports/${memberImportId}`,
		who: ['marketer'],
		writes: [{ name: 'stop', fields: () => [['intent', 'stop']], status: 422 }],
	},
	'routes/marketing/crm-campaign-new': {
		path: () => '/marketing/crm-campaigns/new',
		who: ['marketer'],
		writes: [
			{
				name: 'make',
				fields: ({ crmCampaignId }) => [
					['act', 'save'],
					['code', 'DOOR'],
					['name', 'Door'],
					['kind', 'event'],
					['status', 'planned'],
					['actualCost', '10'],
					['parentId', crmCampaignId],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/crm-campaign': {
		path: ({ crmCampaignId }) => `/marketing/crm-campaigns/${crmCampaignId}`,
		who: marketing,
		query: ['q', 'after'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['act', 'save'],
					['code', 'DOOR-2'],
					['name', 'Door'],
					['kind', 'event'],
					['status', 'planned'],
					['actualCost', '10'],
				],
				status: 302,
			},
			{
				name: 'move',
				fields: ({ campaignMemberId }) => [
					['act', 'move'],
					['memberId', campaignMemberId],
					['status', 'Sent'],
				],
				status: 302,
			},
			{
				name: 'add',
				fields: ({ memberEmail }) => [
					['act', 'add'],
					['emails', memberEmail],
					['status', 'Sent'],
				],
				status: 302,
			},
			{
				name: 'remove',
				fields: ({ campaignMemberId }) => [
					['act', 'remove'],
					['memberId', campaignMemberId],
				],
				status: 302,
			},
		],
	},
}
