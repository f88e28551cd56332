import type { Matrix } from './line.ts'

/** What comes in and goes out in files. */
export const filesDoors: Matrix = {
	'routes/merchandising/import-export': {
		path: () => '/merchandising/import-export',
		who: ['merchandiser'],
		query: ['q', 'mode', 'state', 'after'],
		// Forms that carry a file are tried in test/routes/import-room.test.ts.
		writes: [{ name: 'nothing', fields: () => [['kind', '']], status: 422 }],
	},
	'routes/merchandising/import-run': {
		path: ({ importRunId }) => `/merchandising/import-export/${importRunId}`,
		who: ['merchandiser'],
		writes: [
			{ name: 'start', fields: () => [['intent', 'start']], status: 302 },
			{ name: 'stop', fields: () => [['intent', 'stop']], status: 422 },
		],
	},
	'routes/merchandising/import-runs-csv': { path: () => '/merchandising/import-export.csv', who: ['merchandiser'], query: ['q', 'mode', 'state'] },
	'routes/merchandising/import-rejects-csv': { path: ({ importRunId }) => `/merchandising/import-export/${importRunId}/rejects.csv`, who: ['merchandiser'] },
	'routes/merchandising/export-all': { path: () => '/merchandising/export/all', who: ['merchandiser'] },
	'routes/merchandising/export-kind': { path: () => '/merchandising/export/search-synonyms', who: ['merchandiser'], everySeller: true },
	'routes/merchandising/export-head': { path: () => '/merchandising/export/products/head', who: ['merchandiser'], everySeller: true },
}
