import type { Matrix } from './line.ts'

/** Buyer groups, policies, and who sees what. */
export const sightDoors: Matrix = {
	'routes/merchandising/groups': { path: () => '/merchandising/groups', who: ['merchandiser'], query: ['q', 'after'] },
	'routes/merchandising/group': {
		path: ({ sellerGroupId }) => `/merchandising/groups/${sellerGroupId}`,
		who: ['merchandiser'],
		query: ['q', 'done'],
		writes: [
			{
				name: 'preview',
				fields: ({ sellerPolicyId, ledgerAccountId }) => [
					['intent', 'preview'],
					['name', 'Midwest'],
					['policyIds', sellerPolicyId],
					['removeAccountIds', ledgerAccountId],
				],
				status: 200,
				forgives: true,
			},
			{
				name: 'save',
				fields: ({ sellerPolicyId }) => [
					['intent', 'save'],
					['name', 'Midwest'],
					['policyIds', sellerPolicyId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/policies': { path: () => '/merchandising/policies', who: ['merchandiser'], query: ['q', 'after'] },
	'routes/merchandising/policy': {
		path: ({ sellerPolicyId }) => `/merchandising/policies/${sellerPolicyId}`,
		who: ['merchandiser'],
		query: ['q', 'done'],
		writes: [
			{
				name: 'preview',
				fields: ({ sellerGroupId, sellerSku }) => [
					['intent', 'preview'],
					['name', 'All'],
					['isActive', 'on'],
					['grants', sellerSku],
					['groupIds', sellerGroupId],
				],
				status: 200,
			},
			{
				name: 'save',
				fields: ({ sellerGroupId, sellerSku }) => [
					['intent', 'save'],
					['name', 'All'],
					['isActive', 'on'],
					['denies', sellerSku],
					['groupIds', sellerGroupId],
				],
				status: 302,
			},
			{
				name: 'undo',
				fields: () => [
					['intent', 'undo'],
					['changeId', '999999'],
				],
				status: 404,
			},
		],
	},
	'routes/merchandising/visibility': {
		path: () => '/merchandising/visibility',
		who: ['merchandiser'],
		query: ['product', 'account', 'q', 'sees', 'category', 'after', 'done'],
		writes: [
			{
				name: 'preview',
				fields: ({ ledgerAccountId, sellerGroupId, sellerPolicyId }) => [
					['intent', 'preview'],
					['accountId', ledgerAccountId],
					['groupIds', sellerGroupId],
					['policyIds', sellerPolicyId],
				],
				status: 200,
			},
			{
				name: 'save',
				fields: ({ ledgerAccountId, sellerGroupId, sellerPolicyId }) => [
					['intent', 'save'],
					['accountId', ledgerAccountId],
					['groupIds', sellerGroupId],
					['policyIds', sellerPolicyId],
				],
				status: 302,
			},
		],
	},
}
