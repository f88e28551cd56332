import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type CsvRecord, readCsv } from './read-csv.ts'
import type { ImportMap } from './read-map.ts'
import { compileRows, type RowMapper } from './read-rows.ts'
import type { Importable, SourceRow } from './types.ts'

/** A file as a stream of bytes; `open` may be asked for other files beside it (plans of trees name theirs). */
export type RowSource = { open: (name?: string) => AsyncIterable<Uint8Array>; position: () => { bytesRead: number; bytesTotal: number } }

export type OpenedSource = { ok: true; rows: AsyncIterable<SourceRow[]> } | { ok: false; refusals: Refusal[] }

/** Opens a file and holds its header against the map before a row is read. */
export async function readSource(what: Importable, source: RowSource, map: ImportMap): Promise<OpenedSource> {
	const { delimiter = ',', quote = '"', encoding = 'auto' } = map.csv ?? {}
	const batches = readCsv(source.open(), { delimiter, quote, encoding })
	const first = await batches.next()
	const header = first.done ? undefined : first.value[0]
	if (!header || header.problem || first.done) return { ok: false, refusals: [refusal('import.no_header', { problem: header?.problem ?? 'empty' })] }
	const headers = header.values.map((name) => name.trim())
	const twice = headers.find((name, index) => name !== '' && headers.indexOf(name) !== index)
	if (twice !== undefined) return { ok: false, refusals: [refusal('import.column_twice', { column: twice })] }
	const compiled = compileRows(what, headers, map)
	if (!compiled.ok) return compiled
	return { ok: true, rows: rowsOf(what, headers, compiled.mapRow, first.value.slice(1), batches) }
}

async function* rowsOf(
	what: Importable,
	headers: string[],
	mapRow: RowMapper,
	first: CsvRecord[],
	rest: AsyncIterable<CsvRecord[]>,
): AsyncGenerator<SourceRow[]> {
	let rowNumber = 0
	const toRow = ({ values, problem, text }: CsvRecord): SourceRow => {
		rowNumber += 1
		if (problem) return { rowNumber, what, fields: {}, source: { line: (text ?? '').slice(0, 2000).replaceAll('\u0000', '␀') }, problem: { reason: problem } }
		const mapped = mapRow(values)
		return new CsvRow(rowNumber, what, mapped, headers, values)
	}
	yield first.map(toRow)
	for await (const batch of rest) yield batch.map(toRow)
}

/** The source cells are named only when a row is refused or left out, so that the good rows do not pay for it. */
class CsvRow implements SourceRow {
	rowNumber: number
	what: Importable
	fields: SourceRow['fields']
	problem?: NonNullable<SourceRow['problem']>
	#headers: string[]
	#values: string[]

	constructor(rowNumber: number, what: Importable, mapped: ReturnType<RowMapper>, headers: string[], values: string[]) {
		this.rowNumber = rowNumber
		this.what = what
		this.fields = mapped.fields
		if (mapped.problem) this.problem = mapped.problem
		this.#headers = headers
		this.#values = values
	}

	get source(): Record<string, string> {
		// PostgreSQL's jsonb holds no NUL.
		return Object.fromEntries(this.#values.map((value, index) => [this.#headers[index] ?? `column ${index + 1}`, value.replaceAll('\u0000', '␀')]))
	}
}
