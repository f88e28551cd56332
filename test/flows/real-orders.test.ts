import { describe, expect, test } from 'vitest'
import { hasRetail, retailFile } from '../bench/ladders.ts'
import { exactOf, microsIn, pennies, type RetailDocument, readRetail, textOfMicros, totalOf } from '../replay/read-retail.ts'
import { replay } from '../replay/replay.ts'
import { cover, remember } from '../replay/replay-cancellation.ts'
import { testDb } from '../support/test-db.ts'

const { db, url } = await testDb()

const row = (sku: string, quantity: number, price: string) => ({ sku, name: sku, class: 'goods', quantity, price, micros: microsIn(price) })

test('a cancellation comes back from the newest purchases at its price, whole or not at all', () => {
	const bought = new Map()
	remember(bought, { orderNumber: 'SO-1', lines: [{ sequence: 1, sku: 'A', micros: microsIn('1.25'), quantity: 3 }], listed: [], quoted: [] })
	remember(bought, { orderNumber: 'SO-2', lines: [{ sequence: 4, sku: 'A', micros: microsIn('1.25'), quantity: 2 }], listed: [], quoted: [] })
	const { back, returned, alone } = cover(bought, [row('A', -4, '1.25'), row('A', -2, '1.25'), row('A', -1, '1.20')])
	expect(back).toEqual([
		{ orderNumber: 'SO-2', sequence: 4, quantity: 2 },
		{ orderNumber: 'SO-1', sequence: 1, quantity: 2 },
	])
	expect([returned.length, alone.map(({ price }) => price)]).toEqual([1, ['1.25', '1.20']])
})

test('a row is rounded once, half away from zero: 0.001 is nothing, three halves of a penny are two', () => {
	expect([pennies(microsIn('0.001')), pennies(microsIn('0.015')), pennies(-microsIn('0.005'))]).toEqual([0, 2, -1])
})

/** Some documents of the first days: the largest order in one piece, what comes back with its purchase, what was never bought, sales over the counter, a note of the stock. */
function shareOf(documents: readonly RetailDocument[]): RetailDocument[] {
	const sales = documents.filter(({ kind }) => kind === 'sale')
	const largest = sales.reduce((most, one) => (one.rows.length > most.rows.length ? one : most))
	const backs = documents.filter(({ kind, rows }) => kind === 'cancellation' && rows.length < 6)
	const purchaseOf = ({ account, at, rows }: RetailDocument) =>
		sales.find(
			(sale) =>
				sale.account === account &&
				sale.at < at &&
				sale.rows.length < 40 &&
				rows.every(({ sku, micros, quantity }) => sale.rows.some((one) => one.sku === sku && one.micros === micros && one.quantity >= -quantity)),
		)
	const pairs = backs.flatMap((back) => {
		const purchase = purchaseOf(back)
		return purchase ? [[purchase, back]] : []
	})
	const alone = backs.filter((back) => !purchaseOf(back)).slice(0, 4)
	const counter = sales.filter(({ account, rows }) => account.startsWith('WALK-IN-') && rows.length < 20).slice(0, 12)
	const notes = documents.filter(({ kind }) => kind === 'stock_note').slice(0, 2)
	const kept = new Set([largest, ...pairs.slice(0, 6).flat(), ...alone, ...counter, ...notes])
	return documents.filter((one) => kept.has(one))
}

describe.skipIf(!hasRetail)('a share of the half year of Online Retail (../shared/data) through the flows of the pages', () => {
	test('every total is the file’s to the penny, every amount exact, and the statements are as many for 3 lines as for 675', { timeout: 120_000 }, async () => {
		const documents = shareOf(readRetail(retailFile, 25_000))
		const figures = await replay(db, url, { documents, lanes: 2 })
		const sales = documents.filter(({ kind }) => kind === 'sale')
		expect(figures.invoices).toMatchObject({ count: sales.length, differ: [], totalMinor: sales.reduce((sum, { rows }) => sum + totalOf(rows), 0) })
		expect(figures.credits.differ).toEqual([])
		expect(figures.credits.returns).toBeGreaterThan(0)
		expect(figures.credits.alone).toBeGreaterThan(0)
		expect(figures.stored.exact).toBe(textOfMicros(exactOf(documents.flatMap(({ rows }) => rows))))
		expect(Object.values(figures.classes).reduce((sum, { rows }) => sum + rows, 0)).toBe(documents.reduce((sum, { rows }) => sum + rows.length, 0))
		expect(figures.largest).toMatchObject({ number: '537434', rows: 675 })
		for (const [shape, counts] of Object.entries(figures.orders.statements)) expect(Object.keys(counts), shape).toHaveLength(1)
	})
})
