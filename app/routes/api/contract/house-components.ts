import { z } from 'zod'
import { operation } from './operation.ts'
import { askedQuantity, decimal } from './shapes.ts'

const ofPart = { tag: 'house', path: '/house/products/{productId}/components', route: 'routes/api/house-components' } as const
const name = z.string().trim().min(1).max(200)

const asked = z.strictObject({
	kind: z.enum(['simple', 'bundle', 'kit']),
	pricing: z.enum(['own', 'sum']).default('own').meta({ description: '`own`: by its own prices; `sum`: what is inside, less `percentOff`.' }),
	percentOff: z.string().max(10).default('0'),
	components: z
		.array(
			z.strictObject({
				sku: z.string().min(1).max(80),
				quantity: askedQuantity,
				choice: z
					.string()
					.min(1)
					.max(40)
					.nullable()
					.default(null)
					.meta({ description: 'The `code` of the choice to which it belongs; null: it always comes.' }),
				isUsual: z.boolean().default(false).meta({ description: 'A new line begins with it.' }),
				differences: z
					.record(z.string().regex(/^[A-Z]{3}$/), z.string().max(20))
					.default({})
					.meta({ description: 'By currency: how much dearer the bundle is with it than with what is usual.' }),
			}),
		)
		.max(500),
	choices: z
		.array(
			z.strictObject({
				...{ code: z.string().min(1).max(40), minimum: z.int().min(0).max(99), maximum: z.int().min(1).max(99) },
				names: z.strictObject({ en: name, 'fr-CA': name.optional(), es: name.optional(), ja: name.optional(), cs: name.optional() }),
			}),
		)
		.max(50)
		.default([]),
})
export type Components = z.output<typeof asked>

const answer = z.strictObject({
	...{ sku: z.string(), kind: z.string(), pricing: z.string(), percentOff: decimal },
	components: z.array(
		z.strictObject({
			...{ sku: z.string(), quantity: decimal, choice: z.string().nullable(), isUsual: z.boolean() },
			differences: z.record(z.string(), decimal),
		}),
	),
	choices: z.array(z.strictObject({ code: z.string(), minimum: z.int(), maximum: z.int(), names: z.record(z.string(), z.string()) })),
})

export const readComponents = operation({ ...ofPart, id: 'readComponents', method: 'get', scope: 'house.catalog:read', answer })

export const saveComponents = operation({
	...{ ...ofPart, id: 'saveComponents', method: 'post', scope: 'house.catalog:write', writes: 'once', refuses: true, rows: 'components' },
	...{ body: asked, answer },
})
