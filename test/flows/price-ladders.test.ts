import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { deriveLadder } from '../bench/derive-ladder.ts'
import { CLASSES, hasRetail, retailFile, runLadders } from '../bench/ladders.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const sold = (...rows: [quantity: number, price: string, times: number][]) =>
	rows.flatMap(([quantity, price, times]) => Array.from({ length: times }, () => ({ quantity, price })))

describe('a ladder from what was paid', () => {
	test('the price that most lines stand on, and a lower one from the quantity at which it is given', () => {
		expect(deriveLadder(sold([1, '2.95', 40], [6, '2.95', 30], [6, '2.55', 3], [32, '2.55', 12], [64, '2.55', 5]))).toEqual([
			{ from: 1, price: '2.95' },
			{ from: 32, price: '2.55' },
		])
	})
	test('a single sale makes no tier, two do', () => {
		expect(deriveLadder(sold([1, '1.65', 10], [50, '1.45', 1]))).toEqual([{ from: 1, price: '1.65' }])
		expect(deriveLadder(sold([1, '1.65', 10], [50, '1.45', 2]))).toHaveLength(2)
	})
	test('it never rises with the quantity, whatever was paid for more', () => {
		expect(deriveLadder(sold([1, '1.00', 5], [10, '3.00', 4]))).toEqual([{ from: 1, price: '1.00' }])
	})
	test('at most so many tiers, the least used going first', () => {
		const steps = Array.from({ length: 8 }, (_, index): [number, string, number] => [index * 10 + 1, `${9 - index}.00`, 10 + index])
		expect(deriveLadder(sold(...steps), 3).map(({ price }) => price)).toEqual(['9.00', '3.00', '2.00'])
	})
})

describe.skipIf(!hasRetail)('tier ladders of the first rows of Online Retail (../shared/data)', () => {
	test('every line is exact or has a class, and what the engine says equals what the stored tiers say', { timeout: 240_000 }, async () => {
		const folder = await mkdtemp(join(tmpdir(), 'ladder-rows-'))
		try {
			const file = join(folder, 'first.csv')
			await writeFile(file, gunzipSync(readFileSync(retailFile)).toString('latin1').split('\n').slice(0, 15_001).join('\n'), 'latin1')
			const figures = await runLadders(db, { file })
			expect(figures.lines).toBeGreaterThan(14_000)
			expect(CLASSES.reduce((sum, name) => sum + figures.classes[name], 0)).toBe(figures.lines)
			const [told] = await db<{ exact: number }[]>`
				with line as (
					select l.product_id, l.account_id, l.unit_price, sum(l.quantity) over (partition by l.order_id, l.product_id) as together
					from order_line l where l.kind = 'goods' and l.unit_price > 0 and l.quantity > 0
				)
				select count(*)::int as exact from line join buyer_group_member m on m.account_id = line.account_id join price_book_audience a on a.buyer_group_id = m.buyer_group_id
					join price_book_entry e on e.price_book_id = a.price_book_id and e.product_id = line.product_id
				where line.unit_price = (select t.price from unnest(e.tier_from, e.tier_price) as t(at, price) where t.at <= line.together order by t.at desc limit 1)`
			expect(figures.exact).toBe(told?.exact)
			// Most of what accounts with a number paid stands on one ladder of its product.
			expect(figures.byBook.trade.exact / figures.byBook.trade.lines).toBeGreaterThan(0.95)
		} finally {
			await rm(folder, { recursive: true, force: true })
		}
	})
})
