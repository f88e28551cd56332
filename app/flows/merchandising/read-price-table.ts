import { parse } from 'csv-parse/sync'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'

/** A file of this size is 20,000 prices of many tiers; more comes by the command line. */
const longestText = 6_000_000

/**
 * A file or what was pasted from a spreadsheet, as cells: parted by whichever of tab, semicolon and comma its first row has
 * most of. Refuses PRICE_FILE_TOO_LARGE, and PRICE_FILE_UNREADABLE for what is no text or has a quote that never ends.
 */
export function readPriceTable(source: string): Result<{ table: string[][] }> {
	const text = source.replace(/^\uFEFF/, '')
	if (text.length > longestText) return refused(refusal('PRICE_FILE_TOO_LARGE', { mostMegabytes: longestText / 1_000_000 }))
	// NUL is in no text, and U+FFFD is what remains of bytes that are none.
	if (text.includes('\0') || text.includes('\uFFFD')) return refused(refusal('PRICE_FILE_UNREADABLE', { line: 1 }))
	const head = text.split('\n', 1)[0] ?? ''
	const [delimiter = ','] = ['\t', ';', ','].sort((a, b) => head.split(b).length - head.split(a).length)
	try {
		return { ok: true, table: parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, trim: true }) as string[][] }
	} catch (error) {
		return refused(refusal('PRICE_FILE_UNREADABLE', { line: (error as { lines?: number }).lines ?? 1 }))
	}
}
