import type { Sql } from '../client.server.ts'

/** Rows as a parameter of `jsonb_to_recordset`, their keys in the database's spelling; nested values stay as they are. */
export function recordset(sql: Sql, rows: readonly object[]) {
	return sql.json(rows.map(inSnakeCase) as never)
}

function inSnakeCase(row: object): object {
	return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]))
}
