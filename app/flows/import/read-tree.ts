import { z } from 'zod'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { fieldsOf } from './read-fields.ts'
import type { ImportMap } from './read-map.ts'
import { compileRows } from './read-rows.ts'
import type { OpenedSource, RowSource } from './read-source.ts'
import type { SourceRow } from './types.ts'

const record = z.looseObject({ attributes: z.looseObject({ type: z.string(), referenceId: z.string().optional() }) })
const tree = z.looseObject({ records: z.array(record) })
const plan = z.array(z.looseObject({ sobject: z.string(), files: z.array(z.string()) })).min(1)
type TreeRecord = z.infer<typeof record>

/**
 * A Salesforce sObject tree: one file of records, or a plan that names several. A value `@Ref` becomes the key of the record
 * that carries the reference, by the columns its object's map calls `key`; placeholders become what the map says. Trees are
 * read whole: the tool that writes them puts 200 records into a file.
 */
export async function readTree(source: RowSource, map: ImportMap): Promise<OpenedSource> {
	const refusals: Refusal[] = []
	const files = await filesOf(source, map, refusals)
	const refs = new Map<string, string>()
	const rows: SourceRow[] = (map.first ?? []).map(({ what, fields }) => ({ rowNumber: 0, what, fields: withAllFields(what, fields), source: fields }))
	for (const { records } of files) for (const one of records) rememberKey(one, map, refs)
	for (const { records } of files) rows.push(...rowsOf(records, map, refs, refusals))
	if (refusals.length > 0) return { ok: false, refusals }
	const numbered = rows.map((row, index) => ({ ...row, rowNumber: index + 1 }))
	return {
		ok: true,
		rows: (async function* () {
			yield numbered
		})(),
	}
}

function withAllFields(what: Parameters<typeof fieldsOf>[0], fields: Record<string, string>): Record<string, string> {
	return { ...Object.fromEntries(fieldsOf(what).all.map((field) => [field, ''])), ...fields }
}

async function filesOf(source: RowSource, map: ImportMap, refusals: Refusal[]): Promise<{ records: TreeRecord[] }[]> {
	const main = await readJson(source, undefined, refusals)
	const asPlan = plan.safeParse(main)
	if (!asPlan.success) return treeOf('the file', main, refusals)
	const names = asPlan.data.flatMap(({ files }) => files)
	// In the plan's order, one after the other: a handful of files.
	const found: { records: TreeRecord[] }[] = []
	for (const name of names) found.push(...treeOf(name, await readJson(source, map.files?.[name] ?? name, refusals), refusals))
	return found
}

function treeOf(file: string, json: unknown, refusals: Refusal[]): { records: TreeRecord[] }[] {
	if (json === undefined) return []
	const read = tree.safeParse(json)
	if (read.success) return [read.data]
	refusals.push(refusal('import.tree_wrong', { file, problem: read.error.issues[0]?.message ?? '' }))
	return []
}

async function readJson(source: RowSource, name: string | undefined, refusals: Refusal[]): Promise<unknown> {
	try {
		const blocks: Uint8Array[] = []
		for await (const block of source.open(name)) blocks.push(block)
		return JSON.parse(
			Buffer.concat(blocks)
				.toString('utf8')
				.replace(/^\uFEFF/, '')
				.replaceAll('\u0000', ''),
		)
	} catch (error) {
		const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
		refusals.push(
			missing
				? refusal('import.tree_file_missing', { file: name ?? '' })
				: refusal('import.tree_wrong', { file: name ?? 'the file', problem: (error as Error).message }),
		)
		return undefined
	}
}

const cellOf = (value: unknown, map: ImportMap): string => {
	const text = value === null || value === undefined || typeof value === 'object' ? '' : String(value)
	return map.placeholders && Object.hasOwn(map.placeholders, text) ? (map.placeholders[text] ?? text) : text.toWellFormed()
}

function rememberKey(one: TreeRecord, map: ImportMap, refs: Map<string, string>): void {
	const { type, referenceId } = one.attributes
	if (referenceId === undefined) return
	const columns = map.objects?.[type]?.key ?? ['Name']
	const key = columns.map((column) => cellOf(one[column], map)).find(Boolean)
	refs.set(`@${referenceId}`, key ?? referenceId)
}

/** Records of one file, by the map of their object; columns are those that any record of the file has. */
function rowsOf(records: readonly TreeRecord[], map: ImportMap, refs: ReadonlyMap<string, string>, refusals: Refusal[]): SourceRow[] {
	const type = records[0]?.attributes.type ?? ''
	const object = map.objects?.[type]
	// JSON leaves out what is blank, so a column that no record of this file has is blank, not missing.
	const mapped = Object.values(object?.columns ?? {}).flat()
	const headers = [...new Set([...records.flatMap((one) => Object.keys(one)), ...mapped])].filter((name) => name !== 'attributes')
	const cells = records.map((one) => headers.map((name) => cellOf(one[name], map)))
	const sources = cells.map((row) => Object.fromEntries(row.map((value, index) => [headers[index] ?? '', value.replaceAll('\u0000', '␀')])))
	if (!object?.what) {
		return sources.map((source) => ({ rowNumber: 0, what: null, fields: {}, source: { ...source, type }, problem: { reason: 'not_mapped', facts: { type } } }))
	}
	const what = object.what
	const compiled = compileRows(what, headers, object)
	if (!compiled.ok) {
		refusals.push(...compiled.refusals)
		return []
	}
	return cells.map((row, index) => {
		const lost = row.find((value) => /^@\w+$/.test(value) && !refs.has(value))
		const made = compiled.mapRow(row.map((value) => refs.get(value) ?? value))
		const problem = lost === undefined ? made.problem : { reason: 'reference.unknown', facts: { reference: lost } }
		return { rowNumber: 0, what, fields: made.fields, source: sources[index] ?? {}, ...(problem ? { problem } : {}) }
	})
}
