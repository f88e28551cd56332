import { expect, test } from 'vitest'
import { hashToken } from '../../app/platform/session.server.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)

async function keyFor({ accountId, contactId, tag }: Company, scopes = ['carts:write', 'orders:write']): Promise<Record<string, string>> {
	const key = `key-${tag}-${scopes.join('')}`
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes) values ('Test', ${hashToken(key)}, 'key', ${accountId}, ${contactId}, ${scopes})`
	return { authorization: `Bearer ${key}` }
}

async function call(headers: Record<string, string>, path: string, json?: unknown, more: Record<string, string> = {}) {
	const response = await ask(house, `/api/v1/${path}`, { headers: { ...headers, ...more }, ...(json === undefined ? {} : { json }) })
	return { status: response.status, type: response.headers.get('content-type'), body: (await response.json()) as Record<string, unknown> }
}

test('P2 by machine: a cart opened, filled in one call, read and placed, the same figures as on the page', async () => {
	const company = await makeCompany(db, 'amber')
	await makeStoryPromotions(db, company)
	const key = await keyFor(company)
	const cart = await call(key, 'carts', { name: 'Week 10' })
	expect(cart.status).toBe(201)
	const id = (cart.body as { id: number }).id
	const line = (sku: string, quantity: number, shipTo: string) => ({ sku, quantity, shipTo })
	const { bean, tamper, jug } = company.skus
	const lines = [line(bean, 3, 'A'), line(bean, 1, 'B'), line(bean, 1, 'C'), line(tamper, 1, 'A'), line(tamper, 1, 'B'), line(jug, 1, 'A')]
	const filled = await call(key, `carts/${id}/lines`, { lines })
	expect(filled.body).toMatchObject({ notices: [], cart: { termsDays: 45, totals: { goodsMinor: 20850, netMinor: 16013, taxMinor: 1215, totalMinor: 17478 } } })
	const [delivery] = (filled.body['cart'] as { deliveries: { id: number }[] }).deliveries
	const notes = { window: 'morning', instructions: 'Back door', costCentre: 'K-7' }
	await call(key, `carts/${id}/deliveries/${delivery?.id}`, { requestedOn: null, method: 'ground', ...notes })
	const read = await call(key, `carts/${id}`)
	expect(read.body).toMatchObject({ totals: { totalMinor: 17478 } })
	const others = { window: null, instructions: null, costCentre: null }
	expect(read.body['deliveries']).toMatchObject([{ id: delivery?.id, ...notes }, others, others])
	const { version, hash } = read.body as unknown as { version: number; hash: string }
	const submit = { version, payment: { method: 'po', poNumber: 'API-1' }, seen: { hash, totalMinor: 17478 } }
	const placed = await call(key, `carts/${id}/submit`, submit, { 'idempotency-key': 'order-one' })
	expect([placed.status, placed.body]).toMatchObject([201, { totalMinor: 17478, currency: 'USD', isReplay: false }])
	const again = await call(key, `carts/${id}/submit`, submit, { 'idempotency-key': 'order-one' })
	expect([again.status, again.body]).toMatchObject([200, { number: (placed.body as { number: string }).number, isReplay: true }])
	expect(await call(key, `carts/${id}/submit`, { ...submit, payment: { method: 'po', poNumber: 'API-2' } }, { 'idempotency-key': 'order-one' })).toMatchObject({
		status: 409,
		body: { code: 'IDEMPOTENCY_KEY_REUSED' },
	})
})

test('a seller of prices with tax says so, and every amount is what its description calls it', async () => {
	const company = await makeCompany(db, 'lapis')
	await makeStoryPromotions(db, company)
	await db`update seller_entity set prices_include_tax = true where id = ${company.sellerId}`
	const key = await keyFor(company, ['account:read', 'carts:write', 'orders:write', 'orders:read'])
	expect((await call(key, 'account')).body).toMatchObject({ pricesIncludeTax: true })
	const { id } = (await call(key, 'carts', {})).body as { id: number }
	const line = (sku: string, quantity: number, shipTo: string) => ({ sku, quantity, shipTo })
	const { bean, tamper, jug } = company.skus
	const lines = [line(bean, 3, 'A'), line(bean, 1, 'B'), line(bean, 1, 'C'), line(tamper, 1, 'A'), line(tamper, 1, 'B'), line(jug, 1, 'A')]
	// Taken out of 93.23 and 50.04 at 7.5 % and of 16.86 at 8.375 %: 6.50 + 3.49 + 1.30 = 11.29; 160.13 − 11.29 = 148.84.
	const totals = {
		goodsMinor: 20850,
		discountMinor: 4837,
		netMinor: 14884,
		shippingMinor: 2250,
		shippingDiscountMinor: 2000,
		taxMinor: 1129,
		totalMinor: 16263,
	}
	const filled = await call(key, `carts/${id}/lines`, { lines })
	const ofLines = (said: unknown) => (said as { netMinor: number; taxMinor: number }[]).map(({ netMinor, taxMinor }) => netMinor + taxMinor)
	expect(ofLines((filled.body as { cart: { lines: unknown } }).cart.lines)).toEqual([8431, 6637, 945])
	expect(filled.body).toMatchObject({ cart: { pricesIncludeTax: true, totals } })
	const { version } = (filled.body as { cart: { version: number } }).cart
	const quoted = await call(key, `carts/${id}/quote`, {})
	expect(quoted.body).toMatchObject({ pricesIncludeTax: true, totals })
	const placed = await call(key, `carts/${id}/submit`, { version, payment: { method: 'po', poNumber: 'API-1' } }, { 'idempotency-key': 'order-with-tax' })
	expect(placed).toMatchObject({ status: 201, body: { totalMinor: 16263 } })
	// The seller may change its mind: what was sold stays what it was.
	await db`update seller_entity set prices_include_tax = false where id = ${company.sellerId}`
	const order = await call(key, `orders/${(placed.body as { number: string }).number}`)
	expect(order.body).toMatchObject({ pricesIncludeTax: true, ...totals })
	expect(ofLines((order.body as { lines: unknown }).lines)).toEqual([8431, 6637, 945])
})

test('each door wants a key with its scope, and a foreign cart is not there', async () => {
	const company = await makeCompany(db, 'ruby')
	const other = await makeCompany(db, 'opal')
	const mine = await keyFor(company)
	const theirs = await keyFor(other)
	const { body } = await call(theirs, 'carts', {})
	const { id } = body as { id: number }
	const doors: [string, unknown][] = [
		['carts', {}],
		[`carts/${id}`, undefined],
		[`carts/${id}/lines`, { lines: [{ sku: company.skus.bean, quantity: 1 }] }],
		[`carts/${id}/submit`, { version: 1, payment: { method: 'po', poNumber: 'X' } }],
	]
	const reader = await keyFor(company, ['catalog:read'])
	for (const [path, json] of doors) {
		const more = { 'idempotency-key': 'a-key-of-ours' }
		expect(await call({}, path, json, more)).toMatchObject({ status: 401, type: expect.stringContaining('problem+json') })
		expect(await call({ authorization: 'Bearer nonsense' }, path, json, more)).toMatchObject({ status: 401 })
		expect(await call(reader, path, json, more)).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } })
		if (path !== 'carts') expect(await call(mine, path, json, more)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
	}
	for (const wrong of ['0', '-1', 'x', '99999999999999999999']) expect(await call(mine, `carts/${wrong}`)).toMatchObject({ status: 404 })
})

test('bad input is refused by name, never a 500', async () => {
	const company = await makeCompany(db, 'onyx')
	const key = await keyFor(company)
	const { body } = await call(key, 'carts', {})
	const { id } = body as { id: number }
	const { bean } = company.skus
	const refusedWith = async (json: unknown) => {
		const { status, body: answer } = await call(key, `carts/${id}/lines`, json)
		return [status, (answer as { code: string }).code]
	}
	expect(await refusedWith({ lines: [{ sku: bean, quantity: -1 }] })).toEqual([422, 'QUANTITY_INVALID'])
	expect(await refusedWith({ lines: [{ sku: bean, quantity: '99999999999' }] })).toEqual([422, 'QUANTITY_TOO_LARGE'])
	expect(await refusedWith({ lines: [{ sku: bean, quantity: 0.5 }] })).toEqual([422, 'QUANTITY_FRACTION'])
	expect(await refusedWith({ lines: [{ sku: 'NO', quantity: 1 }] })).toEqual([422, 'PRODUCT_UNKNOWN'])
	expect(await refusedWith({ lines: [{ sku: bean, quantity: 1, shipTo: 'ELSEWHERE' }] })).toEqual([422, 'SHIP_TO_UNKNOWN'])
	expect(await refusedWith({ lines: [{ sku: bean, quantity: 1, requestedOn: '2020-01-01' }] })).toEqual([422, 'REQUESTED_DAY_PAST'])
	expect(await refusedWith({ lines: [{ sku: bean, quantity: 1, requestedOn: '2026-02-31' }] })).toEqual([422, 'REQUESTED_DAY_INVALID'])
	expect(await refusedWith({ lines: [{ sku: bean, amount: 1 }] })).toEqual([400, 'BODY_INVALID'])
	expect(await refusedWith([])).toEqual([400, 'BODY_INVALID'])
	expect(await refusedWith({ lines: Array.from({ length: 2001 }, () => ({ sku: bean, quantity: 1 })) })).toEqual([422, 'CART_LINES_LIMIT'])
	const raw = await ask(house, `/api/v1/carts/${id}/lines`, { method: 'POST', headers: { ...key, 'content-type': 'application/json' }, form: { not: 'json' } })
	expect(raw.status).toBe(400)
	expect(await call(key, `carts/${id}/submit`, { version: 1, payment: { method: 'po', poNumber: 'X' } })).toMatchObject({
		status: 400,
		body: { code: 'IDEMPOTENCY_KEY_MISSING' },
	})
	expect(await call(key, `carts/${id}/submit`, { version: 99, payment: { method: 'po', poNumber: 'X' } }, { 'idempotency-key': 'some-key' })).toMatchObject({
		status: 409,
		body: { code: 'CART_CHANGED' },
	})
})
