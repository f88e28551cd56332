import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../app/cli/import.ts'
import { testDb } from '../support/test-db.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/northwind')
const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const { db } = await testDb()

async function bring(what: string, file: string, map: string) {
	const answer = await runImport(db, { what, file: join(data, file), map, rejects: join(folder, `${map}.csv`), at })
	return answer.ok ? answer.counts : answer
}
const all = (read: number, outcome: 'created' | 'unchanged') => ({ read, created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0, [outcome]: read })

describe.skipIf(!existsSync(data))('Northwind (../shared/data)', () => {
	const files: [what: string, file: string, map: string, rows: number][] = [
		['categories', 'Categories.csv', 'northwind-categories', 8],
		['products', 'Products.csv', 'northwind-products', 77],
		['product-categories', 'Products.csv', 'northwind-product-categories', 77],
		['accounts', 'Customers.csv', 'northwind-accounts', 91],
		['contacts', 'Customers.csv', 'northwind-contacts', 91],
		['orders', 'Orders.csv', 'northwind-orders', 830],
		['orders', 'OrderDetails.csv', 'northwind-order-lines', 2155],
	]
	test.each(files)('%s from %s by %s: %i rows', async (what, file, map, rows) => {
		expect(await bring(what, file, map)).toEqual(all(rows, 'created'))
	})
	test.each(files)('repeated, %s from %s by %s change nothing', async (what, file, map, rows) => {
		expect(await bring(what, file, map)).toEqual(all(rows, 'unchanged'))
	})

	test('net 1,265,793.29 as each line is rounded half away; freight 64,942.69; gross 1,354,458.59', async () => {
		const [orders] =
			await db`select count(*)::int as orders, sum(net_minor) as net, sum(shipping_minor) as freight, sum(goods_minor) as gross, sum(total_minor) as total from sales_order`
		expect({ ...orders }).toEqual({ orders: 830, net: '126579329', freight: '6494269', gross: '135445859', total: '133073598' })
		const [invoices] = await db`select count(*)::int as invoices, sum(net_minor) as net, sum(settled_minor) as settled from invoice`
		expect({ ...invoices }).toEqual({ invoices: 830, net: '126579329', settled: '133073598' })
		const [lines] = await db`select count(*)::int as lines, sum(coalesce(exact_net, net_minor / 100.0))::numeric(20,4)::text as exact from invoice_line`
		expect({ ...lines }).toEqual({ lines: 2155, exact: '1265793.0395' })
		const [groups] = await db`select sum(due_minor) as due, count(*) filter (where status = 'open')::int as open from delivery_group`
		expect({ ...groups }).toEqual({ due: '133073598', open: 21 })
	})

	test('the planner knows what came in', async () => {
		const counted =
			await db`select relname as name, reltuples::int as rows from pg_class where oid = any('{product,sales_order,order_line}'::regclass[]) order by 1`
		expect(counted.map((row) => ({ ...row }))).toEqual([
			{ name: 'order_line', rows: 2155 },
			{ name: 'product', rows: 77 },
			{ name: 'sales_order', rows: 830 },
		])
	})

	test("an order keeps its day in the seller's zone and where it went", async () => {
		const [order] = await db`
			select o.placed_at, o.channel, o.stage, g.address->>'city' as city, g.requested_on from sales_order o
			join delivery_group g on g.account_id = o.account_id and g.order_id = o.id where o.number = '10253'`
		expect({ ...order }).toEqual({
			placedAt: new Date('1996-07-10T07:00:00Z'),
			channel: 'import',
			stage: 'closed',
			city: 'Rio de Janeiro',
			requestedOn: '1996-07-24',
		})
	})
})
