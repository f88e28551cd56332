import type { Matrix } from './line.ts'

const marketers = ['marketer', 'head_office'] as const
const filters = ['q', 'face', 'grade', 'score', 'tag', 'list', 'sort', 'after']

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
	'routes/marketing/person': {
		path: ({ personId }) => `/marketing/people/${personId}`,
		who: ['marketer', 'head_office', 'rep'],
		writes: [
			{
				name: 'edit',
				fields: () => [
					['intent', 'edit'],
					['lastName', 'Okafor'],
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
		],
	},
}
