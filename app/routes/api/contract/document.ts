import { z } from 'zod'
import { buyerScopes, houseScopes } from '../../../platform/api-scopes.ts'
import { fixedT } from '../../../platform/i18n.server.ts'
import type { Locale } from '../../../platform/locale.ts'
import { type Operation, statusesOf } from './operation.ts'
import { operations } from './operations.ts'
import { problemShape } from './shapes.ts'

type Json = { [name: string]: unknown }

/** Named shapes stand once under components; `io` says which side of a transformation the wire sees. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output', named: Json): Json {
	const { $schema: _dialect, $defs, ...schema } = z.toJSONSchema(shape, { io }) as Json & { $defs?: Json }
	for (const [name, one] of Object.entries($defs ?? {})) named[name] = pointed(one)
	return pointed(schema) as Json
}

/** `#/$defs/Cart` of one shape is `#/components/schemas/Cart` of the document. */
function pointed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(pointed)
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [
			name,
			name === '$ref' && typeof one === 'string' ? one.replace('#/$defs/', '#/components/schemas/') : pointed(one),
		]),
	)
}

const inPath = (name: string): Json => ({
	name,
	in: 'path',
	required: true,
	schema: /Id$/.test(name) ? { type: 'integer', minimum: 1 } : { type: 'string', maxLength: 100 },
})
const headerOf = (name: string, isNeeded: boolean, schema: Json): Json => ({ name, in: 'header', required: isNeeded, schema })

function parametersOf({ path, query, writes, versioned }: Operation, named: Json): Json[] {
	const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => inPath(name ?? ''))
	const { properties = {}, required = [] } = (query ? schemaOf(query, 'input', named) : {}) as { properties?: Json; required?: string[] }
	const asked = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
	const once = writes ? [headerOf('Idempotency-Key', writes === 'needed', { type: 'string', minLength: 8, maxLength: 100 })] : []
	const match = versioned ? [headerOf('If-Match', false, { type: 'string', examples: ['"7"'] })] : []
	return [...ids, ...asked, ...once, ...match, headerOf('Accept-Language', false, { type: 'string' })]
}

const paceHeaders = { $ref: '#/components/headers/RateLimit-Remaining' }

function answersOf(operation: Operation, named: Json, t: (key: string) => string): Json {
	const usual = operation.status ?? 200
	const answer = schemaOf(operation.answer, 'output', named)
	const refused = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
	// An order that was placed before is answered again, as no new one.
	const statuses = operation.writes === 'needed' && usual === 201 ? [200, ...statusesOf(operation)] : statusesOf(operation)
	return Object.fromEntries(
		statuses.map((status) => {
			const good = status === 202 && operation.accepted ? schemaOf(operation.accepted, 'output', named) : answer
			const content = status < 300 ? { 'application/json': { schema: good } } : refused
			return [String(status), { description: t(`status.${status}`), headers: { 'RateLimit-Remaining': paceHeaders }, content }]
		}),
	)
}

function operationIn(operation: Operation, named: Json, t: (key: string) => string): Json {
	const { id, tag, body, scope } = operation
	return {
		...{ operationId: id, tags: [tag], summary: t(`operation.${id}`), security: [{ key: [scope] }], parameters: parametersOf(operation, named) },
		...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input', named) } } } } : {}),
		responses: answersOf(operation, named, t),
	}
}

const kept = new Map<string, Json>()

/** The OpenAPI 3.1 document of everything that machines may ask, in a language; made once for each. */
export function documentIn(locale: Locale, publicUrl: string): Json {
	const name = `${locale} ${publicUrl}`
	const known = kept.get(name) ?? makeDocument(locale, publicUrl)
	kept.set(name, known)
	return known
}

function makeDocument(locale: Locale, publicUrl: string): Json {
	const t = fixedT(locale, 'api') as (key: string) => string
	const named: Json = {}
	const paths: Record<string, Json> = {}
	for (const operation of operations) {
		paths[operation.path] = { ...paths[operation.path], [operation.method]: operationIn(operation, named, t) }
	}
	named['Problem'] = schemaOf(problemShape, 'output', named)['$ref'] ? named['Problem'] : schemaOf(problemShape, 'output', named)
	return {
		openapi: '3.1.0',
		info: { title: t('title'), version: '1', description: t('lead') },
		jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
		servers: [{ url: `${publicUrl}/api/v1` }],
		tags: [...new Set(operations.map(({ tag }) => tag))].map((tag) => ({ name: tag, description: t(`tag.${tag}`) })),
		paths,
		components: {
			schemas: Object.fromEntries(Object.entries(named).sort(([a], [b]) => a.localeCompare(b, 'en'))),
			headers: { 'RateLimit-Remaining': { description: t('pace'), schema: { type: 'integer' } } },
			securitySchemes: { key: { type: 'http', scheme: 'bearer', description: `${t('key')} ${[...buyerScopes, ...houseScopes].join(', ')}` } },
		},
	}
}
