import { expect, test } from 'vitest'
import { buyerScopes } from '../../../app/platform/api-scopes.ts'
import { hashToken } from '../../../app/platform/session.server.ts'
import { Throttle } from '../../../app/platform/throttle.ts'
import { makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'hazel')
await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, last_used_at)
	values ('Once', ${hashToken('key-of-hazel')}, 'key', ${company.accountId}, ${company.contactId}, ${[...buyerScopes]}, '2026-03-02T09:00:00Z')`
const authorised = { Authorization: 'Bearer key-of-hazel' }
const hour = (hours: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + hours * 3_600_000)
type Body = Record<string, unknown>

async function call(path: string, json?: unknown, { headers = {}, at = hour(0) }: { headers?: Record<string, string>; at?: Date } = {}) {
	const response = await ask(testHouse(db, { at }), `/api/v1/${path}`, { headers: { ...authorised, ...headers }, ...(json === undefined ? {} : { json }) })
	return { status: response.status, replayed: response.headers.has('idempotency-replayed'), body: (await response.json()) as Body }
}
const carts = async () =>
	(await db<{ count: number }[]>`select count(*)::int as count from sales_order where account_id = ${company.accountId} and stage = 'cart'`)[0]?.count

test('a write sent six times at once is one cart and one event, for a day', async () => {
	const headers = { 'Idempotency-Key': 'six-at-once' }
	const answers = await Promise.all(Array.from({ length: 6 }, () => call('carts', { name: 'Week 10' }, { headers })))
	expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
	expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
	expect(await carts()).toBe(1)
	expect(await db`select 1 from outbox_event where account_id = ${company.accountId} and topic = 'cart.created'`).toHaveLength(1)
	expect((await call('carts', { name: 'Week 10' }, { headers, at: hour(23.9) })).replayed).toBe(true)
	expect((await call('carts', { name: 'Another' }, { headers, at: hour(23.9) })).status).toBe(409)
	expect((await call('carts', { name: 'Another' }, { headers, at: hour(24.1) })).replayed).toBe(false)
	expect(await carts()).toBe(2)
})

test('what was refused leaves its key free, and nothing behind', async () => {
	const { body } = await call('carts', {})
	const headers = { 'Idempotency-Key': 'refused-first' }
	const path = `carts/${body['id']}/lines`
	expect(
		(
			await call(
				path,
				{
					lines: [
						{ sku: company.skus.bean, quantity: 1 },
						{ sku: 'NEVER', quantity: 1 },
					],
				},
				{ headers },
			)
		).status,
	).toBe(422)
	expect(await db`select 1 from api_call where key = 'refused-first'`).toEqual([])
	expect(await db`select 1 from order_line where order_id = ${Number(body['id'])}`).toEqual([])
	expect((await call(path, { lines: [{ sku: company.skus.bean, quantity: 1 }] }, { headers })).status).toBe(200)
})

test('pages of a list that grows meanwhile show each of the others once', async () => {
	for (let made = 0; made < 5; made += 1) await call('carts', { name: `Cart ${made}` })
	const before = (await call('carts?limit=100')).body['carts'] as { id: number }[]
	const seen: number[] = []
	let cursor = ''
	do {
		const { body } = await call(`carts?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
		seen.push(...(body['carts'] as { id: number }[]).map(({ id }) => id))
		cursor = (body['nextCursor'] as string | null) ?? ''
		await call('carts', { name: 'Meanwhile' })
	} while (cursor !== '')
	expect(seen).toEqual(before.map(({ id }) => id))
})

test('three hundred lines cost the statements of three, in a cart and as prices', async () => {
	await db`
		with made as (
			insert into product (seller_entity_id, sku, slug, product_class, stock_policy, grant_policy_ids)
			select ${company.sellerId}, 'H-' || i, 'h-' || i, 'coffee', 'untracked', (select grant_policy_ids from product where id = ${company.products.bean}) from generate_series(1, 300) i returning id
		) insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{10.00}' from made`
	const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ sku: `H-${index + 1}`, quantity: 1, shipTo: 'A' }))
	const costs: number[][] = []
	for (const count of [3, 300]) {
		const { body } = await call('carts', {})
		const filled = await statementsOf(db, () => call(`carts/${body['id']}/lines`, { lines: lines(count) }))
		const priced = await statementsOf(db, () => call('prices', { lines: lines(count) }))
		expect((filled.result.body['cart'] as { lines: unknown[] }).lines).toHaveLength(count)
		expect(priced.result.body['prices']).toHaveLength(count)
		costs.push([filled.statements.length, priced.statements.length])
	}
	expect(costs[1]).toEqual(costs[0])
	expect(costs[1]?.[1]).toBe(4)
})

test('a key flows back at its pace, and one that is used up asks nothing of the database', async () => {
	let now = 0
	const throttle = new Throttle(() => now)
	const take = () => throttle.take('till', 60).retryAfterSeconds
	expect(Array.from({ length: 60 }, take)).toEqual(Array(60).fill(null))
	expect(take()).toBe(1)
	now = 999
	expect(take()).toBe(1)
	now = 2000
	expect([take(), take(), take()]).toEqual([null, null, 1])
	now = 3_600_000
	expect(throttle.take('till', 60)).toMatchObject({ remaining: 59, limit: 60 })
	const house = testHouse(db, { throttle: new Throttle(() => 0) })
	for (let call = 0; call < 600; call += 1) house.throttle.take(hashToken('key-of-hazel'), 600)
	const { result, statements } = await statementsOf(db, () => ask(house, '/api/v1/carts', { headers: authorised }))
	expect([result.status, statements]).toEqual([429, []])
})
