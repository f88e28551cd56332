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
		],
	},
}
