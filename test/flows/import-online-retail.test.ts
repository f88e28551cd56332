import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../app/cli/import.ts'
import { testDb } from '../support/test-db.ts'

const data = resolve(import.meta.dirname, '../../../shared/data/online-retail')
const hasData = existsSync(data)
const at = new Date('2026-03-02T09:00:00Z')
const folder = await mkdtemp(join(tmpdir(), 'import-'))
const { db } = await testDb()

/** Counted over the file by a program that shares nothing with the product: December on each run, all of it with RETAIL_WHOLE=1. */
const december = {
	counts: { read: 42_481, created: 42_411, updated: 0, unchanged: 0, skipped: 70, rejected: 0 },
	total: '748957.020',
	documents: { orders: 1629, invoices: 1629, credits: 326 },
	pairs: 118,
}
const halfYear = {
	counts: { read: 209_029, created: 208_378, updated: 0, unchanged: 0, skipped: 651, rejected: 0 },
	total: '3706827.641',
	documents: { orders: 8455, invoices: 8455, credits: 1677 },
	pairs: 266,
}
const isWhole = Boolean(process.env['RETAIL_WHOLE'])
const known = isWhole ? halfYear : december

/** The file, or its first month: it is in the order of days. */
function readPart(file: string): string {
	if (isWhole) return file
	const text = gunzipSync(readFileSync(file)).toString('utf8')
	const end = text.indexOf('\n', text.lastIndexOf(',2010-12-')) + 1
	const part = join(folder, 'december.csv')
	writeFileSync(part, text.slice(0, end))
	return part
}

describe.skipIf(!hasData)(`${isWhole ? 'half a year' : 'the first month'} of Online Retail (../shared/data)`, () => {
	const file = join(data, 'online-retail_2010-12_2011-05.csv.gz')
	const expected = JSON.parse(hasData ? readFileSync(join(data, 'expected.json'), 'utf8') : '{}')
	const exact = db`coalesce(l.exact_net, l.net_minor / 100.0)`
	let totals: Readonly<Record<string, unknown>> = {}

	test('every row is accounted for', { timeout: 300_000 }, async () => {
		const answer = await runImport(db, { what: 'orders', file: readPart(file), map: 'online-retail', rejects: join(folder, 'retail.csv'), at })
		expect(answer.ok && answer.counts).toEqual(known.counts)
		totals = answer.ok ? answer.totals : {}
	})

	test('to the tenth of a penny', async () => {
		const [row] = await db`select sum(${exact})::numeric(20,3)::text as total from invoice_line l`
		expect(row?.['total']).toBe(known.total)
	})

	test.skipIf(!isWhole)('each class of the half year is counted', async () => {
		expect(totals).toEqual({
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
		const [row] = await db`select sum(l.quantity)::numeric(20,0)::text as pieces from invoice_line l`
		expect(row?.['pieces']).toBe('2019612')
	})

	test('by month as published', async () => {
		const months = await db`
			select to_char(i.issued_on, 'YYYY-MM') as month, trim_scale(sum(${exact})) as total from invoice i
			join invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id group by month`
		const published = Object.entries(expected.value_by_month).filter(([month]) => isWhole || month === '2010-12')
		expect(Object.fromEntries(months.map((row) => [row['month'], Number(row['total'])]))).toEqual(
			Object.fromEntries(published.map(([month, value]) => [month, Number(value)])),
		)
	})

	test.skipIf(!isWhole)('by country as published', async () => {
		const countries = await db`
			select i.bill_to->>'countryName' as country, trim_scale(sum(${exact})) as total from invoice i
			join invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id group by country`
		expect(Object.fromEntries(countries.map((row) => [row['country'], Number(row['total'])]))).toEqual(
			Object.fromEntries(Object.entries(expected.value_by_country).map(([country, value]) => [country, Number(value)])),
		)
	})

	test('documents', async () => {
		const [row] = await db`
			select (select count(*)::int from sales_order) as orders, (select count(*)::int from invoice where kind = 'invoice') as invoices,
				(select count(*)::int from invoice where kind = 'credit_note') as credits`
		expect({ ...row }).toEqual(known.documents)
	})

	test.skipIf(!isWhole)('accounts and products', async () => {
		const [row] = await db`
			select (select count(*)::int from account where number ~ '^[0-9]+$') as accounts,
				(select count(*)::int from account where number like 'WALK-IN-%') as walk_ins, (select count(*)::int from product) as products`
		expect({ ...row }).toEqual({ accounts: 2767, walkIns: 6, products: 3315 })
	})

	test('one code at two prices on one invoice stays two lines', async () => {
		const [row] = await db`
			select count(*)::int as pairs from (select invoice_id, sku from invoice_line group by account_id, invoice_id, sku having count(distinct unit_price) > 1) p`
		expect(row?.['pairs']).toBe(known.pairs)
	})
})
