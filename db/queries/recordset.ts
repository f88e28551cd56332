import type { Sql } from '../client.server.ts'

/** Rows as a parameter of `jsonb_to_recordset`, their keys in the database's spelling; nested values stay as they are. */
export function recordset(sql: Sql, rows: readonly object[]) {
	const names = new Map<string, string>()
	return sql.json(rows.map((row) => inSnakeCase(row, names)) as never)
}

/** Rows are alike: each key is spelt once for all of them. */
function inSnakeCase(row: object, names: Map<string, string>): object {
	const spelt: Record<string, unknown> = {}
	for (const [key, value] of Object.entries(row)) {
		let name = names.get(key)
		if (name === undefined) {
			name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
			names.set(key, name)
		}
		spelt[name] = value
	}
	return spelt
}
