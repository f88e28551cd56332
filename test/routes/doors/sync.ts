import type { Matrix } from './line.ts'

/** The administrators' rooms of sync. */
export const syncDoors: Matrix = {
	'routes/admin/sync': {
		path: () => '/admin/sync',
		who: [],
		writes: [
			{
				name: 'pause',
				fields: ({ connectionId }) => [
					['connection', connectionId],
					['act', 'pause'],
				],
				status: 302,
			},
		],
	},
	'routes/admin/deletions': { path: () => '/admin/sync/deletions', who: [], query: ['q', 'object', 'state', 'after'] },
	'routes/admin/deletion': {
		path: ({ deletionId }) => `/admin/sync/deletions/${deletionId}`,
		who: [],
		query: ['q', 'after'],
		writes: [
			{ name: 'let', fields: () => [['act', 'let']], status: 302 },
			{ name: 'undo', fields: () => [['act', 'undo']], status: 302 },
		],
	},
	'routes/admin/deletion-csv': { path: ({ deletionId }) => `/admin/sync/deletions/${deletionId}.csv`, who: [], query: ['q'] },
	'routes/admin/sync-new': {
		path: () => '/admin/sync/new',
		who: [],
		query: ['system'],
		writes: [{ name: 'connect', fields: () => [['system', 'nothing']], status: 422 }],
	},
	'routes/admin/sync-setup': {
		path: ({ outsideId }) => `/admin/sync/${outsideId}/setup`,
		who: [],
		writes: [{ name: 'key', fields: () => [['key:clientId', '']], status: 422 }],
	},
	'routes/admin/sync-users': {
		path: ({ outsideId }) => `/admin/sync/${outsideId}/users`,
		who: [],
		query: ['q', 'show', 'after'],
		writes: [
			{
				name: 'match',
				fields: () => [
					['act', 'match'],
					['outside', '005A'],
					['user', ''],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-users-csv': { path: ({ outsideId }) => `/admin/sync/${outsideId}/users.csv`, who: [], query: ['q', 'show'] },
	'routes/admin/sync-mapping': {
		path: ({ connectionId }) => `/admin/sync/${connectionId}/mapping`,
		who: [],
		writes: [
			{
				name: 'save',
				fields: ({ objectMapId, fieldMapId }) => [
					['act', 'save'],
					['object', objectMapId],
					['field', fieldMapId],
					['behaviour', 'use_crm'],
				],
				status: 302,
			},
			{
				name: 'take out an object',
				fields: ({ objectMapId }) => [
					['object-act', 'take_out'],
					['object', objectMapId],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-scope': {
		path: ({ connectionId }) => `/admin/sync/${connectionId}/scope`,
		who: [],
		query: ['try', 'object', 'join', 'field-0', 'op-0', 'value-0'],
		writes: [
			{
				name: 'who',
				fields: ({ objectMapId }) => [
					['act', 'who'],
					['object', objectMapId],
					['createsCrm', 'never'],
				],
				status: 302,
			},
			{
				name: 'filter',
				fields: ({ objectMapId }) => [
					['act', 'filter'],
					['object', objectMapId],
				],
				status: 302,
			},
			{
				name: 'backfill',
				fields: ({ objectMapId }) => [
					['act', 'backfill'],
					['object', objectMapId],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-settings': {
		path: ({ connectionId }) => `/admin/sync/${connectionId}/settings`,
		who: [],
		writes: [
			{
				name: 'settings',
				fields: () => [
					['tieWinner', 'crm'],
					['errorPercent', '2'],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-records': {
		path: ({ connectionId }) => `/admin/sync/${connectionId}/records`,
		who: [],
		query: ['q', 'object', 'state', 'after'],
		writes: [
			{
				name: 'resync',
				fields: () => [
					['act', 'resync'],
					['q', ''],
					['state', 'active'],
				],
				status: 302,
			},
			{
				name: 'cap',
				fields: () => [
					['act', 'cap'],
					['cap', '100'],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-records-csv': { path: ({ connectionId }) => `/admin/sync/${connectionId}/records.csv`, who: [], query: ['q', 'object', 'state'] },
	'routes/admin/sync-errors': {
		path: ({ connectionId }) => `/admin/sync/${connectionId}/errors`,
		who: [],
		query: ['q', 'code', 'group', 'run', 'after'],
		writes: [
			{
				name: 'retry',
				fields: ({ errorGroup }) => [
					['act', 'retry'],
					['group', errorGroup],
				],
				status: 302,
			},
			{
				name: 'edit',
				fields: ({ errorGroup }) => [
					['act', 'edit'],
					['group', errorGroup],
					['value', 'Sig'],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-errors-csv': { path: ({ connectionId }) => `/admin/sync/${connectionId}/errors.csv`, who: [], query: ['q', 'code', 'group'] },
	'routes/admin/sync-runs': {
		path: ({ connectionId }) => `/admin/sync/${connectionId}/runs`,
		who: [],
		query: ['kind', 'after'],
		writes: [
			{
				name: 'cancel',
				fields: ({ syncRunId }) => [
					['act', 'cancel'],
					['run', syncRunId],
				],
				status: 302,
			},
			{ name: 'dry run', fields: () => [['act', 'dry_run']], status: 302 },
			{
				name: 'undo',
				fields: ({ syncLinkId }) => [
					['act', 'undo'],
					['link', syncLinkId],
				],
				status: 302,
			},
		],
	},
	'routes/admin/sync-list': {
		path: ({ connectionId, syncListId }) => `/admin/sync/${connectionId}/lists/${syncListId}`,
		who: [],
		query: ['q', 'field', 'state', 'after'],
		writes: [{ name: 'mend', fields: () => [['act', 'mend']], status: 302 }],
	},
	'routes/admin/sync-list-csv': {
		path: ({ connectionId, syncListId }) => `/admin/sync/${connectionId}/lists/${syncListId}.csv`,
		who: [],
		query: ['q', 'field', 'state'],
	},
	'routes/admin/sync-link': {
		path: ({ syncLinkId }) => `/admin/sync/links/${syncLinkId}`,
		who: [],
		writes: [
			{
				name: 'pin',
				fields: ({ fieldMapId }) => [
					['act', 'pin'],
					['field', fieldMapId],
				],
				status: 302,
			},
			{
				name: 'revert',
				fields: ({ decisionId }) => [
					['act', 'revert'],
					['line', decisionId],
				],
				status: 302,
			},
			{ name: 'resync', fields: () => [['act', 'resync']], status: 302 },
		],
	},
	'routes/marketing/duplicates': {
		path: () => '/marketing/duplicates',
		who: ['marketer'],
		query: ['q', 'object', 'after'],
		writes: [{ name: 'dismiss', fields: ({ mergeProposalId }) => [['proposal', mergeProposalId]], status: 302 }],
	},
	'routes/marketing/merge': {
		path: ({ twinIds: [winner, loser] }) => `/marketing/merge/prospect/${winner}/${loser}`,
		who: ['marketer'],
		writes: [{ name: 'merge', fields: () => [['keep:company', 'loser']], status: 302 }],
	},
	'routes/marketing/merges': {
		path: () => '/marketing/merges',
		who: ['marketer'],
		query: ['q', 'object', 'after'],
		writes: [{ name: 'undo', fields: ({ mergeId }) => [['merge', mergeId]], status: 302 }],
	},
}
