import { z } from 'zod'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { importables } from './read-importables.ts'

function isTimeZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
	} catch {
		return false
	}
}

const header = z.union([z.string(), z.array(z.string()).min(1)])
const values = z.record(z.string(), z.string())
const transform = z.enum(['upper', 'lower', 'whole_number', 'percent', 'negate'])
const book = z.strictObject({
	code: z.string(),
	name: z.string().optional(),
	rung: z.enum(['contract', 'group', 'sale', 'base']).optional(),
	status: z.enum(['draft', 'published']).optional(),
})
const condition = z.strictObject({ column: z.string(), is: z.array(z.string()).optional(), not: z.array(z.string()).optional() })
const lineClass = z.strictObject({
	class: z.string(),
	skus: z.array(z.string()).optional(),
	skuPrefix: z.string().optional(),
	numberPrefix: z.string().optional(),
})

const shape = {
	columns: z.record(z.string(), header).optional(),
	constants: values.optional(),
	/** For a blank field; {name} stands for another field. */
	defaults: values.optional(),
	values: z.record(z.string(), values).optional(),
	transforms: z.record(z.string(), z.array(transform)).optional(),
	filters: z.array(condition).optional(),
	/** For files with @references: the columns whose value another record is known by. */
	key: z.array(z.string()).optional(),
}

const objectMap = z.strictObject({ what: z.enum(importables).nullable(), ...shape })

const importMap = z.strictObject({
	about: z.string().optional(),
	what: z.enum(importables).optional(),
	seller: z
		.strictObject({
			code: z.string(),
			name: z.string().optional(),
			currency: z
				.string()
				.regex(/^[A-Z]{3}$/, 'is three capitals, such as USD')
				.optional(),
			country: z
				.string()
				.regex(/^[A-Z]{2}$/, 'is two capitals, such as US')
				.optional(),
			timeZone: z.string().refine(isTimeZone, 'is no time zone, such as America/Chicago').optional(),
			locale: z.string().optional(),
		})
		.optional(),
	csv: z
		.strictObject({
			delimiter: z.string().length(1).optional(),
			quote: z.string().length(1).optional(),
			encoding: z.enum(['auto', 'utf-8', 'latin-1']).optional(),
		})
		.optional(),
	...shape,
	dates: z.enum(['YYYY-MM-DD', 'M/D/YYYY', 'D/M/YYYY', 'D.M.YYYY']).optional(),
	priceBooks: z.record(z.string(), book).optional(),
	/** Makes accounts and products that the history names and the house does not know yet. */
	create: z.array(z.enum(['accounts', 'products'])).optional(),
	walkIn: z.strictObject({ number: z.string(), name: z.string() }).optional(),
	classes: z.array(lineClass).optional(),
	objects: z.record(z.string(), objectMap).optional(),
	placeholders: values.optional(),
	files: values.optional(),
	first: z.array(z.strictObject({ what: z.enum(importables), fields: values })).optional(),
})

export type ImportMap = z.infer<typeof importMap>
export type FieldMap = Pick<ImportMap, 'columns' | 'constants' | 'defaults' | 'values' | 'transforms' | 'filters' | 'key'>
export type LineClass = z.infer<typeof lineClass>
export type BookMap = z.infer<typeof book>

/** A map from its JSON. Every unknown key and wrong value is named with where it stands (app/cli/README.md lists what may stand there). */
export function readMap(json: unknown): { ok: true; map: ImportMap } | { ok: false; refusals: Refusal[] } {
	const read = importMap.safeParse(json)
	if (read.success) return { ok: true, map: read.data }
	return {
		ok: false,
		refusals: read.error.issues.map((issue) => {
			const at = issue.path.join('.') || '(top)'
			if (issue.code === 'unrecognized_keys') return refusal('import.map_unknown_key', { at, keys: issue.keys.join(', '), allowed: allowedAt(issue.path) })
			return refusal('import.map_wrong_value', { at, problem: issue.message })
		}),
	}
}

/** What may stand where an unknown key stood. */
function allowedAt(path: PropertyKey[]): string {
	if (path.length === 0) return Object.keys(importMap.shape).join(', ')
	if (path[0] === 'objects') return Object.keys(objectMap.shape).join(', ')
	const part = path[0] === 'priceBooks' ? book : path[0] === 'classes' ? lineClass : path[0] === 'filters' ? condition : null
	return part ? Object.keys(part.shape).join(', ') : ''
}
