import { describe, expect, test } from 'vitest'
import { askRepForPrice } from '../../app/flows/crm/ask-rep-for-price.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makeStaff } from '../support/placed.ts'
import { type ApiCart, meet, type Row, said } from '../support/prices.ts'
import { testDb } from '../support/test-db.ts'

/** Section 4 of commerce-engine.md, rule by rule, from stored rows to what the shop's own doors answer. */
const { db } = await testDb({ max: 20 })
const house = testHouse(db)

let lots = 0
async function open(lot = `rule${++lots}`) {
	const company = await makeCompany(db, lot)
	return { company, ...(await meet(db, house, company)) }
}

/** A further book of the company, with one price of the bean unless told otherwise. */
async function addBook(
	{ company: { sellerId, products, tag } }: { company: Company },
	code: string,
	rung: string,
	price: { from?: number[]; tiers: string[]; unit?: string; productId?: number; mixGroup?: string } | null,
	more: Record<string, unknown> = {},
): Promise<number> {
	const row = {
		seller_entity_id: sellerId,
		code: `${code}-${tag}`,
		name: `${code} of ${tag}`,
		rung,
		currency: 'USD',
		status: 'published',
		valid_from: '2026-01-01',
		...more,
	}
	const [book] = await db<{ id: number }[]>`insert into price_book ${db(row as never)} returning id`
	const id = book?.id ?? 0
	if (price) await addEntry(id, price.productId ?? products.bean, price)
	return id
}

async function addEntry(
	bookId: number,
	productId: number,
	{ from = [1], tiers, unit = 'each', mixGroup }: { from?: number[]; tiers: string[]; unit?: string; mixGroup?: string },
) {
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, mix_group) values (${bookId}, ${productId}, ${unit}, ${db.array(from.map(String), 1231)}::numeric[], ${db.array(tiers, 1231)}::numeric[], ${mixGroup ?? null})`
}

const addressTo = (bookId: number, { accountId, locationId = null }: { accountId: number; locationId?: number | null }) =>
	db`insert into price_book_audience (price_book_id, account_id, location_id) values (${bookId}, ${accountId}, ${locationId})`

const change = (bookId: number, columns: Record<string, unknown>) => db`update price_book set ${db(columns as never)} where id = ${bookId}`

const store = (sku: string, quantity: number | string, shipTo = 'A', more: Partial<Row> = {}): Row => ({ sku, quantity, shipTo, ...more })

describe('P1 through HTTP', () => {
	const spread = (sku: string) => [store(sku, 3), store(sku, 1, 'B'), store(sku, 1, 'C')]
	test.each<[string, (company: Company) => Promise<unknown>, (sku: string) => Row[], string]>([
		['3 units, store 1', async () => null, (sku) => [store(sku, 3)], '18.00 = 54.00'],
		['same, contract exclusive', ({ books }) => change(books.contract, { policy: 'exclusive' }), (sku) => [store(sku, 3)], '18.50 = 55.50'],
		['3 + 1 + 1 over three stores', async () => null, spread, '17.75 = 88.75'],
		['7 units, tiers graduated', ({ books }) => change(books.contract, { tier_mode: 'graduated' }), (sku) => [store(sku, 7)], '18.00 = 126.00'],
		['7 units, all_units', async () => null, (sku) => [store(sku, 7)], '17.75 = 124.25'],
		['Montreal, CAD book lacks it', ({ accountId }) => db`update account set currency = 'CAD' where id = ${accountId}`, (sku) => [store(sku, 1)], 'on request'],
	])('%s', async (_name, prepare, rows, expected) => {
		const { company, cartOf } = await open()
		await prepare(company)
		const cart = await cartOf(rows(company.skus.bean))
		expect(cart.lines.map(said)).toEqual([expected])
	})
})

describe('rungs, and rank inside a rung', () => {
	const one = async (prepare: (made: Awaited<ReturnType<typeof open>>) => Promise<unknown>, quantity = 3) => {
		const made = await open()
		await prepare(made)
		const cart = await made.cartOf([store(made.company.skus.bean, quantity)])
		return cart.lines.map(said)[0]
	}

	test('exclusive on a book that is not first-ranked has no effect', async () => {
		const paid = await one(async ({ company: { books } }) => {
			await change(books.sale, { policy: 'exclusive' })
			await db`update price_book_entry set tier_price = '{17.00}' where price_book_id = ${books.base} and tier_price = '{20.00}'`
		})
		expect(paid).toBe('17.00 = 51.00')
	})

	test('the higher priority goes before the lower price, and the others of its rung stay lost', async () => {
		const paid = await one(async (made) => {
			const other = await addBook(made, 'FIRST', 'contract', { tiers: ['17.90'] }, { priority: 5 })
			await addressTo(other, made.company)
			await db`update price_book_entry set tier_from = '{1}', tier_price = '{16.00}' where price_book_id = ${made.company.books.contract}`
		})
		expect(paid).toBe('17.90 = 53.70')
	})

	test("an account's own contract goes before its parent's, and the parent's before none", async () => {
		const parent = async (made: Awaited<ReturnType<typeof open>>) => {
			const { sellerId, accountId, tag } = made.company
			const [above] = await db<
				{ id: number }[]
			>`insert into account (seller_entity_id, number, name, currency) values (${sellerId}, ${`P-${tag}`}, 'Above', 'USD') returning id`
			const [top] = await db<
				{ id: number }[]
			>`insert into account (seller_entity_id, number, name, currency) values (${sellerId}, ${`T-${tag}`}, 'Top', 'USD') returning id`
			await db`update account set parent_id = ${top?.id ?? 0} where id = ${above?.id ?? 0}`
			await db`update account set parent_id = ${above?.id ?? 0} where id = ${accountId}`
			await addressTo(await addBook(made, 'TOP', 'contract', { tiers: ['16.10'] }), { accountId: top?.id ?? 0 })
			await addressTo(await addBook(made, 'PARENT', 'contract', { tiers: ['16.50'] }), { accountId: above?.id ?? 0 })
		}
		expect(await one(parent)).toBe('18.00 = 54.00')
		const orphan = async (made: Awaited<ReturnType<typeof open>>) => {
			await parent(made)
			await db`delete from price_book_audience where account_id = ${made.company.accountId}`
		}
		expect(await one(orphan)).toBe('16.50 = 49.50')
	})

	test('of two equals the lower price, and a book that reaches her twice is one book', async () => {
		const made = await open()
		const { company } = made
		const twin = await addBook(made, 'TWIN', 'group', { tiers: ['17.10'] })
		await db`insert into price_book_audience (price_book_id, buyer_group_id) values (${twin}, ${company.groupId})`
		const [second] = await db<
			{ id: number }[]
		>`insert into buyer_group (seller_entity_id, code, name) values (${company.sellerId}, ${`G2-${company.tag}`}, 'Second') returning id`
		await db`insert into buyer_group_member (account_id, buyer_group_id) values (${company.accountId}, ${second?.id ?? 0})`
		await db`insert into price_book_audience (price_book_id, buyer_group_id) values (${twin}, ${second?.id ?? 0})`
		const cart = await made.cartOf([store(company.skus.bean, 3)])
		expect(cart.lines.map(said)).toEqual(['17.10 = 51.30'])
		const placed = await made.submit(cart, 'TWICE')
		expect(placed.status).toBe(201)
		const [line] = await db<
			{ count: number }[]
		>`select count(*)::int as count from order_line l, jsonb_array_elements(l.trace->'public'->'candidates') c where l.account_id = ${company.accountId} and (c->>'bookId')::bigint = ${twin}`
		expect(line?.count).toBe(1)
	})

	test('a draft, a retired book, one for another group, one of another account: none of them changes price or hash', async () => {
		const made = await open()
		const { company, cartOf } = made
		const before = await cartOf([store(company.skus.bean, 3)])
		await addBook(made, 'DRAFT', 'sale', { tiers: ['1.00'] }, { status: 'draft' })
		await addBook(made, 'RETIRED', 'sale', { tiers: ['1.00'] }, { status: 'retired' })
		await addBook(made, 'LATER', 'sale', { tiers: ['1.00'] }, { valid_from: '2026-03-02T09:00:01Z' })
		await addBook(made, 'ENDED', 'sale', { tiers: ['1.00'] }, { valid_to: '2026-03-02T09:00:00Z' })
		await addBook(made, 'NOBODY', 'contract', { tiers: ['1.00'] })
		const other = await makeCompany(db, `${company.tag}x`)
		await addressTo(await addBook(made, 'THEIRS', 'contract', { tiers: ['1.00'] }), other)
		const after = await made.read(before.id)
		expect(after.lines).toEqual(before.lines)
		expect(after.hash).toBe(before.hash)
		const cookieCart = await ask(house, '/cart/lines', {
			cookie: made.cookie,
			form: { intent: 'add', sku: company.skus.bean, quantity: '3' },
			headers: { Accept: 'text/html' },
		})
		expect(cookieCart.status).toBe(302)
		const [shop, cart] = [await made.page(`/products/${company.skus.bean.toLowerCase()}?quantity=3`), await made.page('/cart')]
		for (const page of [shop, cart]) for (const name of ['DRAFT', 'RETIRED', 'LATER', 'NOBODY', 'THEIRS']) expect(page).not.toContain(`${name} of`)
		for (const page of [shop, cart]) expect(page).toContain('ENDED of')
	})
})

describe('tiers and what they count', () => {
	test('a mix group counts several products together; graduated, it is one amount rounded once', async () => {
		const made = await open()
		const { skus, products } = made.company
		const mixed = await addBook(made, 'MIX', 'contract', null, { basis: 'mix_group', priority: 9, policy: 'exclusive' })
		await addressTo(mixed, made.company)
		for (const productId of [products.tamper, products.jug]) await addEntry(mixed, productId, { from: [1, 5], tiers: ['10.00', '8.335'], mixGroup: 'acc' })
		expect((await made.cartOf([store(skus.tamper, 3), store(skus.jug, 1)])).lines.map(said)).toEqual(['10.00 = 30.00', '10.00 = 10.00'])
		expect((await made.cartOf([store(skus.tamper, 3), store(skus.jug, 2)])).lines.map(said)).toEqual(['8.335 = 25.01', '8.335 = 16.67'])
		await change(mixed, { tier_mode: 'graduated' })
		// 4 × 10.00 + 1 × 8.335 = 48.335, rounded once to 48.34 and shared 3 : 2; each alone would be 29.00 and 19.33.
		const shared = await made.cartOf([store(skus.tamper, 3), store(skus.jug, 2)])
		expect(shared.lines.map(({ resolvedMinor }) => resolvedMinor)).toEqual([2900, 1934])
		expect(shared.totals.goodsMinor).toBe(4834)
	})

	test('a contract period counts what was placed, goes on from it, and a cancel takes it away again', async () => {
		const made = await open()
		const { company, cartOf, submit } = made
		await change(company.books.contract, { basis: 'account_period', policy: 'exclusive' })
		const bean = (quantity: number) => [store(company.skus.bean, quantity)]
		const first = await cartOf(bean(4))
		expect(first.lines.map(said)).toEqual(['18.50 = 74.00'])
		const placed = await submit(first, 'PERIOD-1')
		expect(placed.status).toBe(201)
		expect((await cartOf(bean(1))).lines.map(said)).toEqual(['17.75 = 17.75'])
		// Graduated goes on from the four: the fifth and sixth cost 17.75.
		await change(company.books.contract, { tier_mode: 'graduated' })
		await db`update price_book_entry set tier_from = '{1,6}' where price_book_id = ${company.books.contract}`
		expect((await cartOf(bean(2))).lines.map(said)).toEqual(['18.125 = 36.25'])
		const counter = () => db`select unit_code, committed_quantity::int as committed from period_counter where account_id = ${company.accountId}`
		expect(await counter()).toEqual([{ unitCode: 'each', committed: 4 }])
		const cancelled = await ask(house, `/orders/${placed.body['number']}`, { cookie: made.cookie, form: { intent: 'cancel' } })
		expect(cancelled.status).toBeLessThan(400)
		expect(await counter()).toEqual([{ unitCode: 'each', committed: 0 }])
		expect((await cartOf(bean(2))).lines.map(said)).toEqual(['18.50 = 37.00'])
	})

	test('a case is not a piece: a period counts each unit by itself', async () => {
		const made = await open()
		const { company, cartOf, submit } = made
		await db`insert into unit_of_measure (code, digits) values ('case', 0) on conflict do nothing`
		await db`insert into product_unit (product_id, unit_code, factor_numerator, factor_denominator) values (${company.products.bean}, 'case', 12, 1)`
		await addEntry(company.books.contract, company.products.bean, { from: [1, 3], tiers: ['200.00', '190.00'], unit: 'case' })
		await change(company.books.contract, { basis: 'account_period', policy: 'exclusive' })
		await submit(await cartOf([store(company.skus.bean, 4)]), 'UNIT-1')
		expect((await cartOf([store(company.skus.bean, 2, 'A', { unit: 'case' })])).lines.map(said)).toEqual(['200.00 = 400.00'])
	})

	test('twenty submits at once against one period: each sees what the one before it counted', async () => {
		const made = await open()
		const { company, cartOf, submit, read } = made
		await change(company.books.contract, { basis: 'account_period', policy: 'exclusive' })
		await db`update price_book_entry set tier_from = '{1,11}', tier_price = '{18.50,17.75}' where price_book_id = ${company.books.contract}`
		const carts = await Promise.all(Array.from({ length: 20 }, () => cartOf([store(company.skus.bean, 1)])))
		expect((await read(carts[0]?.id ?? 0)).lines.map(said)).toEqual(['18.50 = 18.50'])
		const answers = await Promise.all(carts.map((cart, index) => submit(cart, `MANY-${index}`)))
		expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201))
		const prices =
			await db`select l.unit_price::float as price, count(*)::int as lines from order_line l join sales_order o on o.account_id = l.account_id and o.id = l.order_id where o.account_id = ${company.accountId} and o.stage = 'placed' group by 1 order by 1`
		expect(prices).toEqual([
			{ price: 17.75, lines: 10 },
			{ price: 18.5, lines: 10 },
		])
	})
})

describe('parts', () => {
	test('a book bound to one store prices that store alone, on the tier of the whole order, and the order keeps a trace for each', async () => {
		const made = await open()
		const { company, cartOf, submit } = made
		const here = await addBook(made, 'STORE', 'contract', { from: [1, 5], tiers: ['17.50', '16.00'] })
		await addressTo(here, { accountId: company.accountId, locationId: company.locations.b })
		const cart = await cartOf([store(company.skus.bean, 3), store(company.skus.bean, 2, 'B')])
		expect(cart.lines.map(({ resolvedMinor }) => resolvedMinor)).toEqual([3 * 1775 + 2 * 1600])
		const placed = await submit(cart, 'PARTS')
		const parts =
			await db`select l.code, p.quantity::int as quantity, p.unit_price::float as price, p.resolved_minor, (p.trace->'public'->'basis'->>'order')::int as basis, p.trace_hash from price_part p join location l on l.account_id = p.account_id and l.id = p.location_id where p.account_id = ${company.accountId} order by l.code`
		expect(parts.map(({ traceHash, ...part }) => [{ ...part }, /^[0-9a-f]{64}$/.test(String(traceHash))])).toEqual([
			[{ code: 'A', quantity: 3, price: 17.75, resolvedMinor: 5325, basis: 50_000 }, true],
			[{ code: 'B', quantity: 2, price: 16, resolvedMinor: 3200, basis: 50_000 }, true],
		])
		const page = await made.page(`/orders/${placed.body['number']}/why/1`)
		for (const text of ['Downtown', 'Moorhead', '$17.75', '$16.00']) expect(page).toContain(text)
	})

	test('the page, before anybody chose a store, is priced for the default one', async () => {
		const made = await open()
		const { company } = made
		const here = await addBook(made, 'HOME', 'contract', { tiers: ['15.00'] })
		await addressTo(here, { accountId: company.accountId, locationId: company.locations.a })
		expect(await made.page(`/products/${company.skus.bean.toLowerCase()}`)).toContain('$15.00')
		expect((await made.cartOf([{ sku: company.skus.bean, quantity: 1 }])).lines.map(said)).toEqual(['15.00 = 15.00'])
	})

	test('a book by delivery date speaks of the day of delivery in the seller’s zone, each day with a part of its own', async () => {
		const made = await open()
		const { company, cartOf, submit } = made
		// April in Chicago begins at 05:00 UTC.
		const april = { date_basis: 'delivery', valid_from: '2026-04-01T05:00:00Z', valid_to: '2026-05-01T05:00:00Z' }
		await addBook(made, 'APRIL', 'sale', { tiers: ['16.00'] }, april)
		const bean = company.skus.bean
		const on = (requestedOn: string) => cartOf([store(bean, 2, 'A', { requestedOn })])
		expect((await on('2026-03-31')).lines.map(said)).toEqual(['18.00 = 36.00'])
		expect((await on('2026-04-01')).lines.map(said)).toEqual(['16.00 = 32.00'])
		expect((await on('2026-05-01')).lines.map(said)).toEqual(['18.00 = 36.00'])
		const cart = await cartOf([store(bean, 2, 'A', { requestedOn: '2026-03-31' }), store(bean, 1, 'A', { requestedOn: '2026-04-01' })])
		expect(cart.lines.map(({ resolvedMinor }) => resolvedMinor)).toEqual([2 * 1800 + 1600])
		expect((await submit(cart, 'DAYS')).status).toBe(201)
		const parts =
			await db`select deliver_on::text as on, unit_price::float as price from price_part where account_id = ${company.accountId} order by deliver_on`
		expect(parts).toEqual([
			{ on: '2026-03-31', price: 18 },
			{ on: '2026-04-01', price: 16 },
		])
	})

	test('an accepted quote holds up to its quantity and from its minimum; the rest has the list’s price and its own trace', async () => {
		const made = await open()
		const { company, cartOf, read, submit } = made
		const cart = await cartOf([store(company.skus.bean, 5)])
		const quote = (quantity: string, minimum: string) =>
			db`update order_line set quoted = ${db.json({ quoteId: 41, version: 2, quantity, minimum, unitPrice: '15.50' })} where account_id = ${company.accountId}`
		await quote('3', '6')
		expect((await read(cart.id)).lines.map(said)).toEqual(['17.75 = 88.75'])
		await quote('9', '1')
		expect((await read(cart.id)).lines.map(said)).toEqual(['15.50 = 77.50'])
		await quote('3', '2')
		const quoted = await read(cart.id)
		expect(quoted.lines.map(({ resolvedMinor }) => resolvedMinor)).toEqual([3 * 1550 + 2 * 1775])
		const placed = await submit(quoted, 'QUOTED')
		expect(placed.status).toBe(201)
		const page = await made.page(`/orders/${placed.body['number']}/why/1`)
		for (const text of ['Accepted quote', '$15.50', '$17.75']) expect(page).toContain(text)
		const [line] = await db`select quoted->>'quoteId' as quote from order_line where account_id = ${company.accountId}`
		expect(line).toEqual({ quote: '41' })
	})
})

describe('currencies and units', () => {
	const montreal = async (made: Awaited<ReturnType<typeof open>>) => {
		await db`update account set currency = 'CAD' where id = ${made.company.accountId}`
		await db`update credit_profile set currency = 'CAD' where account_id = ${made.company.accountId}`
		await db`insert into shipping_rate (seller_entity_id, method, currency, country, price_minor) values (${made.company.sellerId}, 'ground', 'CAD', 'US', 900)`
	}

	test('the fallback converts at its dated rate with six digits, and only when no list has a price', async () => {
		const made = await open()
		await montreal(made)
		const fx = { currency: 'CAD', fx_source_book_id: made.company.books.contract, fx_rate: '1.3725', fx_rate_on: '2026-02-27' }
		const book = await addBook(made, 'FX', 'fx', null, fx)
		const bean = made.company.skus.bean
		expect((await made.cartOf([store(bean, 1)])).lines.map(said)).toEqual(['25.39125 = 25.39'])
		// 17.75 × 1.3725 = 24.361875; ten are rounded once.
		expect((await made.cartOf([store(bean, 10)])).lines.map(said)).toEqual(['24.361875 = 243.62'])
		await change(book, { fx_ending: '1:0.99' })
		const ended = await made.cartOf([store(bean, 1)])
		expect(ended.lines.map(said)).toEqual(['24.99 = 24.99'])
		const placed = await made.submit(ended, 'FX')
		const [line] =
			await db`select trace->'public'->'candidates'->0 as won from order_line where account_id = ${made.company.accountId} and trace_hash is not null`
		expect(placed.status).toBe(201)
		expect(line?.['won']).toMatchObject({ rung: 'fx', rate: { from: 'USD', ratedOn: '2026-02-27', rate: '1.3725', isEnding: true } })
		await addBook(made, 'CAD', 'base', { tiers: ['31.00'] }, { currency: 'CAD' })
		expect((await made.cartOf([store(bean, 1)])).lines.map(said)).toEqual(['31.00 = 31.00'])
	})

	test('a price is for its unit: a case without one is on request, visible, asked for, and not ordered', async () => {
		const made = await open()
		const { company, cartOf, submit } = made
		await db`insert into unit_of_measure (code, digits) values ('case', 0) on conflict do nothing`
		await db`insert into product_unit (product_id, unit_code, factor_numerator, factor_denominator) values (${company.products.bean}, 'case', 12, 1)`
		const cart = await cartOf([store(company.skus.bean, 1, 'A', { unit: 'case' })])
		expect(cart.lines.map(said)).toEqual(['on request'])
		const refused = await submit(cart, 'CASE')
		expect([refused.status, refused.body['code']]).toEqual([422, 'PRICE_ON_REQUEST'])
		await addEntry(company.books.sale, company.products.bean, { tiers: ['200.00'], unit: 'case' })
		expect((await cartOf([store(company.skus.bean, 2, 'A', { unit: 'case' })])).lines.map(said)).toEqual(['200.00 = 400.00'])
	})
})

describe('what a rep may give', () => {
	test('within her percentage, above the floor and her own margin, with a reason; kept as it was given', async () => {
		const made = await open()
		const { company, cookie } = made
		await db`update product set unit_cost = 12.00, floor_price = 13.00 where id = ${company.products.bean}`
		const [user] = await db<{ id: number }[]>`
			insert into crm_user (seller_entity_id, first_name, last_name, email, roles, max_discount_percent, min_margin_percent) values (${company.sellerId}, 'Natalie', 'Ortiz', ${`natalie@${company.tag}.test`}, '{rep}', 50, 15) returning id`
		const natalie = await cookieOf(db, { userId: user?.id ?? 0 })
		await db`update session set acting_account_id = ${company.accountId}, acting_contact_id = ${company.contactId} where login_id = (select id from login where user_id = ${user?.id ?? 0})`
		await ask(house, '/cart/lines', { cookie, form: { intent: 'add', sku: company.skus.bean, quantity: '3' }, headers: { Accept: 'text/html' } })
		const [line] = await db<{ id: number; cart: number }[]>`select id, order_id as cart from order_line where account_id = ${company.accountId}`
		const give = async (unitPrice: string) => {
			const form = { intent: `override:${line?.id}`, cartId: String(line?.cart), unitPrice, reason: 'Opening week' }
			const answer = await ask(house, '/cart.data', { cookie: natalie, form })
			return [answer.status, (await answer.text()).includes('OVERRIDE_BEYOND_AUTHORITY')]
		}
		// 12.00 / 0.85 = 14.117647…: a millionth under it leaves too little.
		expect(await give('14.117647')).toEqual([422, true])
		expect(await give('14.117648')).toEqual([200, false])
		await db`update crm_user set min_margin_percent = 40 where id = ${user?.id ?? 0}`
		const page = await made.page('/cart')
		for (const text of ['$42.35', 'Opening week']) expect(page).toContain(text)
	})
})

describe('what was seen', () => {
	const seenOf = (cart: ApiCart) => ({
		hash: cart.hash,
		totalMinor: cart.totals.totalMinor,
		lines: cart.lines.map(({ unitPrice }, index) => ({ sequence: index + 1, unitPrice })),
	})

	test('a rise asks consent bound to the new hash, which an older consent is not; a fall is taken and noted', async () => {
		const made = await open()
		const { company, cartOf, read, submit } = made
		const cart = await cartOf([store(company.skus.bean, 3)])
		const seen = seenOf(cart)
		await db`update price_book_entry set tier_price = '{18.25}' where price_book_id = ${company.books.sale}`
		const asked = await submit(cart, 'RISE', { seen })
		expect([asked.status, asked.body['code']]).toEqual([422, 'PRICE_CHANGED'])
		expect((await submit(cart, 'RISE-2', { seen, consentedHash: cart.hash })).status).toBe(422)
		await db`update price_book_entry set tier_price = '{18.30}' where price_book_id = ${company.books.sale}`
		const consented = (await read(cart.id)).hash
		await db`update price_book_entry set tier_price = '{18.40}' where price_book_id = ${company.books.sale}`
		expect((await submit(cart, 'RISE-3', { seen, consentedHash: consented })).status).toBe(422)
		expect((await submit(cart, 'RISE-4', { seen, consentedHash: (await read(cart.id)).hash })).status).toBe(201)

		const other = await cartOf([store(company.skus.bean, 3)])
		await db`update price_book_entry set tier_price = '{17.00}' where price_book_id = ${company.books.sale}`
		const placed = await submit(other, 'FALL', { seen: seenOf(other) })
		expect(placed.status).toBe(201)
		const [order] = await db`select explanation->'falls' as falls from sales_order where account_id = ${company.accountId} and po_number = 'FALL'`
		expect(order?.['falls']).toEqual([{ sequence: 1, before: '18.400000', after: '17.000000' }])
		expect(await made.page(`/orders/${placed.body['number']}`)).toContain('Since you looked, 1 price fell')
	})

	test('one hash: on the product page, in the cart of the buyer and of her rep, by machine, a minute later; another one book version later', async () => {
		const made = await open()
		const { company, cookie } = made
		await ask(house, '/cart/lines', { cookie, form: { intent: 'add', sku: company.skus.bean, quantity: '3' }, headers: { Accept: 'text/html' } })
		const [user] = await db<{ id: number }[]>`
			insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${company.sellerId}, 'Natalie', 'Ortiz', ${`natalie@${company.tag}.test`}, '{rep}') returning id`
		const natalie = await cookieOf(db, { userId: user?.id ?? 0 })
		await db`update session set acting_account_id = ${company.accountId}, acting_contact_id = ${company.contactId} where login_id = (select id from login where user_id = ${user?.id ?? 0})`
		const [own] = await db<{ id: number }[]>`select id from sales_order where account_id = ${company.accountId}`
		const byKey = await made.read(own?.id ?? 0)
		const hash = byKey.lines[0]?.priceHash ?? ''
		expect(hash).toMatch(/^[0-9a-f]{64}$/)
		const minute = testHouse(db, { at: new Date('2026-03-02T09:01:00Z') })
		const slug = company.skus.bean.toLowerCase()
		const rep = (await (await ask(house, '/cart', { cookie: natalie })).text()).replaceAll('<!-- -->', '')
		for (const page of [await made.page(`/products/${slug}?quantity=3`), await made.page('/cart'), await made.page('/cart', minute), rep])
			expect(page).toContain(hash)
		const hashes = [made.page('/cart'), made.page('/cart', minute), rep].map(async (page) => /"hash\\?",\\?"([0-9a-f]{64})/.exec(await page)?.[1])
		expect(new Set(await Promise.all(hashes)).size).toBe(1)
		expect((await made.read(own?.id ?? 0, minute)).hash).toBe(byKey.hash)
		await db`update price_book set version = version + 1 where id = ${company.books.base}`
		const later = await made.read(own?.id ?? 0)
		expect(later.lines[0]?.unitPrice).toBe(byKey.lines[0]?.unitPrice)
		expect([later.hash === byKey.hash, later.lines[0]?.priceHash === hash]).toEqual([false, false])
	})

	test('an order reads the same bytes a year later though every book has changed', async () => {
		const made = await open()
		const { company, cartOf, submit } = made
		await makeStoryPromotions(db, company)
		await addressTo(await addBook(made, 'STORE', 'contract', { tiers: ['17.50'] }), { accountId: company.accountId, locationId: company.locations.b })
		const placed = await submit(await cartOf([store(company.skus.bean, 3), store(company.skus.bean, 2, 'B'), store(company.skus.jug, 1)]), 'YEAR')
		const paths = [`/orders/${placed.body['number']}`, `/orders/${placed.body['number']}/why/1`, `/orders/${placed.body['number']}/why/2`]
		const soon = testHouse(db, { at: new Date('2026-03-02T09:05:00Z') })
		const later = testHouse(db, { at: new Date('2027-03-02T09:05:00Z') })
		// The shop around the page is of its day; what was ordered is not.
		const read = (at: typeof house) => Promise.all(paths.map(async (path) => /<main[\s\S]*<\/main>/.exec(await made.page(path, at))?.[0]))
		const before = await read(soon)
		await db`update price_book set version = version + 7, name = 'Another name ' || id, policy = 'exclusive', status = 'retired' where seller_entity_id = ${company.sellerId}`
		await db`update price_book_entry e set tier_from = '{1}', tier_price = '{99.99}' from price_book b where b.id = e.price_book_id and b.seller_entity_id = ${company.sellerId}`
		await db`update product set sku = sku || '-OLD' where seller_entity_id = ${company.sellerId}`
		await db`update promotion_text t set name = 'Renamed ' || t.promotion_id from promotion p where p.id = t.promotion_id and p.seller_entity_id = ${company.sellerId}`
		await db`update location set name = name || ' (moved)', line1 = '9 Elsewhere' where account_id = ${company.accountId}`
		await db`update session set expires_at = '2028-01-01' where login_id = (select id from login where contact_id = ${company.contactId})`
		const after = await read(later)
		expect(after.every((page) => page !== undefined)).toBe(true)
		expect(after).toEqual(before)
	})
})

test('a price that no list gives: visible and asked for, told to the price manager, settled in her room, and open again when met again', async () => {
	const made = await open()
	const { company, cookie } = made
	const tomas = await makeStaff(db, company, ['merchandiser'], 'Tomas')
	const manager = await cookieOf(db, { userId: tomas })
	const room = async (query = '') => (await (await ask(house, `/merchandising/requests${query}`, { cookie: manager })).text()).split('<script')[0] ?? ''
	expect(await room()).toContain('No price is missing')
	await db`delete from price_book_entry where product_id = ${company.products.jug}`
	const slug = company.skus.jug.toLowerCase()
	expect(await made.page(`/products/${slug}`)).toContain('Price on request')
	expect((await ask(house, `/products/${slug}/viewed`, { method: 'POST', cookie })).status).toBeLessThan(400)
	expect(await room()).toContain('Met')
	await ask(house, `/products/${slug}`, { cookie, form: {}, headers: { Accept: 'text/html' } })
	const asked = await room()
	for (const text of [company.skus.jug, `Coffeehaus ${company.tag.toLowerCase()}`, 'Asked for']) expect(asked, text).toContain(text)
	const [event] = await db<
		{ id: number; payload: Record<string, unknown>; occurredAt: Date }[]
	>`select id, payload, occurred_at from outbox_event where account_id = ${company.accountId} and topic = 'price.requested'`
	if (!event) throw new Error('nobody was told')
	await askRepForPrice(db, { ...event, topic: 'price.requested', accountId: company.accountId, contactId: company.contactId } as never)
	expect(await db`select user_id, kind from notice where user_id = ${tomas}`).toEqual([{ userId: tomas, kind: 'price.requested' }])
	const settle = (intent: string, who = manager) =>
		ask(house, '/merchandising/requests', { cookie: who, form: { intent, accountId: String(company.accountId), productId: String(company.products.jug) } })
	expect((await settle('settle', cookie)).status).toBe(404)
	expect((await settle('settle')).status).toBeLessThan(400)
	expect(await room()).toContain('No price is missing')
	expect(await room('?state=settled')).toContain(company.skus.jug)
	await ask(house, `/products/${slug}`, { cookie, form: {}, headers: { Accept: 'text/html' } })
	expect(await room()).toContain(company.skus.jug)
})
