import type { Sql } from '../../../db/client.server.ts'
import { type ExchangeColumn, readExchangeColumns, readExchangeRows, readSpoken } from '../../../db/queries/exchange.ts'
import { type ExchangeKind, exchangeKinds } from '../../../db/queries/exchange-kinds.ts'
import { replaceSpoken, spokenIn, writeCell, writeLine } from '../../engine/catalog/exchange-cell.ts'

export const exchangeKindOf = (name: string): ExchangeKind | null => exchangeKinds.find(({ kind }) => kind === name) ?? null
export const exchangeNames = exchangeKinds.map(({ kind }) => kind)

/**
 * A kind as CSV, a page of rows at a time: every column that is not counted or derived, ids written as what names their rows,
 * in an order that does not depend on ids. What comes out goes in again without loss (import-exact.ts).
 */
export async function* exportKind(sql: Sql, sellerId: number, kind: ExchangeKind): AsyncGenerator<string> {
	const columns = await readExchangeColumns(sql, kind)
	yield writeLine(columns.map(({ name }) => name))
	for await (const page of readExchangeRows(sql, kind, columns, sellerId)) {
		const rows = kind.speaks ? await nameSpoken(sql, sellerId, { columns, rows: page, speaks: kind.speaks }) : page
		yield rows.map((row) => writeLine(row.map(writeCell))).join('')
	}
}

type Page = { columns: readonly ExchangeColumn[]; rows: (string | null)[][]; speaks: readonly string[] }

/** Ids inside JSON, by what names their rows: one look for each table and page. */
async function nameSpoken(sql: Sql, sellerId: number, { columns, rows, speaks }: Page): Promise<(string | null)[][]> {
	const places = columns.flatMap(({ column }, index) => (speaks.includes(column) ? [index] : []))
	const read = rows.map((row) => row.map((cell, index) => (places.includes(index) && cell !== null ? (JSON.parse(cell) as unknown) : cell)))
	const ids = new Map<string, Set<number>>()
	const note = (table: string, word: number | string) => {
		ids.set(table, (ids.get(table) ?? new Set()).add(Number(word)))
		return word
	}
	for (const row of read) for (const index of places) replaceSpoken(row[index], note, () => undefined)
	const named = new Map<string, string>()
	for (const table of new Set(Object.values(spokenIn)))
		for (const { id, name } of await readSpoken(sql, { sellerId, table, ids: [...(ids.get(table) ?? [])] })) named.set(`${table} ${id}`, name)
	const told = (json: unknown) =>
		JSON.stringify(
			replaceSpoken(
				json,
				(table, id) => named.get(`${table} ${id}`),
				() => undefined,
			),
		)
	return read.map((row) => row.map((cell, index) => (places.includes(index) && cell !== null ? told(cell) : (cell as string | null))))
}
