import { parse } from 'csv-parse/sync'
import { plainBytes } from './read-plain-bytes.ts'

/** A record as it stood in the file, or why it could not be read. Rows count from 1 behind the header. */
export type CsvRecord = { values: string[]; problem?: string; text?: string }
export type CsvOptions = { delimiter: string; quote: string; encoding: 'auto' | 'utf-8' | 'latin-1' }

/** A quoted field may hold line ends, but a quote that is never closed must not swallow the file: after this many lines it is one bad row. */
const longestRecordLines = 200
const longestRecord = 1_000_000
const batchRecords = 1000

/**
 * Streams a CSV, plain or gzip, as batches of records; memory holds one block and one batch. Bytes are read as
 * single-byte text and each field is decoded by itself, so a Latin-1 line in a UTF-8 file costs one field and not the file.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<CsvRecord[]> {
	const lines = new RecordLines(options.quote)
	for await (const block of asText(plainBytes(bytes))) {
		lines.push(block)
		for (let batch = lines.take(batchRecords); batch.length > 0; batch = lines.take(batchRecords)) yield readBatch(batch, options)
	}
	lines.finish()
	for (let batch = lines.take(batchRecords); batch.length > 0; batch = lines.take(batchRecords)) yield readBatch(batch, options)
}

async function* asText(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
	let isFirst = true
	for await (const block of bytes) {
		const hasMark = isFirst && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf
		yield (hasMark ? block.subarray(3) : block).toString('latin1')
		isFirst = false
	}
}

type Raw = { text: string; problem?: string }

/** Cuts text into records: physical lines, joined while a quote is open. */
class RecordLines {
	#rest = ''
	#pending: string[] = []
	#ready: Raw[] = []
	#quote: string
	#ended = false

	constructor(quote: string) {
		this.#quote = quote
	}

	push(block: string): void {
		const text = this.#rest + block
		let from = 0
		for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
			this.#pending.push(text.slice(from, text[end - 1] === '\r' ? end - 1 : end))
			from = end + 1
		}
		this.#rest = text.slice(from)
		if (this.#rest.length > longestRecord) {
			this.#ready.push({ text: this.#rest.slice(0, 200), problem: 'csv.record_too_long' })
			this.#rest = ''
		}
		this.#join()
	}

	finish(): void {
		if (this.#rest !== '') this.#pending.push(this.#rest.replace(/\r$/, ''))
		this.#rest = ''
		this.#ended = true
		this.#join()
	}

	take(most: number): Raw[] {
		return this.#ready.splice(0, most)
	}

	#join(): void {
		let at = 0
		while (at < this.#pending.length) {
			const first = this.#pending[at] ?? ''
			const end = this.#recordEnd(at)
			if (end === 'wait') break
			if (end === 'never') this.#ready.push({ text: first, problem: 'csv.quote_not_closed' })
			else if (end > at || first.trim() !== '') this.#ready.push({ text: end === at ? first : this.#pending.slice(at, end + 1).join('\n') })
			at = typeof end === 'number' ? end + 1 : at + 1
		}
		this.#pending.splice(0, at)
	}

	/** The last line of the record that starts at `from`: the first where the quotes are even. */
	#recordEnd(from: number): number | 'wait' | 'never' {
		let isOpen = false
		for (let at = from; at < this.#pending.length && at < from + longestRecordLines; at++) {
			const line = this.#pending[at] ?? ''
			for (let quote = line.indexOf(this.#quote); quote >= 0; quote = line.indexOf(this.#quote, quote + 1)) isOpen = !isOpen
			if (!isOpen) return at
		}
		return this.#ended || this.#pending.length - from >= longestRecordLines ? 'never' : 'wait'
	}
}

function parseRecords(texts: string[], options: CsvOptions): string[][] {
	return parse(texts.join('\n'), { delimiter: options.delimiter, quote: options.quote, relax_column_count: true, skip_empty_lines: false }) as string[][]
}

/** All records at once; where one of them is malformed, each by itself, so that its neighbours are read. */
function readBatch(batch: Raw[], options: CsvOptions): CsvRecord[] {
	const sound = batch.every(({ problem }) => problem === undefined)
	if (sound) {
		try {
			const rows = parseRecords(
				batch.map(({ text }) => text),
				options,
			)
			if (rows.length === batch.length) return rows.map((values) => ({ values: values.map((value) => decode(value, options)) }))
		} catch {
			// One of them is malformed: found below.
		}
	}
	return batch.flatMap((raw) => readOne(raw, options))
}

function readOne({ text, problem }: Raw, options: CsvOptions): CsvRecord[] {
	if (problem) return [{ values: [], problem, text: decode(text, options) }]
	try {
		const rows = parseRecords([text], options)
		if (rows.length === 1) return rows.map((values) => ({ values: values.map((value) => decode(value, options)) }))
	} catch {
		// Below: a quote in the wrong place, by itself or across lines.
	}
	const lines = text.split('\n')
	if (lines.length === 1) return [{ values: [], problem: 'csv.quote_misplaced', text: decode(text, options) }]
	// Two stray quotes made one record of several lines: each line is looked at again by itself.
	return lines.flatMap((line) => {
		const isOpen = (line.split(options.quote).length - 1) % 2 === 1
		return readOne(isOpen ? { text: line, problem: 'csv.quote_not_closed' } : { text: line }, options)
	})
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const latin1 = new TextDecoder('windows-1252')

function decode(value: string, { encoding }: CsvOptions): string {
	let isPlain = true
	for (let at = 0; at < value.length; at++) {
		if (value.charCodeAt(at) > 127) {
			isPlain = false
			break
		}
	}
	if (isPlain) return value
	const bytes = Buffer.from(value, 'latin1')
	if (encoding === 'latin-1') return latin1.decode(bytes)
	try {
		return utf8.decode(bytes)
	} catch {
		// `utf-8` was promised: the replacement character says so, and the row is refused by the mapper.
		return encoding === 'utf-8' ? new TextDecoder().decode(bytes) : latin1.decode(bytes)
	}
}
