/** A text between quotes in SOQL. */
export const soqlText = (text: string): string => `'${text.replace(/[\\'"\n\r\t\b\f]/g, (sign) => escapes[sign] ?? sign)}'`

const escapes: Record<string, string> = {
	...{ '\\': '\\\\', "'": "\\'", '"': '\\"' },
	...{ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' },
}

/** An instant in SOQL: no quotes, whole seconds, which is all that a stamp has. */
export const soqlInstant = (at: string): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Salesforce answers 414 from 16,384 characters on; the host and the path need some of them. */
const longestQuery = 15_000

/** One query for as many values as an address can hold: each value stands in exactly one. */
export function queriesIn(select: string, field: string, values: readonly string[], rest = ''): string[] {
	const empty = `${select} WHERE ${field} IN ()${rest}`
	const room = longestQuery - encodeURIComponent(empty).length
	const queries: string[] = []
	let taken: string[] = []
	let size = 0
	const close = () => {
		if (taken.length > 0) queries.push(`${select} WHERE ${field} IN (${taken.join(',')})${rest}`)
		taken = []
		size = 0
	}
	for (const value of new Set(values)) {
		const written = soqlText(value)
		const length = encodeURIComponent(written).length + 3
		if (size + length > room) close()
		taken.push(written)
		size += length
	}
	close()
	return queries
}
