import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { parse as parseWhole } from 'csv-parse/sync'
import type { FileStore } from '../../connectors/files/contract.ts'
import { passOn, plainBytes } from '../import/read-plain-bytes.ts'

/** The cells of a kept CSV, its head first. Throws what cannot be read or parsed. */
export async function* readStoredLines(files: FileStore, key: string, delimiter: string): AsyncGenerator<string[]> {
	const parser = pipeline(Readable.from(plainBytes(files.read(key))), parse({ bom: true, relax_column_count: true, delimiter }), passOn)
	yield* parser as AsyncIterable<string[]>
}

const marks = [',', ';', '\t']

/** The head of a kept CSV, and the mark between its cells: the one that parts it the most. Null: it has none. */
export async function readHead(files: FileStore, key: string): Promise<{ head: string[]; delimiter: string } | null> {
	let start = Buffer.alloc(0)
	try {
		for await (const block of plainBytes(files.read(key))) {
			start = Buffer.concat([start, block])
			if (start.length > 256 * 1024 || start.includes(10)) break
		}
	} catch {
		return null
	}
	const heads = marks.flatMap((delimiter) => {
		try {
			const [head = []] = parseWhole(start, { bom: true, relax_column_count: true, delimiter, to_line: 1, to: 1 }) as string[][]
			return [{ head: head.map((name) => name.trim()), delimiter }]
		} catch {
			return []
		}
	})
	const best = heads.sort((a, b) => b.head.length - a.head.length)[0]
	const isText = best?.head.every((name) => !name.includes('\u0000'))
	return best && isText && best.head.some(Boolean) ? best : null
}
