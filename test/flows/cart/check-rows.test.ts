import { expect, test } from 'vitest'
import { checkRows } from '../../../app/flows/cart/check-rows.ts'
import { makeCompany } from '../../support/company.ts'
import { makePlacedStory } from '../../support/placed.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const { company } = await makePlacedStory(db, 'agate')
const stranger = await makeCompany(db, 'flint')
const { bean, tamper, jug, machine } = company.skus

const row = (sku: string, quantity: string, more: Record<string, string> = {}) => ({ sku, quantity, unit: '', shipTo: '', requestedOn: '', ...more })

async function check(typed: ReturnType<typeof row>[]) {
	const checked = await checkRows(db, company.shopper, { typed, locationId: null, locale: 'en', at: new Date('2026-03-02T15:00:00Z') })
	return checked.ok ? { rows: checked.rows, refusals: [] } : { rows: [], refusals: checked.refusals }
}

test('every row is answered before anything enters the cart, with its price beside the last one paid', async () => {
	await db`update product set increment_quantity = 6 where id = ${company.products.jug}`
	await db`update product set superseded_by_id = ${company.products.jug} where id = ${company.products.tamper}`
	const { rows } = await check([
		row(bean, '3', { shipTo: 'A' }),
		row(bean.toLowerCase(), '2', { shipTo: 'moorhead' }),
		row(jug, '4'),
		row(tamper, '1'),
		row('NO-SUCH', '1'),
		row(stranger.skus.bean, '1'),
		row(bean, 'many'),
		row(bean, '1', { shipTo: 'Z' }),
		row(bean, '1', { requestedOn: '2020-01-01' }),
	])
	expect(rows.map(({ answer }) => answer)).toEqual(['exact', 'exact', 'pack_rounded', 'superseded', 'unknown', 'unknown', 'refused', 'refused', 'refused'])
	// Five of the bean together reach its tier, as they will in the cart: 17.75 and not 18.00.
	expect(rows.slice(0, 2).map(({ unitPrice, totalMinor }) => [unitPrice, totalMinor])).toEqual([
		['17.750000', 5325],
		['17.750000', 3550],
	])
	expect(rows[0]?.lastPaid?.unitPrice).toBe('17.750000')
	expect([rows[2]?.quantity, rows[3]?.instead?.sku]).toEqual(['6', jug])
	expect(rows.map(({ refusals }) => refusals.map(({ code }) => code).join())).toEqual([
		'',
		'',
		'',
		'',
		'PRODUCT_UNKNOWN',
		'PRODUCT_UNKNOWN',
		'QUANTITY_INVALID',
		'SHIP_TO_UNKNOWN',
		'REQUESTED_DAY_PAST',
	])
})

test('out of stock, what stands in is offered', async () => {
	await db`update product set superseded_by_id = null where id = ${company.products.tamper}`
	await db`update product set stock_policy = 'substitute' where id = ${company.products.tamper}`
	await db`insert into product_relation (product_id, related_id, kind) values (${company.products.tamper}, ${company.products.jug}, 'substitute')`
	const { rows } = await check([row(tamper, '1')])
	expect([rows[0]?.answer, rows[0]?.instead?.sku]).toEqual(['substitute', jug])
	await db`update product set stock_policy = 'untracked' where id = ${company.products.tamper}`
})

test('the answers take as many statements for one row as for three hundred', async () => {
	const one = () => check([row(bean, '1')])
	await one()
	await expectStatements(db, 4, one)
	await expectStatements(db, 4, () => check(Array.from({ length: 300 }, (_, index) => row([bean, tamper, jug, machine, `NO-${index}`][index % 5] ?? '', '6'))))
})

test('more rows than a cart holds are refused by name', async () => {
	const { refusals } = await check(Array.from({ length: 2001 }, () => row(bean, '1')))
	expect(refusals[0]?.code).toBe('CART_LINES_LIMIT')
})
