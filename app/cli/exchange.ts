import { createReadStream, createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline as pass, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import type { Db } from '../../db/client.server.ts'
import { readExchangeColumns } from '../../db/queries/exchange.ts'
import { exchangeKinds } from '../../db/queries/exchange-kinds.ts'
import { findSeller } from '../../db/queries/import-run.ts'
import { writeLine } from '../engine/catalog/exchange-cell.ts'
import { type ExactResult, importExact, isHeadOf } from '../flows/exchange/import-exact.ts'
import { exchangeKindOf, exportKind } from '../flows/exchange/read-kind.ts'
import { exportProductForm, productForm } from '../flows/exchange/read-product-form.ts'
import { passOn, plainBytes } from '../flows/import/read-plain-bytes.ts'

/** The cells of a CSV file, plain or .gz. */
export function linesOf(file: string): AsyncIterable<string[]> {
	return pass(Readable.from(plainBytes(createReadStream(file))), parse({ bom: true, relax_column_count: true }), passOn) as AsyncIterable<string[]>
}

/** Whether a file's head is that of an export: then it is taken back as it stands, without a map. */
export async function isExported(db: Db, what: string, file: string): Promise<boolean> {
	const kind = exchangeKindOf(what)
	if (!kind || !existsSync(file)) return false
	for await (const head of linesOf(file)) return isHeadOf(await readExchangeColumns(db, kind), head)
	return false
}

/** One kind into a file, or all of them into a folder. */
export async function runExport(
	db: Db,
	options: { what: string; out: string; seller: string | undefined },
): Promise<{ ok: true; files: string[] } | { ok: false; message: string }> {
	const seller = await findSeller(db, options.seller ?? null)
	if (!seller)
		return { ok: false, message: options.seller ? `There is no seller ${options.seller}` : 'There are several sellers, or none: name one with --seller' }
	if (options.what === productForm) {
		mkdirSync(dirname(options.out), { recursive: true })
		await pipeline(Readable.from(exportProductForm(db, seller)), createWriteStream(options.out))
		return { ok: true, files: [options.out] }
	}
	const kinds = options.what === 'all' ? exchangeKinds : exchangeKinds.filter(({ kind }) => kind === options.what)
	if (kinds.length === 0)
		return { ok: false, message: `${options.what} cannot be exported. What can: all, ${productForm}, ${exchangeKinds.map(({ kind }) => kind).join(', ')}` }
	const isFolder = options.what === 'all'
	mkdirSync(isFolder ? options.out : dirname(options.out), { recursive: true })
	const files: string[] = []
	for (const kind of kinds) {
		const file = isFolder ? join(options.out, `${kind.kind}.csv`) : options.out
		await pipeline(Readable.from(exportKind(db, seller.id, kind)), createWriteStream(file))
		files.push(file)
	}
	return { ok: true, files }
}

export type ExactFile = { what: string; file: string; seller: string | undefined; chunkRows: number | undefined; isTrial: boolean; rejects: string | undefined }
export type ExactAnswer = { what: string; result: ExactResult; rejectsFile: string | null }

/** Takes one exported file back, or a folder of them in the order in which they can be. */
export async function runExactImport(db: Db, options: ExactFile, onDone: (answer: ExactAnswer) => void, signal: AbortSignal): Promise<boolean> {
	const kinds = options.what === 'all' ? exchangeKinds : exchangeKinds.filter(({ kind }) => kind === options.what)
	for (const kind of kinds) {
		const file = options.what === 'all' ? join(options.file, `${kind.kind}.csv`) : options.file
		if (!existsSync(file)) continue
		// The first file of an empty house makes its seller.
		const seller = await findSeller(db, options.seller ?? null)
		const given = { kind, sellerId: seller?.id ?? 0, lines: linesOf(file), isTrial: options.isTrial, onProgress: () => !signal.aborted }
		const result = await importExact(db, { ...given, ...(options.chunkRows ? { chunkRows: options.chunkRows } : {}) })
		onDone({
			what: kind.kind,
			result,
			rejectsFile: result.ok ? await writeRejects(result, options.rejects ?? `${file.replace(/\.gz$/, '').replace(/\.csv$/, '')}.rejects.csv`) : null,
		})
		if (!result.ok || result.isStopped) return false
	}
	return true
}

async function writeRejects(result: Extract<ExactResult, { ok: true }>, file: string): Promise<string | null> {
	if (result.rejects.length === 0) return null
	const lines = result.rejects.map(({ row, reason, cells }) => writeLine([String(row), reason, ...cells]))
	const place = existsSync(dirname(file)) ? file : basename(file)
	await pipeline(Readable.from(lines), createWriteStream(place))
	return place
}
