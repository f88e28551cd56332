import type { Matrix } from './line.ts'

const desk = ['rep', 'head_office'] as const

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
		path: ({ accountId }) => `/desk/records/account/${accountId}`,
		who: desk,
		writes: [
			{
				name: 'fields',
				fields: () => [['act', 'fields']],
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
}
