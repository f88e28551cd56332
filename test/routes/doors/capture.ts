import type { Matrix } from './line.ts'

const marketing = ['marketer', 'head_office'] as const

/** Forms of marketing and where they stand in front of people. */
export const captureDoors: Matrix = {
	'routes/marketing/forms': {
		path: () => '/marketing/forms',
		who: marketing,
		query: ['q', 'status', 'campaign', 'after'],
		writes: [{ name: 'create', fields: () => [['name', 'Tasting at the roastery']], status: 302 }],
	},
	'routes/marketing/forms-csv': { path: () => '/marketing/forms.csv', who: marketing, query: ['q', 'status', 'campaign'] },
	'routes/marketing/form': {
		path: ({ formId }) => `/marketing/forms/${formId}`,
		who: marketing,
		query: ['done'],
		writes: [
			{
				name: 'save',
				fields: ({ formVersion, formSlug, maCampaignId }) => [
					['intent', 'save'],
					['version', formVersion],
					['name', 'Taste anew'],
					['slug', formSlug],
					['campaignId', maCampaignId],
					['title.en', 'Taste with us'],
					['fields', 1],
					['key.0', 'email'],
					['required.0', 'on'],
					['label.0.en', 'E-mail'],
				],
				status: 302,
			},
			{ name: 'bring back', fields: () => [['intent', 'restore']], status: 302 },
			{ name: 'put aside', fields: () => [['intent', 'archive']], status: 302 },
		],
	},
	'routes/marketing/form-sent': { path: ({ formId }) => `/marketing/forms/${formId}/sent`, who: marketing, query: ['after'] },
	'routes/marketing/form-sent-csv': { path: ({ formId }) => `/marketing/forms/${formId}/sent.csv`, who: marketing },
}

/** What stands open: nothing that was sent without a token of ours is kept. */
export const captureOpenDoors: Matrix = {
	'routes/marketing/public-form': {
		path: ({ openFormSlug }) => `/f/${openFormSlug}`,
		who: 'open',
		query: ['sent'],
		writes: [{ name: 'send', fields: () => [['f.email', 'somebody@x.example']], status: 422 }],
	},
	'routes/marketing/form-handler': {
		path: ({ openFormSlug }) => `/forms/${openFormSlug}`,
		who: 'open',
		get: 404,
		writes: [{ name: 'send', fields: () => [['f.email', 'somebody@x.example']], status: 303 }],
	},
	'routes/marketing/visits': { path: () => '/visits', who: 'open', writes: [{ name: 'no', fields: () => [['choice', 'no']], status: 302 }] },
	'routes/marketing/seen': { path: () => '/seen', who: 'open', get: 404, writes: [{ name: 'look', fields: () => [['path', '/catalog']], status: 204 }] },
}
