import { ApiError, notFound, type ApiError as Refused, type RowError } from './api-error.ts'
import { type Answer, type Call, type Door, nothing, ok } from './calls.ts'
import { describeOf, globalOf } from './define.ts'
import { type Org, seen, shownDef, uniqueKey } from './org.ts'
import { remove } from './people.ts'
import { type Saved, saveRow } from './save.ts'
import { showRecord } from './show.ts'

/** One record at a time: what is wrong comes back as 4xx and an array. */
export const singleDoors: Door[] = [
	{
		method: 'GET',
		path: /^\/sobjects\/?$/,
		answer: (org, { root }) =>
			ok({
				encoding: 'UTF-8',
				maxBatchSize: 200,
				sobjects: [...org.objects.keys()].flatMap((name) => shownDef(org, name) ?? []).map((def) => globalOf(def, root)),
			}),
	},
	{ method: 'GET', path: /^\/sobjects\/(\w+)\/describe\/?$/, answer: (org, { root }, [object = '']) => ok(describeOf(defined(org, object), root)) },
	{ method: 'POST', path: /^\/sobjects\/(\w+)$/, answer: (org, call, [object = '']) => created(saveRow(org, saving(org, call, object, null))) },
	{ method: 'GET', path: /^\/sobjects\/(\w+)\/(\w{15,18})$/, answer: read },
	{
		method: 'PATCH',
		path: /^\/sobjects\/(\w+)\/(\w{15,18})$/,
		answer: (org, call, [object = '', id = '']) => changed(saveRow(org, saving(org, call, object, id))),
	},
	{
		method: 'DELETE',
		path: /^\/sobjects\/(\w+)\/(\w{15,18})$/,
		answer(org, _call, [object = '', id = '']) {
			const refused = remove(org, defined(org, object).name, id, org.user)
			if (refused) throw asWhole(refused)
			return nothing
		},
	},
	{
		method: 'PATCH',
		path: /^\/sobjects\/(\w+)\/(\w+)\/([^/]+)$/,
		answer(org, call, [object = '', field = '', value = '']) {
			const key = decodeURIComponent(value)
			const saved = saveRow(org, { ...saving(org, call, object, keyed(org, object, field, key)), given: { ...(call.body as object), [field]: key } })
			if (!saved.ok) return created(saved)
			return { status: saved.created ? 201 : 200, body: { id: saved.id, success: true, errors: [], created: saved.created } }
		},
	},
]

export function defined(org: Org, object: string) {
	const def = shownDef(org, object)
	if (!def) throw notFound()
	return def
}

/** The id of the record that holds a value of an external id; null when there is none. */
export function keyed(org: Org, object: string, name: string, value: string): string | null {
	const field = defined(org, object).fields.get(name)
	if (!field?.unique) throw new ApiError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`)
	return org.unique.get(uniqueKey(object, field, value)) ?? null
}

const saving = (org: Org, { body, allowDuplicates, held }: Call, object: string, id: string | null) => ({
	...{ object: defined(org, object).name, id, given: body as Record<string, unknown>, allowDuplicates, held },
})

function read(org: Org, { root, query }: Call, [object = '', id = '']: string[]): Answer {
	const def = defined(org, object)
	const stored = org.rows.get(object)?.get(id) ?? [...(org.rows.get(object)?.values() ?? [])].find((row) => row.id.startsWith(id))
	const row = stored ? seen(org, stored) : null
	if (!row || row.deletedAt !== null) throw notFound()
	const names = query.get('fields')?.split(',') ?? [...def.fields.keys()]
	const unknown = names.find((name) => !def.fields.has(name))
	if (unknown) throw new ApiError(400, 'INVALID_FIELD', `No such column '${unknown}' on sobject of type ${object}`)
	return ok(showRecord(root, def, row, names))
}

function created(saved: Saved): Answer {
	if (saved.ok) return { status: 201, body: { id: saved.id, success: true, errors: [] } }
	throw asWhole(saved.errors[0] as RowError)
}

function changed(saved: Saved): Answer {
	if (saved.ok) return nothing
	throw asWhole(saved.errors[0] as RowError)
}

/** What a row of a collection says with `statusCode`, a single call says with `errorCode` and its status. */
export function asWhole({ statusCode, message, fields, duplicateResult }: RowError): Refused {
	const isGone = statusCode === 'ENTITY_IS_DELETED' || statusCode === 'INVALID_CROSS_REFERENCE_KEY'
	return new ApiError(isGone ? 404 : 400, isGone && statusCode !== 'ENTITY_IS_DELETED' ? 'NOT_FOUND' : statusCode, message, {
		fields,
		...(duplicateResult ? { duplicateResult } : {}),
	})
}
