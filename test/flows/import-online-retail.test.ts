import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../app/cli/import.ts'
import { testDb } from '../support/test-db.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/online-retail')
const hasData = existsSync(data)
const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const { db } = await testDb()

describe.skipIf(!hasData)('half a year of Online Retail (../shared/data)', () => {
	const file = join(data, 'online-retail_2010-12_2011-05.csv.gz')
	const expected = JSON.parse(hasData ? readFileSync(join(data, 'expected.json'), 'utf8') : '{}')
	const exact = db`coalesce(l.exact_net, l.net_minor / 100.0)`

	test('every row is accounted for', { timeout: 300_000 }, async () => {
		const answer = await runImport(db, { what: 'orders', file, map: 'online-retail', rejects: join(folder, 'retail.csv'), at })
		expect(answer.ok && answer.counts).toEqual({ read: 209_029, created: 208_378, updated: 0, unchanged: 0, skipped: 651, rejected: 0 })
		expect(answer.ok && answer.totals).toEqual({
			'credit_note.bank_charge': { rows: 13, exactNet: '-4541.80000000' },
			'credit_note.carriage': { rows: 56, exactNet: '-9180.60000000' },
			'credit_note.discount': { rows: 28, exactNet: '-3320.19000000' },
			'credit_note.goods': { rows: 3526, exactNet: '-170450.47000000' },
			'credit_note.manual': { rows: 103, exactNet: '-48004.87000000' },
			'credit_note.marketplace_fee': { rows: 15, exactNet: '-120981.26000000' },
			'credit_note.sample': { rows: 42, exactNet: '-1419.76000000' },
			'invoice.bank_charge': { rows: 4, exactNet: '60.00000000' },
			'invoice.carriage': { rows: 828, exactNet: '115689.67000000' },
			'invoice.free': { rows: 637, exactNet: '0.00000000' },
			'invoice.goods': { rows: 202_970, exactNet: '3907419.30100000' },
			'invoice.manual': { rows: 136, exactNet: '27380.72000000' },
			'invoice.marketplace_fee': { rows: 2, exactNet: '13761.09000000' },
			'invoice.sample': { rows: 1, exactNet: '30.00000000' },
			'invoice.voucher': { rows: 17, exactNet: '385.81000000' },
			'skipped.stock_note': { rows: 651, exactNet: '0.00000000' },
		})
	})

	test('to the tenth of a penny: 3,706,827.641', async () => {
		const [row] = await db`select sum(${exact})::numeric(20,3)::text as total, sum(l.quantity)::numeric(20,0)::text as pieces from invoice_line l`
		expect({ ...row }).toEqual({ total: '3706827.641', pieces: '2019612' })
	})

	test('by month and by country as published', async () => {
		const months = await db`
			select to_char(i.issued_on, 'YYYY-MM') as month, trim_scale(sum(${exact})) as total from invoice i
			join invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id group by month`
		expect(Object.fromEntries(months.map((row) => [row['month'], Number(row['total'])]))).toEqual(
			Object.fromEntries(Object.entries(expected.value_by_month).map(([month, value]) => [month, Number(value)])),
		)
		const countries = await db`
			select i.bill_to->>'countryName' as country, trim_scale(sum(${exact})) as total from invoice i
			join invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id group by country`
		expect(Object.fromEntries(countries.map((row) => [row['country'], Number(row['total'])]))).toEqual(
			Object.fromEntries(Object.entries(expected.value_by_country).map(([country, value]) => [country, Number(value)])),
		)
	})

	test('documents, accounts and products', async () => {
		const [row] = await db`
			select (select count(*)::int from sales_order) as orders, (select count(*)::int from invoice where kind = 'invoice') as invoices,
				(select count(*)::int from invoice where kind = 'credit_note') as credits,
				(select count(*)::int from account where number ~ '^[0-9]+$') as accounts, (select count(*)::int from account where number like 'WALK-IN-%') as walk_ins,
				(select count(*)::int from product) as products`
		expect({ ...row }).toEqual({ orders: 8455, invoices: 8455, credits: 1677, accounts: 2767, walkIns: 6, products: 3315 })
	})

	test('one code at two prices on one invoice stays two lines', async () => {
		const [row] = await db`
			select count(*)::int as pairs from (select invoice_id, sku from invoice_line group by account_id, invoice_id, sku having count(distinct unit_price) > 1) p`
		expect(row?.['pairs']).toBe(266)
	})
})
