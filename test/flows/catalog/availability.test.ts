import { expect, test } from 'vitest'
import type { PricedProduct } from '../../../app/flows/catalog/load-list-prices.ts'
import { openCatalogPage, openShelf } from '../../../app/flows/catalog/open-catalog-page.ts'
import { type SearchAsked, searchCatalog } from '../../../app/flows/catalog/search-catalog.ts'
import type { Shopper } from '../../../app/platform/actor.ts'
import { absentShopper } from '../../../app/platform/session.server.ts'
import { withTransaction } from '../../../db/client.server.ts'
import type { PriceState, StockState } from '../../../db/queries/availability.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { testDb } from '../../support/test-db.ts'

/**
 * Stock and price as facets: the database counts them, the engine decides them card by card. Both must agree for every
 * product, however odd its books are; and a figure tells of nothing that the account may not see.
 */
const { db } = await testDb({ seeded: true })
const at = new Date('2026-03-02T09:00:00Z')
const people = ['luka.novak@fargocoffeehaus.example', 'elodie.tremblay@cafemistral.example', 'mina.park@harborclinics.example']
const shopperOf = async (email: string): Promise<Shopper> => {
	const [login] = await db<{ accountId: number; contactId: number }[]>`select account_id, contact_id from login where email = ${email}`
	const shopper = await absentShopper(db, { accountId: login?.accountId ?? 0, contactId: login?.contactId ?? null })
	if (!shopper) throw new Error('nobody')
	const [store] = await db<{ id: number }[]>`select id from location where account_id = ${login?.accountId ?? 0} order by id limit 1`
	return { ...shopper, kind: 'buyer', locationId: store?.id ?? null }
}
const asked: SearchAsked = {
	...{ text: 'coffee', category: null, productClass: null, attributes: [], stocks: [], price: null },
	...{ sort: 'relevance', isExact: false, limit: 96, cursor: null, locale: 'en', at },
}
const search = (shopper: Shopper, change: Partial<SearchAsked>) => searchCatalog(db, shopper, { ...asked, ...change })

/** Every hit of a search, over its pages. */
async function allOf(shopper: Shopper, change: Partial<SearchAsked>): Promise<PricedProduct[]> {
	const { products, nextCursor } = await search(shopper, change)
	return nextCursor === null ? products : [...products, ...(await allOf(shopper, { ...change, cursor: nextCursor }))]
}

const priceState = ({ price }: PricedProduct): PriceState => (price ? 'priced' : 'on_request')
const tally = (states: readonly string[]) =>
	Object.fromEntries([...new Set(states)].sort().map((state) => [state, states.filter((one) => one === state).length]))
const figures = (counts: readonly { state: string; products: number }[]) =>
	Object.fromEntries([...counts].sort((a, b) => (a.state < b.state ? -1 : 1)).map(({ state, products }) => [state, products]))

/** Stock of every kind; entries gone, over, to come, in another unit, from more on; books of a store and by delivery date; rules of quantity. */
async function disturb(salt: string): Promise<void> {
	const draw = (of: string, sides: number) => db`(hashtext(${salt} || ${db(of)}::text) & 1023) % ${sides}`
	await db`update stock_level set on_hand = reserved + ${draw('product_id', 5)} * 2`
	await db`update product set stock_policy = (array['refuse','backorder','untracked','refuse'])[1 + ${draw('id', 4)}] where kind not in ('fee','bundle')`
	await db`delete from price_book_entry where ${draw('product_id', 5)} = 0`
	await db`update price_book_entry set tier_from = array(select f + 9 from unnest(tier_from) f order by 1) where ${draw('id', 7)} = 1`
	await db`update price_book_entry set valid_to = '2025-02-01' where valid_from < '2025-02-01' and ${draw('id', 7)} = 2`
	await db`update price_book_entry set valid_from = '2026-03-02T20:00:00Z', valid_to = null where valid_from = '-infinity' and ${draw('id', 7)} = 3`
	await db`update price_book_entry e set unit_code = (select min(code) from unit_of_measure where code <> e.unit_code) where (hashtext(${salt} || id::text) & 1023) % 13 = 4 and not exists (select from price_book_entry o where o.id <> e.id and o.product_id = e.product_id and o.price_book_id = e.price_book_id)`
	await db`update price_book set date_basis = 'delivery' where ${draw('id', 3)} = 0`
	await db`insert into quantity_rule (seller_entity_id, product_id, unit_code, minimum_quantity) select seller_entity_id, id, unit_code, 10 from product where ${draw('id', 9)} = 0 and kind = 'simple' on conflict do nothing`
}

test.each(['as seeded', 'first', 'second', 'third'])('%s: each figure is what the cards say, and a press shows exactly those', async (salt) => {
	if (salt !== 'as seeded') await disturb(salt)
	const seen = new Set<string>()
	for (const email of people) {
		const shopper = await shopperOf(email)
		for (const text of ['coffee', 'beans', 'syrup', 'case', 'set']) {
			const cards = await allOf(shopper, { text })
			const found = await search(shopper, { text })
			expect(figures(found.stocks), `${email} ${text}`).toEqual(tally(cards.map(({ stock }) => stock)))
			expect(figures(found.prices), `${email} ${text}`).toEqual(tally(cards.map(priceState)))
			for (const state of new Set(cards.map(({ stock }) => stock))) {
				seen.add(state)
				const inside = await allOf(shopper, { text, stocks: [state] })
				expect(inside.map(({ sku }) => sku).sort()).toEqual(
					cards
						.filter(({ stock }) => stock === state)
						.map(({ sku }) => sku)
						.sort(),
				)
			}
			for (const price of new Set(cards.map(priceState))) {
				seen.add(price)
				const inside = await allOf(shopper, { text, price })
				expect(inside.map(({ sku }) => sku).sort()).toEqual(
					cards
						.filter((one) => priceState(one) === price)
						.map(({ sku }) => sku)
						.sort(),
				)
			}
		}
	}
	if (salt !== 'as seeded') expect([...seen].sort()).toEqual(['backorder', 'in_stock', 'low', 'on_request', 'out', 'priced'])
})

test('a facet counts within all others, as if itself were not chosen', async () => {
	const luka = await shopperOf(people[0] ?? '')
	const cards = await allOf(luka, { text: 'coffee' })
	const found = await search(luka, { text: 'coffee', stocks: ['out', 'low'], price: 'priced' })
	const isOutOrLow = ({ stock }: PricedProduct) => stock === 'out' || stock === 'low'
	expect(figures(found.stocks)).toEqual(tally(cards.filter((one) => priceState(one) === 'priced').map(({ stock }) => stock)))
	expect(figures(found.prices)).toEqual(tally(cards.filter(isOutOrLow).map(priceState)))
	expect(found.total).toBe(cards.filter((one) => isOutOrLow(one) && priceState(one) === 'priced').length)
	expect(found.classes.reduce((sum, { products }) => sum + products, 0)).toBe(found.total)
})

test('the shelf of a category is counted and narrowed alike', async () => {
	const luka = await shopperOf(people[0] ?? '')
	const question = { category: 'coffee', limit: 24, cursor: null, locale: 'en', at }
	const walk = async (chosen: { stocks: StockState[]; price: PriceState | null }, cursor: string | null = null): Promise<PricedProduct[]> => {
		const page = await openShelf(db, luka, { ...question, cursor, chosen })
		return page === null ? [] : page.nextCursor === null ? page.products : [...page.products, ...(await walk(chosen, page.nextCursor))]
	}
	const cards = await walk({ stocks: [], price: null })
	expect(cards.length).toBeGreaterThan(48)
	const { counts } = (await openShelf(db, luka, { ...question, limit: 12, chosen: { stocks: ['out'], price: null } })) ?? {}
	expect(figures(counts?.stocks ?? [])).toEqual(tally(cards.map(({ stock }) => stock)))
	expect(figures(counts?.prices ?? [])).toEqual(tally(cards.filter(({ stock }) => stock === 'out').map(priceState)))
	const narrow = await walk({ stocks: ['out', 'backorder'], price: 'on_request' })
	expect(narrow.map(({ sku }) => sku)).toEqual(
		cards.filter((one) => (one.stock === 'out' || one.stock === 'backorder') && priceState(one) === 'on_request').map(({ sku }) => sku),
	)
	// What nobody may see is no category, however it is narrowed.
	expect(await openShelf(db, luka, { ...question, category: 'no-such', chosen: { stocks: ['out'], price: null } })).toBeNull()
})

test('a guest is told of stock and of no price', async () => {
	const luka = await shopperOf(people[0] ?? '')
	const guest: Shopper = { ...luka, kind: 'guest', account: { ...luka.account, accountId: null } }
	const found = await search(guest, { text: 'coffee' })
	expect([found.stocks.length > 1, found.prices]).toEqual([true, []])
	expect((await search(guest, { text: 'coffee', price: 'on_request' })).total).toBe(0)
})

test('what is denied is in no figure, and stock of a denied variant makes none', async () => {
	const luka = await shopperOf(people[0] ?? '')
	const figuresNow = async () => {
		const [found, shelf] = [
			await search(luka, { text: 'coffee' }),
			await openCatalogPage(db, luka, { category: 'coffee', limit: 12, cursor: null, locale: 'en', at }),
		]
		const counted = await openShelf(db, luka, { category: 'coffee', limit: 12, cursor: null, locale: 'en', at, chosen: { stocks: [], price: null } })
		if (!shelf) throw new Error('no shelf')
		return { found: figures(found.stocks), prices: figures(found.prices), shelf: figures(counted?.counts.stocks ?? []) }
	}
	const before = await figuresNow()
	const one = (await allOf(luka, { text: 'coffee', category: 'coffee' })).find(({ kind }) => kind === 'simple')
	const [parent] = await db<{ id: number; sku: string }[]>`
		select p.id, p.sku from product p join product v on v.parent_id = p.id and v.status = 'active' where p.kind = 'parent' and p.status = 'active' group by p.id having count(*) > 1 order by p.id limit 1`
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${luka.seller.id}, 'NO-FACET', 'No') returning id`
	await db`insert into policy_account (policy_id, account_id) values (${policy?.id ?? 0}, ${luka.account.accountId})`
	await db`insert into policy_product (policy_id, product_id, effect) values (${policy?.id ?? 0}, ${one?.id ?? 0}, 'deny')`
	await hideStockedVariants(parent?.id ?? 0, policy?.id ?? 0)
	await withTransaction(db, (tx) => refreshCatalog(tx))
	Object.assign(luka, await shopperOf(people[0] ?? ''))
	const after = await figuresNow()
	const less = (counts: Record<string, number>, state: string) => ({ ...counts, [state]: (counts[state] ?? 0) - 1 })
	expect(after.prices).toEqual(less(before.prices, priceState(one as PricedProduct)))
	expect(after.shelf).toEqual(less(before.shelf, one?.stock ?? ''))
	const cards = await allOf(luka, { text: 'coffee' })
	expect(after.found).toEqual(tally(cards.map(({ stock }) => stock)))
	expect(cards.map(({ id }) => id)).not.toContain(one?.id)
	const family = await search(luka, { text: parent?.sku ?? '', isExact: true })
	expect(family.products.map(({ kind, stock }) => [kind, stock])).toEqual([['parent', 'out']])
	expect(family.stocks).toEqual([{ state: 'out', products: 1 }])
})

/** All but one variant denied, and only those that are denied have stock. */
async function hideStockedVariants(parentId: number, policyId: number): Promise<void> {
	await db`update product set stock_policy = 'refuse' where id = ${parentId}`
	const variants = await db<{ id: number }[]>`select id from product where parent_id = ${parentId} and status = 'active' order by id`
	const [shown, ...denied] = variants.map(({ id }) => id)
	await db`update stock_level set on_hand = reserved where product_id in (${shown ?? 0}, ${parentId})`
	await db`update stock_level set on_hand = reserved + 50 where product_id = any(${denied}::bigint[])`
	await db`insert into policy_product (policy_id, product_id, effect) select ${policyId}, d, 'deny' from unnest(${denied}::bigint[]) d`
}
