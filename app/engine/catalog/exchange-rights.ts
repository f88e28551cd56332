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

export const mayExchange = (kind: string, roles: readonly string[]): boolean => roles.includes('administrator') || !isForAdministrators(kind)
