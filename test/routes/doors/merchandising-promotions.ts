import type { Matrix } from './line.ts'

/** Promotions and their trials. */
export const promotionDoors: Matrix = {
	'routes/merchandising/promotions-csv': { path: () => '/merchandising/promotions.csv', who: ['merchandiser'], query: ['q', 'status', 'phase', 'sort'] },
	'routes/merchandising/promotions': { path: () => '/merchandising/promotions', who: ['merchandiser'], query: ['q', 'status', 'phase', 'sort', 'after'] },
	'routes/merchandising/promotion': {
		path: ({ promotionId }) => `/merchandising/promotions/${promotionId}`,
		who: ['merchandiser'],
		writes: [
			{
				name: 'save',
				fields: ({ sellerGroupId, sellerSku, sellerCategoryId }) => [
					['intent', 'save'],
					['code', 'door'],
					['lane', 'doors'],
					['priority', '0'],
					['currency', 'USD'],
					['kind', 'percent_line'],
					['percent', '5'],
					['groupIds', sellerGroupId],
					['skus', sellerSku],
					['categoryIds', sellerCategoryId],
					['name.en', 'Five'],
					['validFrom', '2026-02-01'],
					['validTo', ''],
					['budgetMoney', '500'],
					['budgetPolicy', 'cap'],
				],
				status: 302,
			},
			{
				name: 'publish',
				fields: () => [
					['intent', 'publish'],
					['knows', 'on'],
				],
				status: 302,
			},
			{ name: 'retire', fields: () => [['intent', 'retire']], status: 302 },
		],
	},
	'routes/merchandising/promotion-simulate': {
		path: ({ promotionId }) => `/merchandising/promotions/${promotionId}/simulate`,
		who: ['merchandiser'],
		query: ['run'],
		writes: [
			{
				name: 'simulate',
				fields: () => [
					['intent', 'simulate'],
					['from', '2026-01-01'],
					['to', '2026-03-01'],
				],
				status: 302,
			},
			{
				name: 'stop',
				fields: ({ simulationId }) => [
					['intent', 'stop'],
					['run', simulationId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/promotion-simulate-csv': {
		path: ({ promotionId, simulationId }) => `/merchandising/promotions/${promotionId}/simulate.csv?run=${simulationId}`,
		who: ['merchandiser'],
	},
}
