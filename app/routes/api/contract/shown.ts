import type { ShownOperation, ShownTag } from '../../../ui/account/api-reference.tsx'

type Schema = {
	type?: unknown
	enum?: readonly unknown[]
	const?: unknown
	anyOf?: readonly Schema[]
	oneOf?: readonly Schema[]
	properties?: Record<string, Schema>
	required?: readonly string[]
	items?: Schema
	$ref?: string
	description?: string
	default?: unknown
}
type Parameter = { name: string; in: string; required: boolean; schema: Schema }
type Written = {
	operationId: string
	tags: readonly string[]
	summary: string
	security: readonly { key: readonly string[] }[]
	parameters: readonly Parameter[]
	requestBody?: { content: Record<string, { schema: Schema }> }
	responses: Record<string, { description: string }>
}
type Written31 = { tags: readonly { name: string; description: string }[]; paths: Record<string, Record<string, Written>> }

function typeOf({ type, enum: words, anyOf, default: usual }: Schema): string {
	const own = words ? words.join(' | ') : anyOf ? anyOf.map(typeOf).join(' | ') : String(type ?? '')
	return usual === undefined ? own : `${own} = ${String(usual)}`
}

/** A schema as somebody would jot it down: `{ sku: string, unit?: string }`. */
function outline(schema: Schema, depth = 0): string {
	const { properties, items, anyOf, oneOf, $ref, const: word, required = [] } = schema
	if ($ref) return $ref.split('/').at(-1) ?? ''
	if (word !== undefined) return JSON.stringify(word)
	const several = anyOf ?? oneOf
	if (several) return several.map((one) => outline(one, depth)).join(' | ')
	if (items) return `[${outline(items, depth)}]`
	if (!properties) return typeOf(schema)
	const indent = '  '.repeat(depth + 1)
	const fields = Object.entries(properties).map(([name, one]) => `${indent}${name}${required.includes(name) ? '' : '?'}: ${outline(one, depth + 1)}\n`)
	return `{\n${fields.join('')}${'  '.repeat(depth)}}`
}

function shown(method: string, path: string, written: Written): ShownOperation {
	const [body] = Object.values(written.requestBody?.content ?? {})
	return {
		...{ id: written.operationId, method, path, summary: written.summary, scope: written.security[0]?.key[0] ?? '' },
		parameters: written.parameters
			.filter(({ name }) => name !== 'Accept-Language')
			.map(({ name, in: place, required, schema }) => ({ name, place, isNeeded: required, type: typeOf(schema), note: schema.description ?? null })),
		body: body ? outline(body.schema) : null,
		answers: Object.entries(written.responses).map(([status, { description }]) => ({ status, text: description })),
	}
}

/** The document as its page shows it: made of what is served, so that the two cannot differ. */
export function shownTags(document: unknown): ShownTag[] {
	const { tags, paths } = document as Written31
	const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, written]) => ({ written, method, path })))
	return tags.map(({ name, description }) => ({
		name,
		title: description,
		operations: all.filter(({ written }) => written.tags.includes(name)).map(({ method, path, written }) => shown(method, path, written)),
	}))
}
