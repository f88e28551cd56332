import type { Refusal } from '../engine/base/refusal.ts'
import type { ImportProgress } from '../flows/import/types.ts'
import type { ExactAnswer } from './exchange.ts'
import type { ImportAnswer } from './import.ts'

/** What each refusal of a command says, with what to do about it. */
const remedies: Record<string, (facts: Refusal['facts']) => string> = {
	CONTACT_UNKNOWN: (f) => `Nobody of an account signs in as ${f['email']}.`,
	SCOPE_UNKNOWN: (f) => `There is no scope ${f['scope']}. There are: ${f['allowed']}.`,
	'import.what_unknown': (f) => `"${f['what']}" cannot be imported. What can: ${f['allowed']}.`,
	'import.file_missing': (f) => `There is no file ${f['file']}.`,
	'import.map_missing': (f) => `There is no map ${f['map']}. Give a file, or one of: ${f['known']}.`,
	'import.map_not_json': (f) => `The map ${f['map']} is not JSON: ${f['problem']}.`,
	'import.map_unknown_key': (f) => `The map has unknown keys at ${f['at']}: ${f['keys']}. Allowed there: ${f['allowed']}.`,
	'import.map_wrong_value': (f) => `The map has a wrong value at ${f['at']}: ${f['problem']}.`,
	'import.field_unknown': (f) => `The map's ${f['part']} speaks of the field "${f['field']}", which ${f['what']} do not have. They have: ${f['allowed']}.`,
	'import.column_missing': (f) => `The file has no column "${f['column']}" for "${f['field']}". Its columns: ${f['columns']}.`,
	'import.column_twice': (f) => `The column "${f['column']}" stands twice in the header: rename one of them.`,
	'import.field_unfilled': (f) =>
		`Nothing fills the field "${f['field']}": name a column, a constant or a default for it in the map. The file's columns: ${f['columns']}.`,
	'import.no_header': (f) => `The first line is no header (${f['problem']}).`,
	'import.seller_not_named': () => 'There is no seller, or more than one: name it in the map as "seller": { "code": … }.',
	'import.seller_unknown': (f) => `There is no seller ${f['code']}. To make it, say "name", "currency" and "country" beside its code in the map.`,
	'exchange.head': (f) => `The head of the file is not that of an export. Expected: ${f['expected']}. Found: ${f['found']}.`,
	'import.tree_wrong': (f) => `${f['file']} is no tree of records: ${f['problem']}.`,
	'import.tree_file_missing': (f) => `The plan names ${f['file']}, which is not there. If it has another name, say so under "files" in the map.`,
}

export function sayRefusals(refusals: readonly Refusal[]): string {
	return refusals.map(({ code, facts }) => `${remedies[code]?.(facts) ?? `${code} ${JSON.stringify(facts)}`}\n`).join('')
}

export function progressLine(progress: ImportProgress, seconds: number, isTerminal: boolean): string {
	const rate = Math.round(progress.read / Math.max(seconds, 0.001))
	const part = progress.bytesTotal > 0 ? progress.bytesRead / progress.bytesTotal : 1
	const left = part > 0 ? Math.max(0, Math.round(seconds / part - seconds)) : 0
	const text = `${Math.floor(part * 100)} % · ${progress.read} rows · ${rate} rows/s · ${left} s left · ${progress.rejected} rejected`
	return isTerminal ? `\r\u001b[K${text}${part >= 1 ? '\n' : ''}` : `${text}\n`
}

export function sayResult(answer: Extract<ImportAnswer, { ok: true }>): string {
	const { read, created, updated, unchanged, skipped, rejected } = answer.counts
	const lines = [
		answer.state === 'stopped' ? 'Stopped. Repeat the command to go on.' : 'Finished.',
		`${read} rows read in ${answer.seconds.toLocaleString('en', { maximumFractionDigits: 1 })} s: ${created} created, ${updated} updated, ${unchanged} unchanged, ${skipped} skipped, ${rejected} rejected.`,
		...(answer.resumedAt > 0 ? [`Went on behind row ${answer.resumedAt} of an earlier run.`] : []),
		...Object.entries(answer.totals).map(([name, { rows, exactNet }]) => `  ${name}: ${rows} rows${/[1-9]/.test(exactNet) ? `, ${exactNet}` : ''}`),
		...(answer.rejectsFile ? [`Rejected rows: ${answer.rejectsFile}`] : []),
	]
	return `${lines.join('\n')}\n`
}

/** One exported file taken back, in one line; what was rejected, by reason. */
export function sayExact({ what, result, rejectsFile }: ExactAnswer): string {
	if (!result.ok) return `${what}: ${sayRefusals(result.refusals)}`
	const { read, created, updated, unchanged, rejected } = result.counts
	const reasons = [...Map.groupBy(result.rejects, ({ reason }) => reason)].map(([reason, rows]) => `  ${reason}: ${rows.length} rows`)
	const lines = [
		`${what}: ${read} rows, ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected${result.isStopped ? '; stopped' : ''}`,
		...reasons,
	]
	return `${[...lines, ...(rejectsFile ? [`  Rejected rows: ${rejectsFile}`] : [])].join('\n')}\n`
}
