import { parse } from 'csv-parse/sync'
import { ApiError, notFound, type RowError } from './api-error.ts'
import { type Answer, type Call, type Door, ok } from './calls.ts'
import { spend } from './faults.ts'
import { type Job, newId, type Org } from './org.ts'
import { saveRow } from './save.ts'
import { defined, keyed } from './single.ts'

/** Bulk API 2.0 ingest. A job does its rows when it is looked at for the second time, so that a caller has to wait. */
export const bulkDoors: Door[] = [
	{ method: 'POST', path: /^\/jobs\/ingest\/?$/, answer: open },
	{ method: 'PUT', path: /^\/jobs\/ingest\/(\w+)\/batches\/?$/, answer: upload },
	{ method: 'PATCH', path: /^\/jobs\/ingest\/(\w+)\/?$/, answer: close },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/?$/, answer: look },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/successfulResults\/?$/, answer: (org, _call, [id = '']) => fileOf(org, id, ({ good }) => good) },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/failedResults\/?$/, answer: (org, _call, [id = '']) => fileOf(org, id, ({ bad }) => bad) },
	{ method: 'GET', path: /^\/jobs\/ingest\/(\w+)\/unprocessedrecords\/?$/, answer: (org, _call, [id = '']) => fileOf(org, id, unprocessed) },
]

type Order = { object?: string; operation?: string; contentType?: string; lineEnding?: string; externalIdFieldName?: string }
const accepted = new Set(['object', 'operation', 'contentType', 'lineEnding', 'externalIdFieldName', 'columnDelimiter'])
const linesOfABatch = 10_000

function open(org: Org, { body }: Call): Answer {
	const order = body as Order
	const strange = Object.keys(order).find((name) => !accepted.has(name))
	if (strange) throw new ApiError(400, 'JSON_PARSER_ERROR', `Unrecognized field "${strange}"`)
	const { object = '', operation = '', externalIdFieldName = '', contentType = 'CSV', lineEnding = 'LF' } = order
	if (contentType !== 'CSV') throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unsupported content type ${contentType}`)
	if (lineEnding !== 'LF') throw new ApiError(400, 'INVALIDJOB', 'InvalidJob : this stand-in reads LF alone')
	defined(org, object)
	if (operation !== 'insert' && operation !== 'update' && operation !== 'upsert')
		throw new ApiError(400, 'INVALIDJOB', `InvalidJob : Unsupported operation ${operation}`)
	if (operation === 'upsert') keyed(org, object, externalIdFieldName, '')
	if (org.batches.used >= org.batches.limit) throw new ApiError(400, 'EXCEEDEDQUOTA', 'ExceededQuota : ApiBatchItems Limit exceeded.')
	const job: Job = {
		...{
			id: newId(org, '750'),
			object,
			operation,
			keyField: externalIdFieldName,
			state: 'Open',
			lines: [],
			columns: [],
			done: 0,
			good: [],
			bad: [],
			error: null,
		},
	}
	org.jobs.set(job.id, job)
	return ok(told(job))
}

function upload(org: Org, { text }: Call, [id = '']: string[]): Answer {
	const job = jobOf(org, id)
	if (job.state !== 'Open') throw new ApiError(400, 'INVALIDJOBSTATE', `Job state must be Open, not ${job.state}`)
	if (job.columns.length > 0)
		throw new ApiError(400, 'INVALIDBATCH', "Found multiple contents for job, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job")
	if (Math.ceil(Buffer.byteLength(text) / 3) * 4 > org.faults.bulkBytes)
		throw new ApiError(400, 'INVALIDBATCH', `InvalidBatch : The file exceeds ${org.faults.bulkBytes} bytes once it is encoded`)
	// What is wrong with the text itself is only seen when the job is worked on.
	if (/\r\n/.test(text.slice(0, text.indexOf('\n') + 1))) job.error = 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF'
	try {
		const [head = [], ...lines] = parse(text, { relax_column_count: false }) as string[][]
		job.columns = head
		job.lines = lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])))
	} catch {
		job.columns = ['?']
		job.error = 'ClientInputError : Failed to parse CSV'
	}
	return { status: 201 }
}

const closable = { UploadComplete: ['Open'], Aborted: ['Open', 'UploadComplete', 'InProgress'] } as const

function close(org: Org, { body }: Call, [id = '']: string[]): Answer {
	const job = jobOf(org, id)
	const { state = '' } = body as { state?: string }
	const from: readonly string[] = closable[state as keyof typeof closable] ?? []
	if (!from.includes(job.state)) throw new ApiError(400, 'INVALIDJOBSTATE', `Job state ${job.state} cannot become ${state}`)
	job.state = state
	if (state === 'UploadComplete') org.batches.used += Math.ceil(job.lines.length / linesOfABatch)
	return ok(told(job))
}

function look(org: Org, call: Call, [id = '']: string[]): Answer {
	const job = jobOf(org, id)
	if (job.state === 'InProgress') work(org, job, call)
	else if (job.state === 'UploadComplete') job.state = 'InProgress'
	return ok(told(job))
}

function work(org: Org, job: Job, { allowDuplicates }: Call): void {
	const missing = job.columns.find((name) => name !== 'Id' && !org.objects.get(job.object)?.fields.has(name))
	job.error ??= missing ? `InvalidBatch : Field name not found : ${missing}` : null
	if (!job.error && spend(org.faults, 'failBulk')) job.error = 'InternalServerError : Retried more than fifteen times'
	if (job.error) {
		job.state = 'Failed'
		return
	}
	for (const line of job.lines.slice(job.done, job.done + org.faults.bulkLines)) doLine(org, job, line, allowDuplicates)
	job.done = Math.min(job.lines.length, job.done + org.faults.bulkLines)
	if (job.done === job.lines.length) job.state = 'JobComplete'
}

function doLine(org: Org, job: Job, line: Record<string, string>, allowDuplicates: boolean): void {
	const { Id, ...cells } = line
	const filled = Object.entries(cells).filter(([, cell]) => cell !== '')
	const given = Object.fromEntries(filled.map(([name, cell]) => [name, cell === '#N/A' ? null : cell]))
	const id = job.operation === 'update' ? (Id ?? '') : job.operation === 'upsert' ? keyed(org, job.object, job.keyField, line[job.keyField] ?? '') : null
	const saved = saveRow(org, { object: job.object, id, given, allowDuplicates })
	const echo = job.columns.map((name) => line[name] ?? '')
	if (saved.ok) job.good.push([saved.id, String(saved.created), ...echo])
	else job.bad.push([id ?? '', saidOf(saved.errors[0] as RowError), ...echo])
}

const saidOf = ({ statusCode, message, fields }: RowError) => `${statusCode}:${message}:${fields.join(',')} --`
const csvOf = (lines: string[][]) => `${lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`
const heads = (job: Job, rows: string[][]) =>
	rows === job.good ? ['sf__Id', 'sf__Created', ...job.columns] : rows === job.bad ? ['sf__Id', 'sf__Error', ...job.columns] : job.columns

/** What became of the lines is told once the job has ended, however it did. */
function fileOf(org: Org, id: string, rowsOf: (job: Job) => string[][]): Answer {
	const job = jobOf(org, id)
	if (job.state !== 'JobComplete' && job.state !== 'Failed' && job.state !== 'Aborted')
		throw new ApiError(400, 'INVALIDJOBSTATE', `Job is not complete: ${job.state}`)
	const rows = rowsOf(job)
	return { status: 200, csv: csvOf([heads(job, rows), ...rows]) }
}

const unprocessed = (job: Job) => (job.state === 'JobComplete' ? [] : job.lines.slice(job.done).map((line) => job.columns.map((name) => line[name] ?? '')))

function jobOf(org: Org, id: string): Job {
	const job = org.jobs.get(id)
	if (!job) throw notFound()
	return job
}

const told = ({ id, object, operation, state, done, bad, error }: Job) => ({
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
	...{ numberRecordsProcessed: done, numberRecordsFailed: bad.length, retries: 0 },
	...(error && state === 'Failed' ? { errorMessage: error } : {}),
})
