/**
 * A cell of an exported file. Nothing is lost: an empty cell is "not set"; text that is empty, or that a spreadsheet would
 * take for a formula, or that begins with a quotation mark, is written as a JSON string.
 */
export function writeCell(value: string | null): string {
	if (value === null) return ''
	const isFormula = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) && value !== '-infinity'
	return value === '' || value.startsWith('"') || isFormula ? JSON.stringify(value) : value
}

/** The value of a cell, as `writeCell` wrote it; a cell that only looks like JSON is taken as it is. */
export function readCell(cell: string): string | null {
	if (cell === '') return null
	if (!cell.startsWith('"')) return cell
	try {
		const read: unknown = JSON.parse(cell)
		return typeof read === 'string' ? read : cell
	} catch {
		return cell
	}
}

/** A row as RFC 4180 has it. */
export const writeLine = (cells: readonly string[]) =>
	`${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`

/** In which words of a promotion ids stand, and of what table: they are written by what names those rows. */
export const spokenIn: Readonly<Record<string, string>> = {
	productIds: 'product',
	excludedProductIds: 'product',
	productId: 'product',
	categoryIds: 'category',
	excludedCategoryIds: 'category',
	buyerGroupIds: 'buyer_group',
	accountIds: 'account',
}

/** The same JSON with each id or name replaced; what has no counterpart is told through `onMissing`. */
export function replaceSpoken(
	json: unknown,
	replace: (table: string, word: number | string) => number | string | undefined,
	onMissing: (word: number | string) => void,
): unknown {
	if (Array.isArray(json)) return json.map((one) => replaceSpoken(one, replace, onMissing))
	if (json === null || typeof json !== 'object') return json
	const swap = (table: string, word: unknown): unknown => {
		if (Array.isArray(word)) return word.map((one) => swap(table, one))
		if (typeof word !== 'number' && typeof word !== 'string') return word
		const found = replace(table, word)
		if (found === undefined) onMissing(word)
		return found ?? word
	}
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [name, spokenIn[name] ? swap(spokenIn[name], value) : replaceSpoken(value, replace, onMissing)]),
	)
}
