import { z } from 'zod'

/** What bodies and answers are made of. Money: whole minor units of the currency beside it; unit prices and quantities: decimals as text. */
export const minor = z.int().meta({ description: 'Whole minor units of the currency beside it.' })
/** What an amount is, where some of a seller's prices may have the tax in them. */
export const priced = z.int().meta({ description: 'Whole minor units at the prices agreed: with tax where `pricesIncludeTax`, else without.' })
export const net = z.int().meta({ description: 'Whole minor units without tax.' })
export const tax = z.int().meta({ description: 'Whole minor units of tax, as charged.' })
export const gross = z.int().meta({ description: 'Whole minor units with tax: what is to be paid.' })
export const pricesIncludeTax = z.boolean().meta({ description: 'Whether unit prices, and what is counted from them, have the tax in them.' })
export const unitPrice = z
	.string()
	.regex(/^\d{1,12}\.\d{6}$/)
	.meta({ description: 'A decimal with six digits; never a float.' })
export const decimal = z.string().regex(/^-?\d{1,14}(\.\d{1,6})?$/)
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
/** PostgreSQL knows no year 0, and nobody here any before the first order. */
export const dayAsked = z.iso
	.date()
	.refine((text) => text >= '1900')
	.optional()
export const instantAsked = z.iso
	.datetime({ offset: true })
	.refine((text) => text >= '1900')
	.optional()
export const instant = z
	.string()
	.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/)
	.max(40)
export const currency = z.string().regex(/^[A-Z]{3}$/)
export const id = z.int().positive()
export const nextCursor = z.string().nullable().meta({ description: 'Send it as `cursor` for what follows; null at the end.' })
export const fact = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const facts = z.record(z.string(), fact)

/** As it is asked. Text of a quantity, or a plain number for those who have no decimals. */
export const askedQuantity = z.union([z.string().max(20), z.number().transform(String)])
export const askedDay = z.string().max(20)
const wholeText = (most: number, usual: number) =>
	z
		.string()
		.regex(/^\d{1,4}$/)
		.transform(Number)
		.pipe(z.int().min(1).max(most))
		.default(usual)
export const limit = (most: number, usual: number) => wholeText(most, usual).meta({ description: `1 to ${most}; ${usual} unless said.` })
export const cursor = z.string().max(1200).optional()
export const searchText = z.string().max(200)

/** Why something was not done, in the words of the asker's language; `pointer` leads to the place in the body. */
export const refused = z
	.strictObject({
		code: z.string(),
		message: z.string(),
		remedy: z.string().optional(),
		line: z.int().optional(),
		pointer: z.string().optional(),
		facts,
	})
	.meta({ id: 'Refusal' })

export const offer = z
	.looseObject({ kind: z.string() })
	.meta({ id: 'Offer', description: 'What would make it possible: a card for the shortfall, fewer deliveries.' })

/** RFC 9457. */
export const problemShape = z
	.strictObject({
		type: z.string(),
		title: z.string(),
		status: z.int(),
		code: z.string(),
		requestId: z.string().optional(),
		detail: z.string().optional(),
		refusals: z.array(refused).optional(),
		offers: z.array(offer).optional(),
		hash: z.string().optional().meta({ description: 'With PRICE_CHANGED: what `consentedHash` must name.' }),
	})
	.meta({ id: 'Problem' })
