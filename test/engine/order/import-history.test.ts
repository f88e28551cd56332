import { expect, test } from 'vitest'
import { type HistoryRules, isGoods, readHistoryRow } from '../../../app/engine/order/import-history.ts'

const rules: HistoryRules = {
	classes: [
		{ class: 'bad_debt', numberPrefix: 'A' },
		{ class: 'carriage', skus: ['POST', 'DOT'] },
		{ class: 'manual', skus: ['M'] },
		{ class: 'voucher', skuPrefix: 'gift_' },
	],
	dates: 'YYYY-MM-DD',
	currency: 'GBP',
	rounding: 'half_away',
	walkIn: { number: 'WALK-IN-{country}', name: 'Walk-in, {countryName}' },
}
const row = (fields: Record<string, string>) =>
	readHistoryRow({ number: '536365', account: '17850', placedAt: '2010-12-01', sku: '85123A', name: 'T-LIGHT', quantity: '6', price: '2.55', ...fields }, rules)

test.each([
	['goods', {}, 'invoice', 'goods', 1530],
	['goods taken back', { number: 'C536379', quantity: '-1', price: '27.5' }, 'credit_note', 'goods', -2750],
	['carriage', { sku: 'POST', quantity: '1', price: '18.00' }, 'invoice', 'carriage', 1800],
	['carriage taken back', { sku: 'DOT', quantity: '-1', price: '18.00' }, 'credit_note', 'carriage', -1800],
	['a class in small letters', { sku: 'm' }, 'invoice', 'manual', 1530],
	['a voucher', { sku: 'GIFT_0001_20' }, 'invoice', 'voucher', 1530],
	['a bad debt that is taken off', { number: 'A563186', sku: 'B', quantity: '1', price: '-11062.06' }, 'credit_note', 'bad_debt', -1_106_206],
	['a bad debt that is put on', { number: 'A563185', sku: 'B', quantity: '1', price: '11062.06' }, 'invoice', 'bad_debt', 1_106_206],
	['something for nothing', { price: '0.0' }, 'invoice', 'free', 0],
])('%s', (_, fields, document, lineClass, netMinor) => {
	const read = row(fields)
	expect(read.ok && { document: read.row.line?.document, lineClass: read.row.line?.class, netMinor: read.row.line?.netMinor }).toEqual({
		document,
		lineClass,
		netMinor,
	})
})

test('a negative quantity at no price is a stock note: left out by name, not refused', () => {
	expect(row({ quantity: '-10', price: '0.0' })).toEqual({ ok: false, skipped: 'stock_note', refusals: [] })
})

test('a line without an account goes to the walk-in account of its country, or is refused where there is none', () => {
	const fields = { account: '', country: 'IE', countryName: 'EIRE' }
	const read = row(fields)
	expect(read.ok && read.row.header).toMatchObject({ account: 'WALK-IN-IE', accountName: 'Walk-in, EIRE' })
	expect(readHistoryRow({ number: '1', placedAt: '2010-12-01', ...fields }, { ...rules, walkIn: null })).toMatchObject({
		ok: false,
		refusals: [{ code: 'account.missing' }],
	})
})

test('a row without a line is a header; freight finer than the currency is refused', () => {
	const read = readHistoryRow({ number: '10248', account: 'VINET', placedAt: '1996-07-04', shipping: '32.38', shippedAt: '' }, rules)
	expect(read.ok && read.row).toMatchObject({ line: null, header: { shippingMinor: 3238, isShipped: false } })
	expect(readHistoryRow({ number: '10248', account: 'VINET', shipping: '32.385' }, rules)).toMatchObject({
		ok: false,
		refusals: [{ code: 'shipping.not_an_amount' }],
	})
})

test('goods and what is free have products; classes do not', () => {
	expect(['goods', 'free', 'carriage', 'voucher'].map(isGoods)).toEqual([true, true, false, false])
})

test('a row without a day of shipping was shipped, one with an empty day was not', () => {
	const isShipped = (fields: Record<string, string>) => {
		const read = row(fields)
		return read.ok && read.row.header.isShipped
	}
	expect([isShipped({}), isShipped({ shippedAt: '2010-12-03' }), isShipped({ shippedAt: '' })]).toEqual([true, true, false])
})

test('an amount beyond what an order may come to is refused with what it was made of', () => {
	expect(row({ quantity: '1000000', price: '99999999' })).toMatchObject({
		ok: false,
		refusals: [{ code: 'amount.too_large', facts: { price: '99999999', quantity: '1000000' } }],
	})
})

test.each([
	['1', true],
	['1.000001', false],
	['-0.1', false],
	['half', false],
])('a discount of %s', (discount, isOne) => {
	expect(row({ discount })).toMatchObject(isOne ? { ok: true } : { ok: false, refusals: [{ code: 'discount.not_a_fraction', facts: { value: discount } }] })
})

test('ten digits of a quantity are the most that is kept', () => {
	expect(row({ quantity: '9999999999', price: '0' })).toMatchObject({ ok: true })
	expect(row({ quantity: '10000000000', price: '0' })).toMatchObject({ ok: false, refusals: [{ code: 'quantity.too_large' }] })
})

test('a SKU of an order’s line has 120 signs at most', () => {
	expect(row({ sku: 'S'.repeat(120) })).toMatchObject({ ok: true })
	expect(row({ sku: 'S'.repeat(121) })).toMatchObject({ ok: false, refusals: [{ code: 'sku.too_long', facts: { length: 121 } }] })
})
