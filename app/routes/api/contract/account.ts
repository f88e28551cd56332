import { z } from 'zod'
import { operation } from './operation.ts'
import { currency, day, id, minor, pricesIncludeTax } from './shapes.ts'

const own = { tag: 'account', method: 'get', scope: 'account:read' } as const

export const readAccount = operation({
	...{ ...own, id: 'readAccount', path: '/account', route: 'routes/api/account' },
	answer: z
		.strictObject({
			...{ number: z.string(), name: z.string(), currency, pricesIncludeTax, standing: z.enum(['good', 'watch', 'hold', 'new']), standingSource: z.string() },
			...{ onboardingStep: z.string(), orderCapMinor: minor.nullable(), allowedClasses: z.array(z.string()).nullable(), termsDays: z.int() },
			...{ invoicePer: z.string(), repeatsPoNumbers: z.boolean(), billTo: z.string().nullable(), overdueDays: z.int() },
			rep: z.strictObject({ name: z.string(), email: z.string(), phone: z.string().nullable() }).nullable(),
			credit: z.strictObject({ currency, limitMinor: minor, exposureMinor: minor, availableMinor: minor, overLimitMinor: minor }).nullable(),
			methods: z.array(
				z.strictObject({
					method: z.string(),
					allowed: z.boolean(),
					reason: z.string().nullable(),
					liftedBy: z.string().nullable(),
					atMostMinor: minor.nullable(),
				}),
			),
			certificates: z.array(
				z.strictObject({
					jurisdiction: z.string(),
					number: z.string(),
					validFrom: day,
					expiresOn: day,
					state: z.enum(['waiting', 'accepted', 'refused']),
					isExpired: z.boolean(),
				}),
			),
		})
		.meta({ id: 'Account' }),
})

export const listLocations = operation({
	...{ ...own, id: 'listLocations', path: '/account/locations', route: 'routes/api/account-locations' },
	answer: z.strictObject({
		locations: z.array(
			z.strictObject({
				...{ id, code: z.string(), name: z.string(), line1: z.string(), line2: z.string().nullable(), city: z.string(), region: z.string().nullable() },
				...{ postalCode: z.string(), country: z.string(), phone: z.string().nullable(), instructions: z.string().nullable(), isDefault: z.boolean() },
			}),
		),
	}),
})

export const listContacts = operation({
	...{ ...own, id: 'listContacts', path: '/account/contacts', route: 'routes/api/account-contacts' },
	answer: z.strictObject({
		contacts: z.array(
			z.strictObject({
				...{ id, name: z.string(), email: z.string().nullable(), title: z.string().nullable(), role: z.string(), locale: z.string(), mayBuy: z.boolean() },
			}),
		),
	}),
})
