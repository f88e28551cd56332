import type { Db } from '../../db/client.server.ts'
import { exactOf, type RetailDocument, type RetailRow, textOfMicros, totalOf } from './read-retail.ts'
import type { Covered } from './replay-cancellation.ts'
import type { Sold } from './replay-sale.ts'

type Spent = { document: RetailDocument; seconds: number; statements: number }
type SaleDone = Spent & { kind: 'sale'; sold: Sold }
type CancellationDone = Spent & { kind: 'cancellation'; covered: Covered; returns: number }
export type Done = SaleDone | CancellationDone | (Spent & { kind: 'stock_note' })

type Counts = Record<string, number>
/** Totals in pennies beside the exact amounts, which are decimals in text. */
type Compared = { count: number; differ: { number: string; file: number; house: number | null }[]; totalMinor: number; exact: string }
type Times = { count: number; perSecond: number; seconds: { least: number; median: number; p95: number; most: number }; statements: Record<string, Counts> }
export type Figures = {
	documents: Counts
	classes: Record<string, { rows: number; exact: string }>
	rows: number
	exact: string
	/** What stands on the invoices and credit notes of the house. */
	stored: { exact: string; totalMinor: number; invoices: number; creditNotes: number }
	invoices: Compared
	credits: Compared & { returns: number; alone: number }
	orders: Times
	cancellations: Times
	largest: { number: string; rows: number; lines: number; totalMinor: number; seconds: number; statements: number } | null
	lanes: number
	seconds: number
}

/** Under which name each row of a document is counted: what the replay made of it, then what it is. */
function countedRows(done: Done): [string, readonly RetailRow[]][] {
	const byClass = (name: string, rows: readonly RetailRow[]) =>
		[...Map.groupBy(rows, (row) => row.class)].map(([own, some]): [string, RetailRow[]] => [`${name}: ${own}`, some])
	if (done.kind === 'stock_note') return [['stock note', done.document.rows]]
	if (done.kind === 'cancellation') return [...byClass('returned', done.covered.returned), ...byClass('credited alone', done.covered.alone)]
	return [['sold at the price of the book', done.sold.listed], ...byClass('sold as quoted', done.sold.quoted)]
}

function classesOf(finished: readonly Done[]): Figures['classes'] {
	const classes = new Map<string, { rows: number; exact: bigint }>()
	for (const [name, rows] of finished.flatMap(countedRows)) {
		const before = classes.get(name) ?? { rows: 0, exact: 0n }
		classes.set(name, { rows: before.rows + rows.length, exact: before.exact + exactOf(rows) })
	}
	return Object.fromEntries([...classes].sort().map(([name, { rows, exact }]) => [name, { rows, exact: textOfMicros(exact) }]))
}

const round = (seconds: number) => Math.round(seconds * 10_000) / 10_000
const at = (sorted: readonly number[], share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)

/** What of a document makes the number of its statements: never how many rows it has. */
function shapeOf(done: Done): string {
	if (done.kind === 'stock_note') return 'stock note'
	if (done.kind === 'cancellation') return [`${done.returns} returned`, ...(done.covered.alone.length > 0 ? ['a credit note'] : [])].join(' and ')
	const { listed, quoted } = done.sold
	const free = totalOf(done.document.rows) === 0 ? ', free' : ''
	return `${quoted.length === 0 ? 'all at the price of the book' : listed.length === 0 ? 'all as quoted' : 'at the price of the book and as quoted'}${free}`
}

function timesOf(own: readonly Done[], seconds: number): Times {
	const sorted = own.map((one) => one.seconds).sort((a, b) => a - b)
	const counts = (same: readonly Done[]): Counts =>
		Object.fromEntries([...Map.groupBy(same, ({ statements }) => statements)].map(([count, some]) => [`${count} statements`, some.length]))
	return {
		...{ count: own.length, perSecond: Math.round((own.length / seconds) * 10) / 10 },
		seconds: { least: at(sorted, 0), median: at(sorted, 0.5), p95: at(sorted, 0.95), most: at(sorted, 1) },
		statements: Object.fromEntries([...Map.groupBy(own, shapeOf)].sort().map(([shape, same]) => [shape, counts(same)])),
	}
}

type Stored = { number: string; totalMinor: number; exact: string; notes: number }

/** Invoices by the purchase order, which is the number of the file; credit notes by what their return, or they themselves, say of it. */
const readStored = (db: Db, kind: 'invoice' | 'credit_note') => db<Stored[]>`
	select coalesce(r.note, i.po_number) as number, sum(i.total_minor)::bigint as total_minor, count(*)::int as notes,
		sum((select sum(l.quantity * l.unit_price) from invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id))::numeric(20,6)::text as exact
	from invoice i left join goods_return r on r.account_id = i.account_id and r.id = i.return_id where i.kind = ${kind} group by 1`

const sumOf = (rows: readonly Stored[]) => ({
	totalMinor: rows.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
	exact: rows.reduce((sum, { exact }) => sum + BigInt(exact.replace('.', '')), 0n),
})

function compare(rows: readonly Stored[], own: readonly Done[]): Compared {
	const byNumber = new Map(rows.map((row) => [row.number, row.totalMinor]))
	const differ = own.flatMap(({ document: { number, rows: lines } }) => {
		const [file, house] = [totalOf(lines), byNumber.get(number) ?? null]
		return file === house ? [] : [{ number, file, house }]
	})
	const { totalMinor, exact } = sumOf(rows)
	return { count: rows.length, differ, totalMinor, exact: textOfMicros(exact) }
}

function largestOf(sales: readonly SaleDone[]): Figures['largest'] {
	const [largest] = [...sales].sort((a, b) => b.sold.lines.length - a.sold.lines.length)
	if (!largest) return null
	const { document, sold, seconds, statements } = largest
	return {
		number: document.number,
		rows: document.rows.length,
		lines: sold.lines.length,
		totalMinor: totalOf(document.rows),
		seconds: round(seconds),
		statements,
	}
}

/** What came of it, told from what the house stored, beside what the file says. */
export async function report(db: Db, finished: readonly Done[], { lanes, seconds }: Pick<Figures, 'lanes' | 'seconds'>): Promise<Figures> {
	const sales = finished.filter((one) => one.kind === 'sale')
	const cancellations = finished.filter((one) => one.kind === 'cancellation')
	const rows = finished.flatMap(({ document }) => document.rows)
	const [invoices, credits] = [await readStored(db, 'invoice'), await readStored(db, 'credit_note')]
	const whole = sumOf([...invoices, ...credits])
	const notes = (all: readonly Stored[]) => all.reduce((sum, row) => sum + row.notes, 0)
	const [returns, alone] = [cancellations.reduce((sum, one) => sum + one.returns, 0), cancellations.filter((one) => one.covered.alone.length > 0).length]
	return {
		documents: Object.fromEntries([...Map.groupBy(finished, ({ kind }) => kind)].map(([kind, own]) => [kind, own.length])),
		classes: classesOf(finished),
		...{ rows: rows.length, exact: textOfMicros(exactOf(rows)) },
		stored: { exact: textOfMicros(whole.exact), totalMinor: whole.totalMinor, invoices: notes(invoices), creditNotes: notes(credits) },
		invoices: compare(invoices, sales),
		credits: { ...compare(credits, cancellations), returns, alone },
		orders: timesOf(sales, seconds),
		cancellations: timesOf(cancellations, seconds),
		largest: largestOf(sales),
		...{ lanes, seconds: Math.round(seconds) },
	}
}
