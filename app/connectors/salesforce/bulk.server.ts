import { parse } from 'csv-parse/sync'
import { longReference } from '../../engine/sync/long-reference.ts'
import type { SyncValue } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { BulkLook, BulkPart, BulkWay, SideWrite, SideWritten } from '../sync/contract.ts'
import { type Ask, failure } from '../sync/door.server.ts'
import { memberValues } from './campaign-members.ts'
import { tableOf } from './person-accounts.ts'
import type { SalesforceSettings } from './settings.ts'
import type { Talk } from './talk.server.ts'
import { writeCell } from './value.ts'

type Job = {
	id: string
	state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'
	errorMessage?: string
	numberRecordsProcessed?: unknown
}

const states = { Open: 'open', UploadComplete: 'working', InProgress: 'working', JobComplete: 'done', Failed: 'failed', Aborted: 'aborted' } as const

/** An upload may have 150 MB once it is encoded in base64, which makes three bytes four; the system cuts it into batches itself (B12). */
const bytesMax = 100_000_000
const rowsOfABatch = 10_000

/**
 * Bulk API 2.0 ingest: a job, its CSV, a look now and then, and three files that say row by row what became of it. Up to the
 * moment the upload is declared complete nothing happens. Rows are known again by what they were named by: an id, or our key.
 */
export function bulkWay(talk: Talk, moreOf: (object: string) => Promise<Record<string, SyncValue>>, { externalKeyField }: SalesforceSettings): BulkWay {
	const keyField = externalKeyField ?? ''
	const place = (id: string) => `/jobs/ingest/${id}`
	const ask = async (asked: Ask) => (await talk.call(asked)).body
	// A job that was only opened or filled has written nothing: its loss may be told as a plain failure.
	const harmless = (asked: Ask) => ask({ ...asked, reads: true })
	const file = async (id: string, name: string) => {
		const { text } = await talk.call({ method: 'GET', path: `${place(id)}/${name}/`, type: 'text/csv' })
		return parse(text, { columns: true, skip_empty_lines: true }) as Line[]
	}
	return {
		rowsMax: 50_000,
		bytesMax,
		rowsOfABatch,
		async open({ object, isNew }) {
			const order = { object: tableOf(object), operation: isNew ? 'upsert' : 'update', contentType: 'CSV', lineEnding: 'LF' }
			const job = await harmless({
				method: 'POST',
				path: '/jobs/ingest',
				body: JSON.stringify(isNew ? { ...order, externalIdFieldName: keyField } : order),
			})
			return (job as Job).id
		},
		async fill(id, part, rows) {
			const more = part.isNew ? await moreOf(part.object) : {}
			const whole = rows.map((row) => ({ ...row, values: { ...more, ...memberValues(part.object, row.values) } }))
			await harmless({ method: 'PUT', path: `${place(id)}/batches`, type: 'text/csv', body: sheetOf(part, whole, keyField) })
		},
		start: async (id) => void (await ask({ method: 'PATCH', path: place(id), body: JSON.stringify({ state: 'UploadComplete' }) })),
		look: (id) => look(() => ask({ method: 'GET', path: place(id) })),
		abort: async (id) => void (await ask({ method: 'PATCH', path: place(id), body: JSON.stringify({ state: 'Aborted' }) })),
		async results(id, { isNew }) {
			const named = (line: Line) => (isNew ? (line[keyField] ?? '') : longReference(line['Id'] || line['sf__Id'] || ''))
			const [good, bad, left] = await Promise.all(['successfulResults', 'failedResults', 'unprocessedrecords'].map((name) => file(id, name)))
			return {
				written: [
					...(good ?? []).map((line) => landed(named(line), line)),
					...(bad ?? []).map((line) => refused(named(line), readLineError(line['sf__Error'] ?? ''))),
				],
				untouched: (left ?? []).map(named),
			}
		},
		async day() {
			const limits = (await ask({ method: 'GET', path: '/limits' })) as Record<string, { Max?: unknown; Remaining?: unknown } | undefined>
			const { Max, Remaining } = limits['DailyBulkApiBatches'] ?? {}
			return Max === undefined || Remaining === undefined ? null : { used: Number(Max) - Number(Remaining), limit: Number(Max) }
		},
	}
}

type Line = Record<string, string>

const landed = (key: string, line: Line): SideWritten => ({ key, ok: true, id: longReference(line['sf__Id'] ?? ''), created: line['sf__Created'] === 'true' })
const refused = (key: string, why: ReturnType<typeof failure>): SideWritten => ({ key, ok: false, failure: why })

async function look(ask: () => Promise<unknown>): Promise<BulkLook> {
	try {
		const { state, errorMessage, numberRecordsProcessed } = (await ask()) as Job
		return { state: states[state], done: Number(numberRecordsProcessed ?? 0), message: errorMessage ?? null }
	} catch (error) {
		if (error instanceof SideDown && error.failure.code === 'NOT_FOUND') return { state: 'gone', done: 0, message: error.failure.message }
		throw error
	}
}

/** One column for every field that any row names; a row that says nothing of a field leaves its cell empty. */
function sheetOf({ isNew }: BulkPart, rows: readonly SideWrite[], keyField: string): string {
	const first = isNew ? keyField : 'Id'
	const columns = [first, ...new Set(rows.flatMap(({ values }) => Object.keys(values).filter((name) => name !== first)))]
	const lines = rows.map((row) =>
		columns.map((name) => {
			if (name === first) return isNew ? (row.externalKey ?? '') : longReference(row.id ?? '')
			return name in row.values ? writeCell(row.values[name] ?? null) : ''
		}),
	)
	return `${[columns, ...lines].map((line) => line.map(quoted).join(',')).join('\n')}\n`
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --` */
function readLineError(text: string) {
	const [, code = 'UNKNOWN_EXCEPTION', message = text, fields = ''] = /^([A-Z_]+):(.*):([^:]*?) ?--$/s.exec(text) ?? []
	return {
		...failure(code, message, 200),
		fields: fields
			.split(',')
			.map((name) => name.trim())
			.filter(Boolean),
	}
}
