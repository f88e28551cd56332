import { parse } from 'csv-parse/sync'
import { longReference } from '../../engine/sync/long-reference.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { SideWrite, SideWritten } from '../sync/contract.ts'
import type { Ask } from '../sync/door.server.ts'
import { failure } from '../sync/door.server.ts'
import type { Lot } from './lot.ts'
import type { SalesforceSettings } from './settings.ts'
import type { Talk } from './talk.server.ts'
import { writeCell } from './value.ts'

type Job = { id: string; state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted'; errorMessage?: string }

/**
 * Bulk API 2.0 ingest: a job, its CSV, a look now and then, and two files that say row by row what became of it. Up to the
 * moment the upload is declared complete nothing happens; after it, an answer that never came leaves all rows unknown.
 */
export async function writeBulk(talk: Talk, lot: Lot, settings: SalesforceSettings): Promise<SideWritten[]> {
	const { object, verb, keyField } = lot
	const order = { object, operation: verb, contentType: 'CSV', lineEnding: 'LF', ...(verb === 'upsert' ? { externalIdFieldName: keyField } : {}) }
	const job = (await harmless(talk, { method: 'POST', path: '/jobs/ingest', body: JSON.stringify(order) })) as Job
	const sheet = sheetOf(lot)
	const place = `/jobs/ingest/${job.id}`
	await harmless(talk, { method: 'PUT', path: `${place}/batches`, type: 'text/csv', body: sheet.csv })
	try {
		await talk.call({ method: 'PATCH', path: place, body: JSON.stringify({ state: 'UploadComplete' }) })
		const ended = await untilEnded(talk, place, settings)
		const good = await results(talk, `${place}/successfulResults/`)
		const bad = await results(talk, `${place}/failedResults/`)
		return answers(sheet.rows, sheet.columns, { good, bad, ended, created: verb === 'insert' })
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		return lot.rows.map(({ key }) => ({ key, ok: false, failure: { ...error.failure, isUnknown: true } }))
	}
}

/** A job that was only opened or filled has written nothing: its loss may be told as a plain failure. */
async function harmless(talk: Talk, ask: Ask): Promise<unknown> {
	return (await talk.call({ ...ask, reads: true })).body
}

type Sheet = { csv: string; columns: string[]; rows: Map<string, SideWrite[]> }

/** One column for every field that any row names. Results come in another order, so rows are found again by their cells. */
function sheetOf({ rows, verb, keyField }: Lot): Sheet {
	const first = verb === 'update' ? ['Id'] : verb === 'upsert' ? [keyField] : []
	const columns = [...new Set([...first, ...rows.flatMap(({ values }) => Object.keys(values))])]
	const cells = (row: SideWrite) =>
		columns.map((name) => {
			if (name === 'Id') return longReference(row.id ?? '')
			if (name === keyField && verb === 'upsert') return row.externalKey ?? ''
			return name in row.values ? writeCell(row.values[name] ?? null) : ''
		})
	const lines = rows.map((row) => ({ row, cells: cells(row) }))
	const found = Map.groupBy(lines, ({ cells: some }) => JSON.stringify(some))
	const csv = [columns, ...lines.map(({ cells: some }) => some)].map((line) => line.map(quoted).join(',')).join('\n')
	return { csv: `${csv}\n`, columns, rows: new Map([...found].map(([text, some]) => [text, some.map(({ row }) => row)])) }
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

async function untilEnded(talk: Talk, place: string, { pollMs = 2000, bulkMs = 600_000 }: SalesforceSettings): Promise<Job> {
	const until = talk.now() + bulkMs
	for (let wait = pollMs; ; wait = Math.min(wait * 1.5, pollMs * 10)) {
		const job = await look(talk, place)
		if (job && (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted')) return job
		if (talk.now() > until) throw new SideDown(failure('QUERY_TIMEOUT', `job ${place} is not done`, null))
		await new Promise((resume) => setTimeout(resume, wait))
	}
}

/** A look that got no answer is simply repeated; what refuses for good ends the waiting. */
async function look(talk: Talk, place: string): Promise<Job | null> {
	try {
		return (await talk.call({ method: 'GET', path: place })).body as Job
	} catch (error) {
		if (error instanceof SideDown && (error.failure.status === null || error.failure.status >= 429)) return null
		throw error
	}
}

type ResultLine = Record<string, string>

async function results(talk: Talk, path: string): Promise<ResultLine[]> {
	const { text } = await talk.call({ method: 'GET', path, type: 'text/csv' })
	return parse(text, { columns: true, skip_empty_lines: true }) as ResultLine[]
}

type Ended = { good: readonly ResultLine[]; bad: readonly ResultLine[]; ended: Job; created: boolean }

function answers(rows: Map<string, SideWrite[]>, columns: readonly string[], { good, bad, ended, created }: Ended): SideWritten[] {
	const rowOf = (line: ResultLine) => rows.get(JSON.stringify(columns.map((name) => line[name] ?? '')))?.shift()
	const written: SideWritten[] = []
	for (const line of good) {
		const row = rowOf(line)
		const isNew = line['sf__Created'] === undefined ? created : line['sf__Created'] === 'true'
		if (row) written.push({ key: row.key, ok: true, id: longReference(line['sf__Id'] ?? ''), created: isNew })
	}
	for (const line of bad) {
		const row = rowOf(line)
		if (row) written.push({ key: row.key, ok: false, failure: readLineError(line['sf__Error'] ?? '') })
	}
	// What neither file names was never reached when the job ended.
	const isUnknown = ended.state === 'JobComplete'
	const left = [...rows.values()].flat()
	const why = { ...failure(isUnknown ? 'OUTCOME_UNKNOWN' : 'SERVER_UNAVAILABLE', ended.errorMessage ?? `job ${ended.state}`, null), isUnknown }
	return [...written, ...left.map(({ key }) => ({ key, ok: false as const, failure: why }))]
}

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
