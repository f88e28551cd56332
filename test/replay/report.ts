import type { Db } from '../../db/client.server.ts'
import { exactOf, type RetailDocument, type RetailRow, textOfMicros, totalOf } from './read-retail.ts'
import type { Sold } from './replay-sale.ts'

type Spent = { document: RetailDocument; seconds: number; statements: number }
export type Done = Spent & ({ kind: 'sale'; sold: Sold } | { kind: 'stock_note' })

export type ClassFigures = Record<string, { rows: number; exact: string }>
export type Figures = {
	documents: Record<string, number>
	classes: ClassFigures
	rows: number
	exact: string
	invoices: { count: number; differ: { number: string; file: number; house: number }[]; totalMinor: number; exact: string }
	orders: { count: number; perSecond: number; seconds: { least: number; median: number; p95: number; most: number }; statements: Record<string, Record<string, number>> }
	largest: { number: string; rows: number; lines: number; totalMinor: number; seconds: number; statements: number } | null
	lanes: number
	seconds: number
}

export const countKinds = (documents: readonly RetailDocument[]) => ({
	documents: Object.fromEntries([...Map.groupBy(documents, ({ kind }) => kind)].map(([kind, own]) => [kind, own.length])),
})

/** Under which name each row of a document is counted: what the replay made of it, then what it is. */
function countedRows(done: Done): [string, readonly RetailRow[]][] {
	if (done.kind === 'stock_note') return [['stock note', done.document.rows]]
	const { listed, quoted } = done.sold
	return [['sold at the price of the book', listed], ...[...Map.groupBy(quoted, (row) => row.class)].map(([own, rows]): [string, RetailRow[]] => [`sold as quoted: ${own}`, rows])]
}

function classesOf(finished: readonly Done[]): ClassFigures {
	const classes = new Map<string, { rows: number; exact: bigint }>()
	for (const [name, rows] of finished.flatMap(countedRows)) {
		const before = classes.get(name) ?? { rows: 0, exact: 0n }
		classes.set(name, { rows: before.rows + rows.length, exact: before.exact + exactOf(rows) })
	}
	return Object.fromEntries([...classes].sort().map(([name, { rows, exact }]) => [name, { rows, exact: textOfMicros(exact) }]))
}

const round = (seconds: number) => Math.round(seconds * 10_000) / 10_000
const at = (sorted: readonly number[], share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)

function statementsOf(done: readonly Done[]): Record<string, Record<string, number>> {
	const shape = (one: Done) =>
		one.kind !== 'sale' ? one.kind : one.sold.quoted.length === 0 ? 'all at the price of the book' : one.sold.listed.length === 0 ? 'all quoted' : 'book and quoted'
	return Object.fromEntries(
		[...Map.groupBy(done, shape)].map(([name, own]) => [
			name,
			Object.fromEntries([...Map.groupBy(own, ({ statements }) => statements)].map(([count, same]) => [count, same.length])),
		]),
	)
}

/** What the house has on its invoices, by the number of the file. */
async function compareInvoices(db: Db, sales: readonly Done[]): Promise<Figures['invoices']> {
	const rows = await db<{ number: string; totalMinor: number; exact: string }[]>`
		select i.po_number as number, sum(i.total_minor)::bigint as total_minor,
			sum((select sum(l.quantity * l.unit_price) from invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id))::numeric(20,6)::text as exact
		from invoice i where i.kind = 'invoice' group by i.po_number`
	const byNumber = new Map(rows.map((row) => [row.number, row]))
	const differ = sales.flatMap(({ document }) => {
		const [file, house] = [totalOf(document.rows), byNumber.get(document.number)?.totalMinor ?? Number.NaN]
		return file === house ? [] : [{ number: document.number, file, house }]
	})
	const exact = rows.reduce((sum, row) => sum + BigInt(row.exact.replace('.', '')), 0n)
	return { count: rows.length, differ, totalMinor: rows.reduce((sum, row) => sum + row.totalMinor, 0), exact: textOfMicros(exact) }
}

function largestOf(sales: readonly Extract<Done, { kind: 'sale' }>[]): Figures['largest'] {
	const [largest] = [...sales].sort((a, b) => b.sold.lines.length - a.sold.lines.length)
	if (!largest) return null
	const { document, sold, seconds, statements } = largest
	return { number: document.number, rows: document.rows.length, lines: sold.lines.length, totalMinor: totalOf(document.rows), seconds: round(seconds), statements }
}

export async function report(db: Db, finished: readonly Done[], given: Pick<Figures, 'lanes' | 'seconds' | 'documents'>): Promise<Figures> {
	const sales = finished.filter((one) => one.kind === 'sale')
	const sorted = sales.map(({ seconds }) => seconds).sort((a, b) => a - b)
	const rows = finished.flatMap(({ document }) => document.rows)
	return {
		documents: given.documents,
		classes: classesOf(finished),
		rows: rows.length,
		exact: textOfMicros(exactOf(rows)),
		invoices: await compareInvoices(db, sales),
		orders: {
			count: sales.length,
			perSecond: Math.round((sales.length / given.seconds) * 10) / 10,
			seconds: { least: at(sorted, 0), median: at(sorted, 0.5), p95: at(sorted, 0.95), most: at(sorted, 1) },
			statements: statementsOf(sales),
		},
		largest: largestOf(sales),
		lanes: given.lanes,
		seconds: Math.round(given.seconds),
	}
}
