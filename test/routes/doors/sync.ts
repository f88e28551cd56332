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
}
