import type { Matrix } from './line.ts'

/** Shipping, taxes, fees and certificates. */
export const rateDoors: Matrix = {
	'routes/merchandising/shipping': {
		path: () => '/merchandising/shipping',
		who: ['merchandiser'],
		query: ['q', 'after', 'lane', 'country', 'region', 'postalCode', 'kilograms', 'amount', 'currency'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['method', 'express'],
					['currency', 'USD'],
					['country', 'US'],
					['region', 'ND'],
					['postalPrefix', '581'],
					['bandBy', 'weight'],
					['transitDays', '1'],
					['bands', '0 19.00'],
				],
				status: 200,
			},
			{
				name: 'remove',
				fields: () => [
					['intent', 'remove'],
					['lane', 'US|ND||ground|USD|weight'],
				],
				status: 200,
			},
		],
	},
	// Another seller's warehouse is tried in test/routes/rates-room.test.ts.
	'routes/merchandising/warehouses': {
		path: () => '/merchandising/shipping/warehouses',
		who: ['merchandiser'],
		writes: [{ name: 'say when it sends', fields: () => [['cutOff', '25:00']], status: 422 }],
	},
	'routes/merchandising/taxes': {
		path: () => '/merchandising/taxes',
		who: ['merchandiser'],
		query: ['q', 'past', 'after'],
		writes: [
			{
				name: 'add',
				fields: () => [
					['intent', 'add'],
					['jurisdiction', 'US-ND'],
					['country', 'US'],
					['region', 'ND'],
					['postalPrefix', ''],
					['taxCode', 'standard'],
					['percent', '8'],
					['validFrom', '2026-07-01'],
				],
				status: 200,
			},
			{
				name: 'end',
				fields: ({ taxRateId }) => [
					['intent', 'end'],
					['rateId', taxRateId],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/fees': {
		path: () => '/merchandising/fees',
		who: ['merchandiser'],
		query: ['q', 'past', 'fee'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['kind', 'handling'],
					['per', 'order'],
					['amount', '4.50'],
					['currency', 'USD'],
					['name.en', 'Handling'],
					['validFrom', '2026-01-01'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/tax-source': {
		path: () => '/merchandising/taxes/source',
		who: ['merchandiser'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['source', 'table'],
					['companyCode', ''],
					['onFailure', 'refuse'],
					['codes', 'standard P0000000'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/certificates': {
		path: () => '/merchandising/taxes/certificates',
		who: ['merchandiser'],
		query: ['q', 'show', 'after'],
		writes: [
			{
				name: 'record',
				fields: ({ sellerAccountNumber }) => [
					['intent', 'record'],
					['account', sellerAccountNumber],
					['jurisdiction', 'US-MN'],
					['number', 'E-1'],
					['taxCodes', ''],
					['validFrom', '2026-01-01'],
					['expiresOn', '2026-12-31'],
				],
				status: 200,
			},
			{
				name: 'refuse',
				fields: ({ ledgerAccountId, waitingCertificateId }) => [
					['intent', 'refuse'],
					['accountId', ledgerAccountId],
					['certificateId', waitingCertificateId],
					['note', 'Not signed'],
				],
				status: 200,
			},
			{
				name: 'end',
				fields: ({ ledgerAccountId, certificateId }) => [
					['intent', 'end'],
					['accountId', ledgerAccountId],
					['certificateId', certificateId],
				],
				status: 200,
			},
		],
	},
}
