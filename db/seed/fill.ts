import type { Tx } from '../client.server.ts'

export type Row = Record<string, unknown>

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Inserts all rows in one statement. Every row names the same columns, in camelCase; what is left out takes the column's default. */
export async function fill(tx: Tx, table: string, rows: readonly Row[]): Promise<void> {
	const first = rows[0]
	if (!first) return
	const names = Object.keys(first)
	const columns = names.map(snake)
	const asStored = rows.map((row) => Object.fromEntries(names.map((name, index) => [columns[index], row[name] ?? null])))
	await tx`insert into ${tx(table)} (${tx(columns)}) select ${tx(columns)} from json_populate_recordset(null::${tx(table)}, ${JSON.stringify(asStored)}::text::json)`
}

/** Rows carry fixed ids, so the next one that the shop makes must come after them. */
export async function continueIdentities(tx: Tx): Promise<void> {
	const identities = await tx<{ tableName: string; columnName: string }[]>`
		select table_name, column_name from information_schema.columns
		where table_schema = 'public' and is_identity = 'YES' and identity_generation = 'BY DEFAULT' order by 1, 2`
	const each = identities.map(
		({ tableName, columnName }) =>
			`select setval(pg_get_serial_sequence('${tableName}', '${columnName}'), max(${columnName})) from ${tableName} having max(${columnName}) is not null`,
	)
	await tx.unsafe(each.join(' union all '))
}
