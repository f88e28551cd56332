/**
 * Kinds that speak of people, of money lent to them, or of the house itself: names and addresses, roles, credit,
 * certificates. They leave and enter by administrators alone; a merchandiser is not told that they are there.
 */
const administratorsOnly: readonly string[] = [
	...[
		'sellers',
		'markets',
		'users',
		'accounts',
		'locations',
		'contacts',
		'owned-machines',
		'credit-limits',
		'certificates',
		'approval-rules',
		'company-budgets',
	],
	'orders',
]

export const isForAdministrators = (kind: string): boolean => administratorsOnly.includes(kind)

/** The shop's own room and marketing's: each has kinds of its own, and neither is told of the other's. */
export type ExchangeRoom = 'shop' | 'marketing'

/** Kinds that marketers bring in: prospects, members of CRM campaigns, and what advertising cost. */
export const marketingKinds: readonly string[] = ['prospects', 'campaign-members', 'ad-costs']

export const roomOf = (kind: string): ExchangeRoom => (marketingKinds.includes(kind) ? 'marketing' : 'shop')

export const mayExchange = (kind: string, roles: readonly string[], room: ExchangeRoom = 'shop'): boolean =>
	roomOf(kind) === room && (roles.includes('administrator') || !isForAdministrators(kind))
