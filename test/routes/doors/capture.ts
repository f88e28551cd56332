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
	'routes/marketing/pages': {
		path: () => '/marketing/pages',
		who: marketing,
		query: ['q', 'status', 'campaign', 'after'],
		writes: [{ name: 'create', fields: () => [['name', 'Open house']], status: 302 }],
	},
	'routes/marketing/pages-csv': { path: () => '/marketing/pages.csv', who: marketing, query: ['q', 'status', 'campaign'] },
	'routes/marketing/page': {
		path: ({ pageId }) => `/marketing/pages/${pageId}`,
		who: marketing,
		query: ['done'],
		writes: [
			{
				name: 'save',
				fields: ({ pageVersion, pageSlug, maCampaignId, formId }) => [
					['intent', 'save'],
					['version', pageVersion],
					['name', 'Open house anew'],
					['slug', pageSlug],
					['campaignId', maCampaignId],
					['formId', formId],
					['title.en', 'Come and taste'],
					['blocks', 1],
					['kind.0', 'points'],
					['text.0.en', 'Fresh'],
				],
				status: 302,
			},
			{ name: 'put aside', fields: () => [['intent', 'archive']], status: 302 },
		],
	},
	'routes/marketing/page-preview': { path: ({ pageId }) => `/marketing/pages/${pageId}/preview`, who: marketing },
	'routes/marketing/files': {
		path: () => '/marketing/files',
		who: marketing,
		query: ['q', 'status', 'campaign', 'after'],
		writes: [{ name: 'without a file', fields: () => [['name', 'Guide']], status: 422 }],
	},
	'routes/marketing/files-csv': { path: () => '/marketing/files.csv', who: marketing, query: ['q', 'status', 'campaign'] },
	'routes/marketing/file': {
		path: ({ fileId }) => `/marketing/files/${fileId}`,
		who: marketing,
		query: ['done', 'after'],
		writes: [
			{
				name: 'save',
				fields: ({ fileVersion, maCampaignId }) => [
					['intent', 'save'],
					['version', fileVersion],
					['name', 'Guide anew'],
					['title.en', 'Guide'],
					['campaignId', maCampaignId],
					['linkDays', 7],
				],
				status: 302,
			},
			{ name: 'take back', fields: () => [['intent', 'revoke_all']], status: 302 },
			{ name: 'put aside', fields: () => [['intent', 'archive']], status: 302 },
		],
	},
	'routes/marketing/redirects': {
		path: () => '/marketing/redirects',
		who: marketing,
		query: ['q', 'status', 'campaign', 'after'],
		writes: [
			{
				name: 'create',
				fields: () => [
					['name', 'Poster'],
					['target', '/catalog'],
				],
				status: 302,
			},
		],
	},
	'routes/marketing/redirects-csv': { path: () => '/marketing/redirects.csv', who: marketing, query: ['q', 'status', 'campaign'] },
	'routes/marketing/redirect': {
		path: ({ redirectId }) => `/marketing/redirects/${redirectId}`,
		who: marketing,
		query: ['done'],
		writes: [
			{
				name: 'save',
				fields: ({ redirectVersion, redirectSlug, maCampaignId }) => [
					['intent', 'save'],
					['version', redirectVersion],
					['name', 'Poster anew'],
					['slug', redirectSlug],
					['target', '/catalog'],
					['campaignId', maCampaignId],
				],
				status: 302,
			},
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
	'routes/marketing/public-page': {
		path: ({ openPageSlug }) => `/l/${openPageSlug}`,
		who: 'open',
		query: ['sent'],
		writes: [{ name: 'send', fields: () => [['f.email', 'somebody@x.example']], status: 422 }],
	},
	'routes/marketing/redirect-link': { path: ({ openRedirectSlug }) => `/r/${openRedirectSlug}`, who: 'open', get: 302 },
	'routes/marketing/gated-file': { path: () => '/d/none', who: 'open', get: 404 },
	'routes/marketing/gated-file-bytes': { path: () => '/d/none/file', who: 'open', get: 404, writes: [{ name: 'take', fields: () => [], status: 404 }] },
	'routes/marketing/form-handler': {
		path: ({ openFormSlug }) => `/forms/${openFormSlug}`,
		who: 'open',
		get: 404,
		writes: [{ name: 'send', fields: () => [['f.email', 'somebody@x.example']], status: 303 }],
	},
	'routes/marketing/visits': { path: () => '/visits', who: 'open', writes: [{ name: 'no', fields: () => [['choice', 'no']], status: 302 }] },
	'routes/marketing/seen': { path: () => '/seen', who: 'open', get: 404, writes: [{ name: 'look', fields: () => [['path', '/catalog']], status: 204 }] },
}
