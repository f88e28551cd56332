import { longReference } from '../../../engine/sync/long-reference.ts'
import { ApiError, type RowError, rowError } from './api-error.ts'
import { type Answer, type Call, type Door, ok } from './calls.ts'
import { type Org, seen } from './org.ts'
import { remove } from './people.ts'
import { saveRow } from './save.ts'
import { showRecord } from './show.ts'
import { defined, keyed } from './single.ts'

const most = 200

/** Up to 200 records a call: always 200, and what is wrong stands beside each record. */
export const collectionDoors: Door[] = [
	{ method: 'POST', path: /^\/composite\/sobjects$/, answer: (org, call) => saveAll(org, call, () => null) },
	{ method: 'PATCH', path: /^\/composite\/sobjects$/, answer: (org, call) => saveAll(org, call, ({ id }) => String(id ?? '')) },
	{
		method: 'PATCH',
		path: /^\/composite\/sobjects\/(\w+)\/(\w+)$/,
		answer: (org, call, [object = '', field = '']) => saveAll(org, call, (record) => keyed(org, object, field, String(record[field] ?? '')), true),
	},
	{ method: 'DELETE', path: /^\/composite\/sobjects$/, answer: deleteAll },
	{ method: 'POST', path: /^\/composite\/sobjects\/(\w+)$/, answer: retrieve },
]

type Given = Record<string, unknown> & { attributes?: { type?: string }; id?: unknown }

function saveAll(org: Org, call: Call, idOf: (record: Given) => string | null, isUpsert = false): Answer {
	const records = recordsOf(call.body)
	const results = records.map((record) => {
		const { attributes, id: _id, ...given } = record
		const object = attributes?.type ?? ''
		const id = idOf(record)
		if (id === '') return refusal([rowError('MISSING_ARGUMENT', 'Id not specified in an update call')])
		const saved = saveRow(org, { object, id, given, allowDuplicates: call.allowDuplicates, held: call.held })
		if (!saved.ok) return refusal(saved.errors)
		return { id: saved.id, success: true, errors: [], ...(isUpsert ? { created: saved.created } : {}) }
	})
	return ok(results)
}

function recordsOf(body: unknown): Given[] {
	const { records, allOrNone, ...unknown } = (body ?? {}) as { records?: Given[]; allOrNone?: boolean }
	const [strange] = Object.keys(unknown)
	if (strange) throw new ApiError(400, 'JSON_PARSER_ERROR', `Unrecognized field "${strange}" at [line:1, column:1]`)
	if (!Array.isArray(records)) throw new ApiError(400, 'INVALID_ARGUMENT', 'records is required')
	if (records.length > most) throw new ApiError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${most} records into this call`)
	if (allOrNone) throw new ApiError(400, 'INVALID_ARGUMENT', 'allOrNone is not kept by this stand-in')
	return records
}

/** The answer in a collection names no duplicates: only a single call does. */
const refusal = (errors: RowError[]) => ({ success: false, errors: errors.map(({ statusCode, message, fields }) => ({ statusCode, message, fields })) })

function deleteAll(org: Org, { query }: Call): Answer {
	const ids = (query.get('ids') ?? '').split(',').filter(Boolean)
	if (ids.length > most) throw new ApiError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${most} records into this call`)
	const results = ids.map((id) => {
		const object = [...org.objects.values()].find(({ prefix }) => id.startsWith(prefix))?.name ?? ''
		const refused = remove(org, object, id, org.user)
		return refused ? refusal([refused]) : { id: longReference(id), success: true, errors: [] }
	})
	return ok(results)
}

function retrieve(org: Org, { body, root }: Call, [object = '']: string[]): Answer {
	const { ids, fields } = body as { ids: string[]; fields: string[] }
	const def = defined(org, object)
	if (ids.length > 2000) throw new ApiError(400, 'EXCEEDED_ID_LIMIT', 'record limit reached. cannot retrieve more than 2000 records')
	const unknown = fields.find((name) => !def.fields.has(name))
	if (unknown) throw new ApiError(400, 'INVALID_FIELD', `No such column '${unknown}' on sobject of type ${object}`)
	return ok(
		ids.map((id) => {
			const stored = org.rows.get(object)?.get(longReference(id))
			const row = stored ? seen(org, stored) : null
			return row && row.deletedAt === null ? showRecord(root, def, row, [...new Set(['Id', ...fields])]) : null
		}),
	)
}
