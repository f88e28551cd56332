import type { Matrix } from './line.ts'

const marketers = ['marketer', 'head_office'] as const
const filters = ['q', 'face', 'grade', 'score', 'tag', 'list', 'step', 'by', 'months', 'way', 'sort', 'after']

const asked = [
	['join', 'all'],
	['field-0', 'score'],
	['op-0', 'gte'],
	['value-0', '100'],
] as const

/** The rooms where marketing does things by itself. */
export const automationDoors: Matrix = {
	'routes/marketing/prospects': { path: () => '/marketing/prospects', who: marketers, query: filters },
	'routes/marketing/prospects-csv': { path: () => '/marketing/prospects.csv', who: marketers, query: filters },
	'routes/marketing/prospect-new': {
		path: () => '/marketing/prospects/new',
		who: ['marketer'],
		writes: [
			{
				name: 'write down',
				fields: () => [
					['intent', 'edit'],
					['lastName', 'Renner'],
					['email', 'tobias@air.test'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/person-erase': {
		path: ({ personId }) => `/marketing/people/${personId}/erase`,
		who: [],
		writes: [{ name: 'erase, with another name', fields: () => [['name', 'Somebody else']], status: 422 }],
	},
	'routes/marketing/person': {
		path: ({ personId }) => `/marketing/people/${personId}`,
		who: ['marketer', 'head_office', 'rep'],
		writes: [
			{
				name: 'edit',
				fields: () => [
					['intent', 'edit'],
					['lastName', 'Okafor'],
					['email', ''],
				],
				status: 302,
			},
			{
				name: 'tag',
				fields: () => [
					['intent', 'tag_add'],
					['tag', 'Seen'],
				],
				status: 302,
			},
			{
				name: 'list',
				fields: ({ staticListId }) => [
					['intent', 'list_add'],
					['listId', staticListId],
				],
				status: 302,
			},
			{
				name: 'assign',
				fields: ({ repId }) => [
					['intent', 'assign'],
					['to', `user:${repId}`],
				],
				status: 302,
			},
			{
				// The edit above took her address away.
				name: 'consent of who has no address',
				fields: () => [
					['intent', 'opt_in'],
					['reason', 'Told us at the fair'],
				],
				status: 422,
			},
			{
				name: 'task of somebody else',
				fields: () => [
					['intent', 'task'],
					['taskId', '999999'],
					['status', 'done'],
				],
				status: 422,
			},
		],
	},
	'routes/marketing/people-count': { path: () => '/marketing/count', who: marketers, query: ['join', 'field-0', 'op-0', 'value-0', 'days-0', 'named-0'] },
	'routes/marketing/lists': {
		path: () => '/marketing/lists',
		who: marketers,
		query: ['q', 'kind'],
		writes: [
			{
				name: 'make',
				fields: () => [
					['intent', 'list'],
					['name', 'Spring'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/list': {
		path: ({ segmentId }) => `/marketing/lists/${segmentId}`,
		who: marketers,
		writes: [
			{
				name: 'save',
				fields: () => [['intent', 'save'], ['name', 'Warmer'], ...asked],
				status: 302,
			},
			{ name: 'stop', fields: () => [['intent', 'stop']], status: 302 },
		],
	},
	'routes/marketing/scoring': {
		path: () => '/marketing/scoring',
		who: marketers,
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['activity-0', 'page.viewed'],
					['score-0', '2'],
					['most-0', '10'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/scoring-preview': { path: () => '/marketing/scoring/preview', who: marketers, query: ['activity-0', 'score-0', 'most-0'] },
	'routes/marketing/grades': {
		path: () => '/marketing/grades',
		who: marketers,
		writes: [
			{
				name: 'make',
				fields: () => [
					['intent', 'make'],
					['name', 'Hotels'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/grade': {
		path: ({ profileId }) => `/marketing/grades/${profileId}`,
		who: marketers,
		query: ['criterion'],
		writes: [
			{
				name: 'criterion',
				fields: ({ criterionId }) => [['intent', 'criterion'], ['criterion', criterionId], ['name', 'Warm'], ['weight', '2'], ...asked],
				status: 302,
			},
			{
				name: 'profile',
				fields: () => [
					['intent', 'profile'],
					['name', 'Cafés'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/programmes': {
		path: () => '/marketing/programmes',
		who: marketers,
		query: ['q', 'state', 'after'],
		writes: [{ name: 'make', fields: () => [['name', 'Welcome back']], status: 302 }],
	},
	'routes/marketing/programmes-csv': { path: () => '/marketing/programmes.csv', who: marketers, query: ['q', 'state', 'after'] },
	'routes/marketing/programme': {
		path: ({ programId }) => `/marketing/programmes/${programId}`,
		who: marketers,
		query: ['step', 'at', 'person'],
		writes: [
			{
				name: 'settings',
				fields: ({ staticListId }) => [
					['intent', 'settings'],
					['name', 'Welcome'],
					['entryListId', staticListId],
					['reentry', 'again'],
					['reentryDays', '7'],
				],
				status: 302,
			},
			{ name: 'pause', fields: () => [['intent', 'pause']], status: 302 },
		],
	},
	'routes/marketing/programme-people': {
		path: ({ programId }) => `/marketing/programmes/${programId}/people`,
		who: marketers,
		query: ['q', 'state', 'step', 'after'],
	},
	'routes/marketing/programme-people-csv': {
		path: ({ programId }) => `/marketing/programmes/${programId}/people.csv`,
		who: marketers,
		query: ['q', 'state', 'step', 'after'],
	},
	'routes/marketing/rules': { path: () => '/marketing/rules', who: marketers },
	'routes/marketing/rule': {
		path: ({ ruleId }) => `/marketing/rules/${ruleId}`,
		who: marketers,
		writes: [
			{
				name: 'save',
				fields: ({ staticListId }) => [['intent', 'save'], ['name', 'Warm ones'], ...asked, ['do-0', 'list_add'], ['with-0', staticListId]],
				status: 302,
			},
		],
	},
}
