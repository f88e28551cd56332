import { apiDoors } from './api.ts'
import { captureOpenDoors } from './capture.ts'
import type { Matrix } from './line.ts'

/** Doors for machines, mails and monitors. */
export const machineDoors: Matrix = {
	'routes/locale': { path: () => '/', who: 'open' },
	'routes/nothing': { path: () => '/no/where', who: 'open', get: 404, writes: [{ name: 'post', fields: () => [['a', '1']], status: 404 }] },
	'routes/storefront/sitemap': { path: () => '/sitemap.xml', who: 'open', query: ['after'] },
	'routes/api/healthz': { path: () => '/healthz', who: 'open', get: 503 },
	// Mails can be read in trials only: this house has no mailbox.
	'routes/dev.mail': { path: () => '/dev/mail', who: 'open', get: 404, query: ['before', 'to'] },
	'routes/dev.mail.$id': { path: () => '/dev/mail/1', who: 'open', get: 404 },
	'routes/dev.mail.$id.$file': { path: () => '/dev/mail/1/receipt-1.pdf', who: 'open', get: 404 },
	'routes/marketing/campaign-link': { path: ({ token }) => `/c/${token}`, who: 'open', writes: [{ name: 'yes', fields: () => [], status: 302 }] },
	// Whoever asks gets the same dot.
	'routes/marketing/mail-open': { path: () => '/o/none', who: 'open', alike: 200 },
	'routes/marketing/campaign-link-seen': {
		path: ({ token }) => `/c/${token}/seen`,
		who: 'open',
		get: 404,
		writes: [{ name: 'seen', fields: () => [], status: 204 }],
	},
	// Nothing signed it, and this house knows no processor that could have.
	'routes/webhooks/stripe': {
		path: () => '/webhooks/stripe',
		who: 'open',
		get: 405,
		writes: [{ name: 'forged', json: () => ({ id: 'evt_1', type: 'payment_intent.succeeded' }), headers: { 'Stripe-Signature': 't=1,v1=00' }, status: 400 }],
	},
	// A connection of our own two sides has nobody who could tell it anything.
	'routes/webhooks/sync': {
		path: ({ connectionId }) => `/webhooks/sync/${connectionId}`,
		who: 'open',
		get: 404,
		writes: [{ name: 'forged', json: () => ({ data: {} }), headers: { 'X-Relay-Signature': 'sha256=00' }, status: 404 }],
	},
	'routes/account/approval-link': {
		path: () => '/a/none',
		who: 'open',
		get: 404,
		writes: [{ name: 'approve', fields: () => [['intent', 'approve']], status: 404 }],
	},
	'routes/account/quote-link': {
		path: () => '/q/none',
		who: 'open',
		get: 404,
		writes: [
			{
				name: 'accept',
				fields: () => [
					['intent', 'accept'],
					['version', 1],
				],
				status: 404,
			},
			{
				name: 'decline',
				fields: () => [
					['intent', 'decline'],
					['version', 1],
				],
				status: 404,
			},
		],
	},
	'routes/marketing/unsubscribe': { path: () => '/unsubscribe/none', who: 'open', get: 404, writes: [{ name: 'withdraw', fields: () => [], status: 404 }] },
	...captureOpenDoors,
	...apiDoors,
}
