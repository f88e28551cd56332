import { parse } from 'csv-parse/sync'
import { ApiError, notFound, type RowError } from './api-error.ts'
import { type Answer, type Call, type Door, ok } from './calls.ts'
import { type Job, newId, type Org } from './org.ts'
import { saveRow } from './save.ts'
import { defined, keyed } from './single.ts'

/** Bulk API 2.0 ingest. A job does its rows when it is looked at for the second time, so that a caller has to wait. */
export const bulkDoors: Door[] = [
	{ method: 'POST', path: /^\/jobs\/ingest\/?$/, answer: open },
	{ method: 'PUT', path: /^\/jobs\/ingest\/(\w+)\/batches\/?$/, answer: upload },
	{ method: 'PATCH', path: /^\/jobs\/ingest\/(\w+)\/?$/, answer: close },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/?$/, answer: look },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/successfulResults\/?$/, answer: (org, _call, [id = '']) => ({ status: 200, csv: jobOf(org, id).good }) },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/failedResults\/?$/, answer: (org, _call, [id = '']) => ({ status: 200, csv: jobOf(org, id).bad }) },
]

type Order = { object?: string; operation?: string; contentType?: string; lineEnding?: string; externalIdFieldName?: string }
const accepted = new Set(['object', 'operation', 'contentType', 'lineEnding', 'externalIdFieldName', 'columnDelimiter'])

function open(org: Org, { body }: Call): Answer {
	const order = body as Order
	const strange = Object.keys(order).find((name) => !accepted.has(name))
	if (strange) throw new ApiError(400, 'JSON_PARSER_ERROR', `Unrecognized field "${strange}"`)
	const { object = '', operation = '', externalIdFieldName = '' } = order
	defined(org, object)
	if (operation !== 'insert' && operation !== 'update' && operation !== 'upsert')
		throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unsupported operation ${operation}`)
	if (operation === 'upsert') keyed(org, object, externalIdFieldName, '')
	const job: Job = {
		...{ id: newId(org, '750'), object, operation, keyField: externalIdFieldName, state: 'Open', lines: [], columns: [], good: '', bad: '', looks: 0 },
	}
	org.jobs.set(job.id, job)
	return ok(told(job))
}

function upload(org: Org, { text }: Call, [id = '']: string[]): Answer {
	const job = jobOf(org, id)
	if (job.state !== 'Open') throw new ApiError(400, 'INVALIDJOBSTATE', `Job state must be Open, not ${job.state}`)
	if (job.lines.length > 0)
		throw new ApiError(400, 'INVALIDBATCH', "Found multiple contents for job, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job")
	const [head = [], ...lines] = parse(text, { relax_column_count: false }) as string[][]
	job.columns = head
	job.lines = lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])))
	return { status: 201 }
}

function close(org: Org, { body }: Call, [id = '']: string[]): Answer {
	const job = jobOf(org, id)
	const { state } = body as { state?: string }
	if (job.state !== 'Open' || (state !== 'UploadComplete' && state !== 'Aborted'))
		throw new ApiError(400, 'INVALIDJOBSTATE', `Job state cannot become ${state}`)
	job.state = state
	return ok(told(job))
}

function look(org: Org, call: Call, [id = '']: string[]): Answer {
	const job = jobOf(org, id)
	if (job.state === 'InProgress') work(org, job, call)
	else if (job.state === 'UploadComplete') job.state = 'InProgress'
	return ok(told(job))
}

function work(org: Org, job: Job, { allowDuplicates }: Call): void {
	const good: string[][] = [['sf__Id', 'sf__Created', ...job.columns]]
	const bad: string[][] = [['sf__Id', 'sf__Error', ...job.columns]]
	for (const line of job.lines) {
		const { Id, ...cells } = line
		const filled = Object.entries(cells).filter(([, cell]) => cell !== '')
		const given = Object.fromEntries(filled.map(([name, cell]) => [name, cell === '#N/A' ? null : cell]))
		const id = job.operation === 'update' ? (Id ?? '') : job.operation === 'upsert' ? keyed(org, job.object, job.keyField, line[job.keyField] ?? '') : null
		const saved = saveRow(org, { object: job.object, id, given, allowDuplicates })
		const echo = job.columns.map((name) => line[name] ?? '')
		if (saved.ok) good.push([saved.id, String(saved.created), ...echo])
		else bad.push([id ?? '', saidOf(saved.errors[0] as RowError), ...echo])
	}
	job.good = csvOf(good)
	job.bad = csvOf(bad)
	job.state = 'JobComplete'
}

const saidOf = ({ statusCode, message, fields }: RowError) => `${statusCode}:${message}:${fields.join(',')} --`
const csvOf = (lines: string[][]) => `${lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`

function jobOf(org: Org, id: string): Job {
	const job = org.jobs.get(id)
	if (!job) throw notFound()
	return job
}

const told = ({ id, object, operation, state, lines }: Job) => ({
	...{
		id,
		operation,
		object,
		state,
		contentType: 'CSV',
		apiVersion: 62,
		jobType: 'V2Ingest',
		lineEnding: 'LF',
		columnDelimiter: 'COMMA',
		concurrencyMode: 'Parallel',
	},
	...{ numberRecordsProcessed: state === 'JobComplete' ? lines.length : 0, retries: 0 },
})
