import type { Matrix } from './line.ts'

/** Invoices, statements and payments. */
export const moneyDoors: Matrix = {
	'routes/account/invoices': { path: () => '/invoices', who: 'shopper', query: ['q', 'status', 'from', 'to', 'after', 'paid'] },
	'routes/account/invoices-csv': { path: () => '/invoices.csv', who: 'shopper', query: ['q', 'status', 'from', 'to'] },
	'routes/account/invoice': { path: ({ invoiceNumber }) => `/invoices/${invoiceNumber}`, who: 'shopper' },
	'routes/account/invoice-pdf': { path: ({ invoiceNumber }) => `/invoices/${invoiceNumber}/pdf`, who: 'shopper' },
	'routes/account/statement': { path: () => '/invoices/statement', who: 'shopper', query: ['from', 'to'] },
	'routes/account/statement-file': { path: () => '/invoices/statement/csv', who: 'shopper', query: ['from', 'to'] },
	'routes/account/payment': { path: ({ paymentId }) => `/invoices/payments/${paymentId}`, who: 'shopper' },
	'routes/account/payment-pdf': { path: ({ paymentId }) => `/invoices/payments/${paymentId}/pdf`, who: 'shopper' },
	'routes/account/invoice-link': {
		path: ({ invoiceLinkId }) => `/invoices/pay/${invoiceLinkId}`,
		who: 'shopper',
		writes: [
			// This house takes no cards.
			{
				name: 'pay',
				fields: () => [
					['intent', 'pay'],
					['paymentMethodId', 'pm_card_visa'],
				],
				status: 422,
			},
		],
	},
	'routes/account/invoices-pay': {
		path: () => '/invoices/pay',
		who: 'shopper',
		query: ['id'],
		writes: [
			// This house takes no cards: a payment is refused by name, and one never begun cannot be finished.
			{
				name: 'pay',
				fields: ({ invoiceId }) => [
					['intent', 'pay'],
					['invoice', invoiceId],
					['key', 'pay-of-door'],
					['paymentMethodId', 'pm_card_visa'],
				],
				status: 422,
			},
			{
				name: 'finish',
				fields: () => [
					['intent', 'finish'],
					['key', 'pay-of-nobody'],
				],
				status: 404,
			},
		],
	},
}
