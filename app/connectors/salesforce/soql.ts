/** A text between quotes in SOQL. */
export const soqlText = (text: string): string => `'${text.replace(/[\\'"\n\r\t\b\f]/g, (sign) => escapes[sign] ?? sign)}'`

const escapes: Record<string, string> = {
	...{ '\\': '\\\\', "'": "\\'", '"': '\\"' },
	...{ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' },
}

/** An instant in SOQL: no quotes, whole seconds, which is all that a stamp has. */
export const soqlInstant = (at: string): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Address and headers together may have 16,384 bytes; a token alone can have two thousand. */
const longestQuery = 12_000

/** A query as it stands in an address, where an apostrophe takes three signs too. */
export const encodeSoql = (soql: string): string => encodeURIComponent(soql).replaceAll("'", '%27')

/** One query for as many values as an address can hold: each value stands in exactly one. */
export function queriesIn(select: string, field: string, values: readonly string[], rest = ''): string[] {
	const empty = `${select} WHERE ${field} IN ()${rest}`
	const room = longestQuery - encodeSoql(empty).length
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
		const length = encodeSoql(written).length + 3
		if (size + length > room) close()
		taken.push(written)
		size += length
	}
	close()
	return queries
}
