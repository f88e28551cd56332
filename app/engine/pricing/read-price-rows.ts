import { type Result, refusal, refused } from '../base/refusal.ts'
import { parseQuantity } from '../base/units.ts'
import type { TypedTier } from './check-tiers.ts'

/** One price as a file or a pasted sheet says it: every row of the same SKU, unit and beginning is one more tier of it. */
export type FilePrice = {
	/** The first row that speaks of it, counted from 1 with the head. */
	line: number
	sku: string
	/** Empty: the product's own. */
	unit: string
	tiers: TypedTier[]
	/** A day or an instant as it was typed; null when the file has no such column, so that the window stays as it is. */
	validFrom: string | null
	validTo: string | null
	/** Null when the file has no such column. */
	mixGroup: string | null
	/** Rows of one price that do not agree on its end or its mix group. */
	disagrees: boolean
}

/** More than any price list that people look through; above it the command line imports. */
export const MOST_FILE_PRICES = 20_000

const names = {
	sku: ['sku', 'product', 'product_code', 'item'],
	unit: ['unit', 'uom', 'unit_code'],
	from: ['from', 'from_quantity', 'quantity', 'qty', 'min_qty', 'min_quantity'],
	price: ['price', 'unit_price', 'amount'],
	validFrom: ['valid_from', 'begins', 'starts'],
	validTo: ['valid_to', 'valid_until', 'ends'],
	mixGroup: ['mix_group'],
} as const
type Column = keyof typeof names
const columns = Object.keys(names) as Column[]

/** What our own export writes, and what a file is read by. */
export const priceFileHead = ['sku', 'unit', 'from', 'price', 'valid_from', 'valid_to', 'mix_group'] as const

/** Without a head people paste product and price, or product, quantity and price, or with the unit between. */
const bare: Readonly<Record<number, readonly Column[]>> = { 2: ['sku', 'price'], 3: ['sku', 'from', 'price'], 4: ['sku', 'unit', 'from', 'price'] }

/**
 * The prices of a table of texts, in the order of their SKUs, so that the tiers of one price may stand anywhere in it.
 * Where the comma is the decimal sign it is read as one. Refuses PRICE_FILE_EMPTY, PRICE_FILE_COLUMNS (no product or no price in its head) and PRICE_FILE_TOO_LONG.
 */
export function readPriceRows(table: readonly (readonly string[])[], decimalComma: boolean): Result<{ prices: FilePrice[] }> {
	const rows = table.map((cells, index) => ({ cells, line: index + 1 })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
	const [first] = rows
	if (!first) return refused(refusal('PRICE_FILE_EMPTY'))
	const places = placesOf(first.cells)
	const isHead = places.has('sku')
	const at = isHead ? places : new Map((bare[Math.min(first.cells.length, 4)] ?? []).map((column, index) => [column, index]))
	if (!at.has('sku') || !at.has('price')) return refused(refusal('PRICE_FILE_COLUMNS', { given: first.cells.join(', ').slice(0, 200) }))
	const prices = new Map<string, FilePrice>()
	for (const { cells, line } of isHead ? rows.slice(1) : rows) addRow(prices, line, cellsBy(cells, at), decimalComma)
	if (prices.size === 0) return refused(refusal('PRICE_FILE_EMPTY'))
	if (prices.size > MOST_FILE_PRICES) return refused(refusal('PRICE_FILE_TOO_LONG', { given: prices.size, most: MOST_FILE_PRICES }))
	for (const { tiers } of prices.values()) tiers.sort((a, b) => (parseQuantity(a.from) ?? 0) - (parseQuantity(b.from) ?? 0))
	return { ok: true, prices: [...prices.values()].sort((a, b) => compare(a.sku, b.sku) || a.line - b.line) }
}

function placesOf(cells: readonly string[]): Map<Column, number> {
	const head = cells.map((cell) =>
		cell
			.trim()
			.toLowerCase()
			.replaceAll(/[\s-]+/g, '_'),
	)
	const found = columns.map((column): [Column, number] => [column, head.findIndex((cell) => (names[column] as readonly string[]).includes(cell))])
	return new Map(found.filter(([, place]) => place >= 0))
}

type Cells = { of: (column: Column) => string; ofOrNull: (column: Column) => string | null }

function cellsBy(cells: readonly string[], at: ReadonlyMap<Column, number>): Cells {
	// Our export keeps a spreadsheet from reading a formula by an apostrophe in front: it is no part of the value.
	const of = (column: Column) => (cells[at.get(column) ?? -1] ?? '').trim().replace(/^'(?=[=+\-@])/, '')
	return { of, ofOrNull: (column) => (at.has(column) ? of(column) : null) }
}

function addRow(prices: Map<string, FilePrice>, line: number, { of, ofOrNull }: Cells, decimalComma: boolean): void {
	const decimal = (text: string) => (decimalComma && /^\d+,\d+$/.test(text) ? text.replace(',', '.') : text)
	const [sku, unit] = [of('sku').toUpperCase(), of('unit')]
	const [validFrom, validTo, mixGroup] = [ofOrNull('validFrom'), ofOrNull('validTo'), ofOrNull('mixGroup')]
	const key = `${sku}\u0001${unit}\u0001${validFrom ?? ''}`
	const tier = { from: decimal(of('from')) || '1', price: decimal(of('price')) }
	const known = prices.get(key)
	if (!known) prices.set(key, { line, sku, unit, tiers: [tier], validFrom, validTo, mixGroup, disagrees: false })
	else {
		known.tiers.push(tier)
		known.disagrees ||= known.validTo !== validTo || known.mixGroup !== mixGroup
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0
}
