import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Db } from '../../db/client.server.ts'
import { hashOf } from '../engine/base/hash.ts'
import { type Refusal, refusal, refused } from '../engine/base/refusal.ts'
import { type ImportResult, importFile } from '../flows/import/import-file.ts'
import { importables } from '../flows/import/read-importables.ts'
import { type ImportMap, readMap } from '../flows/import/read-map.ts'
import { rejectsAsCsv } from '../flows/import/read-rejects.ts'
import type { RowSource } from '../flows/import/read-source.ts'
import type { ImportProgress } from '../flows/import/types.ts'

export type ImportOptions = {
	what: string
	file: string
	map?: string | undefined
	rejects?: string | undefined
	at: Date
	chunkRows?: number | undefined
	signal?: AbortSignal
	onProgress?: (progress: ImportProgress) => void
}

export type ImportAnswer = (ImportResult & { seconds: number; rejectsFile: string | null }) | { ok: false; refusals: Refusal[] }

const maps = join(import.meta.dirname, 'maps')

/** Runs one import from files: the file, its map by path or by name, and the rejects beside it. */
export async function runImport(db: Db, options: ImportOptions): Promise<ImportAnswer> {
	if (options.what !== 'sobjects' && !importables.includes(options.what as never)) {
		return refused(refusal('import.what_unknown', { what: options.what, allowed: [...importables, 'sobjects'].join(', ') }))
	}
	const what = options.what as (typeof importables)[number]
	if (!existsSync(options.file)) return refused(refusal('import.file_missing', { file: options.file }))
	const read = openMap(options.map ?? (what === 'products' ? 'salesforce-products' : undefined))
	if (!read.ok) return read
	const began = performance.now()
	const result = await importFile(db, {
		what,
		fileName: basename(options.file),
		fileHash: await hashOfFile(options.file),
		mapHash: hashOf(read.map as never),
		map: read.map,
		source: fileSource(options.file),
		at: options.at,
		...(options.chunkRows ? { chunkRows: options.chunkRows } : {}),
		...(options.signal ? { signal: options.signal } : {}),
		...(options.onProgress ? { onProgress: options.onProgress } : {}),
	})
	if (!result.ok) return result
	const seconds = (performance.now() - began) / 1000
	const rejectsFile = result.counts.rejected > 0 ? await writeRejects(db, result.runId, options) : null
	return { ...result, seconds, rejectsFile }
}

function openMap(map: string | undefined): { ok: true; map: ImportMap } | { ok: false; refusals: Refusal[] } {
	if (map === undefined) return { ok: true, map: {} }
	const file = existsSync(map) ? map : join(maps, `${map}.json`)
	if (!existsSync(file)) {
		const known = readdirSync(maps).flatMap((name) => (name.endsWith('.json') ? [name.replace('.json', '')] : []))
		return refused(refusal('import.map_missing', { map, known: known.join(', ') }))
	}
	try {
		return readMap(JSON.parse(readFileSync(file, 'utf8')))
	} catch (error) {
		return refused(refusal('import.map_not_json', { map, problem: (error as Error).message }))
	}
}

async function hashOfFile(file: string): Promise<string> {
	const hash = createHash('sha256')
	for await (const block of createReadStream(file)) hash.update(block as Buffer)
	return hash.digest('hex')
}

function fileSource(file: string): RowSource {
	let bytesRead = 0
	const bytesTotal = statSync(file).size
	const counted = async function* (stream: AsyncIterable<Buffer>) {
		for await (const block of stream) {
			bytesRead += block.length
			yield block
		}
	}
	return {
		open: (name) => {
			const stream = createReadStream(name === undefined ? file : resolve(dirname(file), name), { highWaterMark: 256 * 1024 })
			return name === undefined ? counted(stream) : stream
		},
		position: () => ({ bytesRead, bytesTotal }),
	}
}

/** Beside the file, unless that place may not be written: then in the folder the command was called from. */
async function writeRejects(db: Db, runId: number, options: ImportOptions): Promise<string> {
	const name = `${basename(options.file)
		.replace(/\.gz$/, '')
		.replace(/\.csv$|\.json$/, '')}.rejects.csv`
	const places = options.rejects ? [options.rejects] : [join(dirname(options.file), name), join(process.cwd(), name)]
	for (const [index, place] of places.entries()) {
		try {
			await pipeline(Readable.from(rejectsAsCsv(db, runId)), createWriteStream(place))
			return place
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? ''
			if (index === places.length - 1 || !['EACCES', 'EROFS', 'EPERM'].includes(code)) throw error
		}
	}
	return name
}
