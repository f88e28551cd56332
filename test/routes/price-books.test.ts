import { expect, test } from 'vitest'
import { seenOf } from '../../app/flows/merchandising/change-prices.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'shelf')
const other = await makeCompany(db, 'rival')
const { sellerId, books, products, skus, accountId } = company
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const luka = await buyerCookie(db, 'luka@shelf.test')
await db`update product set floor_price = 15, unit_cost = 11.5 where id = ${products.bean}`

const get = (path: string, cookie?: string) => ask(house, path, cookie ? { cookie } : {})
const post = (path: string, form: Record<string, string | string[]>, cookie = tomas.cookie) => ask(house, path, { cookie, form })
const bookPath = (bookId: number) => `/merchandising/books/${bookId}`

/** Which of the words a page does not say. */
const unsaid = (text: string, ...words: string[]) => words.filter((word) => !text.replaceAll('<!-- -->', '').includes(word))

type Entry = { id: number; tierFrom: string; tierPrice: string }
async function entryOf(bookId: number, productId = products.bean): Promise<Entry> {
	const [row] = await db<Entry[]>`
		select id, (select string_agg(trim_scale(q)::text, ',') from unnest(tier_from) q) as tier_from, (select string_agg(trim_scale(q)::text, ',') from unnest(tier_price) q) as tier_price
		from price_book_entry where price_book_id = ${bookId} and product_id = ${productId}`
	if (!row) throw new Error('no entry')
	return row
}

/** One row of the grid as the browser posts it, its blank pair included. */
const rowOf = (entry: Entry, from: string[], price: string[], days: [string, string] = ['', '']) => ({
	intent: 'save',
	entry: String(entry.id),
	[`e${entry.id}.seen`]: seenOf(entry),
	[`e${entry.id}.from`]: [...from, ''],
	[`e${entry.id}.price`]: [...price, ''],
	[`e${entry.id}.window`]: '|',
	[`e${entry.id}.validFrom`]: days[0],
	[`e${entry.id}.validTo`]: days[1],
})

const doors = ['/merchandising', bookPath(books.base), `${bookPath(books.base)}/history`, '/merchandising/inspector']

test.each(doors)('%s is for merchandisers', async (path) => {
	const out = await get(path)
	expect([out.status, out.headers.get('location')]).toEqual([302, `/sign-in?to=${encodeURIComponent(path)}`])
	expect((await get(path, luka)).status).toBe(404)
	expect((await get(path, natalie.cookie)).status).toBe(404)
	expect((await get(path, tomas.cookie)).status).toBe(200)
})

test('a book of another seller answers like none, to a look and to a write', async () => {
	const entry = await entryOf(other.books.base, other.products.bean)
	expect((await get(bookPath(other.books.base), tomas.cookie)).status).toBe(404)
	expect((await post(bookPath(other.books.base), rowOf(entry, ['1'], ['1']))).status).toBe(404)
	// An entry of another book under a book of one's own is not there either.
	const answer = await post(bookPath(books.base), rowOf(entry, ['1'], ['1']))
	expect([answer.status, (await answer.text()).includes('This price is no longer in the book.')]).toEqual([422, true])
	expect((await entryOf(other.books.base, other.products.bean)).tierPrice).toBe('20')
})

test('a changed price is stored with its history and audit, and stands in the very next page of the shop', async () => {
	const shopPath = `/catalog/cof-${skus.bean.toLowerCase()}`
	const shop = async () => (await (await get(shopPath, luka)).text()).replaceAll('<!-- -->', '')
	expect(unsaid(await shop(), '$18.00')).toEqual([])
	const entry = await entryOf(books.sale)
	const saved = await post(bookPath(books.sale), rowOf(entry, ['1', '4'], ['17.42', '17.125']))
	expect([saved.status, (await saved.text()).includes('1 price saved; this is version 2.')]).toEqual([200, true])
	expect(unsaid(await shop(), '$17.42')).toEqual([])
	expect(await db`select tier_from, tier_price from price_book_entry where id = ${entry.id}`).toEqual([
		{ tierFrom: ['1.0000', '4.0000'], tierPrice: ['17.420000', '17.125000'] },
	])
	expect(await db`select book_version, old_tier_price, new_tier_price, changed_by, changed_at from price_change where entry_id = ${entry.id}`).toEqual([
		{ bookVersion: 2, oldTierPrice: ['18.000000'], newTierPrice: ['17.420000', '17.125000'], changedBy: tomas.userId, changedAt: house.at },
	])
	const [audit] = await db`select action, user_id, subject, before, after, request_id from audit_entry where subject = ${`price_book:${books.sale}`}`
	expect(audit).toMatchObject({ action: 'price.changed', userId: tomas.userId, requestId: 'test-request', before: { tierPrice: ['18'] } })
	expect(audit?.['after']).toMatchObject({ tierPrice: ['17.420000', '17.125000'] })
})

test('one bad row keeps every row from being saved, keeps what was typed, and is named', async () => {
	const [bean, tamper] = [await entryOf(books.base), await entryOf(books.base, products.tamper)]
	const form = { ...rowOf(bean, ['1'], ['19.5']), ...rowOf(tamper, ['1', '1'], ['49', '4x']), entry: [String(bean.id), String(tamper.id)] }
	const answer = await post(bookPath(books.base), form)
	expect(answer.status).toBe(422)
	const text = await answer.text()
	expect(unsaid(text, skus.tamper, 'Quantities must rise from tier to tier', '“4x” is not a price', 'value="19.50"', 'value="4x"')).toEqual([])
	expect((await entryOf(books.base)).tierPrice).toBe('20')
	expect(await db`select version from price_book where id = ${books.base}`).toEqual([{ version: 1 }])
})

test('who saves from an old state is told what stands there now', async () => {
	const entry = await entryOf(books.group)
	await post(bookPath(books.group), rowOf(entry, ['1', '10'], ['18.8', '18.1']))
	const late = await post(bookPath(books.group), rowOf(entry, ['1', '10'], ['18.7', '18']))
	expect([late.status, (await late.text()).includes('Somebody changed this price meanwhile to 18.8 · 18.1.')]).toEqual([422, true])
	expect((await entryOf(books.group)).tierPrice).toBe('18.8,18.1')
})

test('rows left alone are no changes; under the floor is saved with a warning; a window is the seller’s days', async () => {
	const [bean, tamper] = [await entryOf(books.base), await entryOf(books.base, products.tamper)]
	const form = {
		...rowOf(tamper, ['1'], ['49.90']),
		...rowOf(bean, ['1'], ['14.5'], ['2026-03-01', '2026-04-01']),
		entry: [String(bean.id), String(tamper.id)],
	}
	const text = await (await post(bookPath(books.base), form)).text()
	expect(unsaid(text, '1 price saved; this is version 2.', 'is now under its floor of 15')).toEqual([])
	const [row] = await db`select valid_from, valid_to from price_book_entry where id = ${bean.id}`
	// Midnight in Chicago, before the clocks change and after.
	expect(row).toEqual({ validFrom: new Date('2026-03-01T06:00:00Z'), validTo: new Date('2026-04-01T05:00:00Z') })
	expect(await db`select count(*)::int as rows from price_change where price_book_id = ${books.base}`).toEqual([{ rows: 1 }])
})

test('a comma is the decimal sign where people write it so, and divides nothing elsewhere', async () => {
	const entry = await entryOf(books.contract)
	expect((await post(bookPath(books.contract), rowOf(entry, ['1', '5'], ['18,40', '17,60']))).status).toBe(422)
	const czech = await post(`/cs${bookPath(books.contract)}`, rowOf(entry, ['1', '5'], ['18,40', '17,60']))
	expect(czech.status).toBe(200)
	expect((await entryOf(books.contract)).tierPrice).toBe('18.4,17.6')
})

test('a change is taken back, once, and never over a later one', async () => {
	const entry = await entryOf(books.base, products.jug)
	await post(bookPath(books.base), rowOf(entry, ['1'], ['21']))
	const [first] = await db<{ id: number }[]>`select id from price_change where entry_id = ${entry.id} order by id desc limit 1`
	await post(bookPath(books.base), rowOf(await entryOf(books.base, products.jug), ['1'], ['22']))
	const history = `${bookPath(books.base)}/history`
	const early = await post(history, { changeId: String(first?.id) })
	expect([early.status, (await early.text()).includes('has changed again since')]).toEqual([422, true])
	const [second] = await db<{ id: number }[]>`select id from price_change where entry_id = ${entry.id} order by id desc limit 1`
	expect((await post(history, { changeId: String(second?.id) })).status).toBe(200)
	expect((await entryOf(books.base, products.jug)).tierPrice).toBe('21')
	expect((await post(history, { changeId: '999999' })).status).toBe(404)
	expect(await db`select action from audit_entry where action = 'price.rolled_back'`).toHaveLength(1)
})

test('a product new to a book is priced, once; taking that back takes it out', async () => {
	const add = { intent: 'add', sku: skus.tamper.toLowerCase(), unit: '', from: '1', price: '44.90' }
	expect((await post(bookPath(books.sale), add)).status).toBe(200)
	const again = await post(bookPath(books.sale), add)
	expect([again.status, (await again.text()).includes('The book has a price for')]).toEqual([422, true])
	expect((await (await post(bookPath(books.sale), { ...add, sku: 'NO-SUCH' })).text()).includes('There is no product “NO-SUCH”')).toBe(true)
	const [change] = await db<{ id: number }[]>`select id from price_change where price_book_id = ${books.sale} and product_id = ${products.tamper}`
	await post(`${bookPath(books.sale)}/history`, { changeId: String(change?.id) })
	expect(await db`select 1 from price_book_entry where price_book_id = ${books.sale} and product_id = ${products.tamper}`).toHaveLength(0)
})

test('saving fifty prices sends as many statements as saving one', async () => {
	const made = await db<{ id: number; sku: string }[]>`
		insert into product (seller_entity_id, sku, slug) select ${sellerId}, 'BULK-' || n, 'bulk-' || n from generate_series(1, 50) n returning id, sku`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${books.sale}, id, 'each', '{1}', '{10}' from product where sku like 'BULK-%' and seller_entity_id = ${sellerId}`
	const entries = await Promise.all(made.map(({ id }) => entryOf(books.sale, id)))
	const formOf = (few: Entry[], price: string) => ({
		...Object.assign({}, ...few.map((entry) => rowOf(entry, ['1'], [price]))),
		entry: few.map(({ id }) => String(id)),
	})
	const one = await statementsOf(db, () => post(bookPath(books.sale), formOf(entries.slice(0, 1), '9')))
	const fresh = await Promise.all(made.slice(1).map(({ id }) => entryOf(books.sale, id)))
	const many = await statementsOf(db, () => post(bookPath(books.sale), formOf(fresh, '8')))
	expect(many.statements.length).toBe(one.statements.length)
})

test('the inspector shows the whole trace, the draft only to the house, and the hash the shop has', async () => {
	await db`insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${sellerId}, 'SPRING', 'Spring draft', 'sale', 'USD', 'draft', '2026-01-01')`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select id, ${products.bean}, 'each', '{1}', '{9.99}' from price_book where code = 'SPRING'`
	const question = `/merchandising/inspector?account=${encodeURIComponent('coffeehaus shelf')}&product=${skus.bean}&quantity=3`
	const whole = (await (await get(question, tomas.cookie)).text()).replaceAll('<!-- -->', '')
	expect(unsaid(whole, '$17.42', '$14.50', '$43.50', 'Spring draft', '$11.50', '$15.00', `A-${company.tag}`)).toEqual([])
	const buyer = (await (await get(`${question}&view=buyer`, tomas.cookie)).text()).split('<script')[0]
	expect(unsaid(buyer ?? '', 'Spring draft', '$11.50')).toEqual(['Spring draft', '$11.50'])
	const earlier = await (await get(`${question}&on=2025-06-01`, tomas.cookie)).text()
	expect(unsaid(earlier, 'On request')).toEqual([])
	expect(unsaid(await (await get(`/merchandising/inspector?account=${accountId}&product=e`, tomas.cookie)).text(), 'Which product is meant by')).toEqual([])
	expect(unsaid(await (await get('/merchandising/inspector?account=rival&product=x', tomas.cookie)).text(), 'No account matches')).toEqual([])
})

test('a converted book shows the prices it converts, with the rate, and takes no edits of its own', async () => {
	const [fx] = await db<{ id: number }[]>`
		insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from, fx_source_book_id, fx_rate, fx_rate_on)
		values (${sellerId}, 'FX-CAD', 'Canada, converted', 'fx', 'CAD', 'published', '2026-01-01', ${books.base}, 1.3725, '2026-02-27') returning id`
	const [text = ''] = (await (await get(bookPath(fx?.id ?? 0), tomas.cookie)).text()).split('<script id="texts"')
	expect(unsaid(text, '1 USD = 1.3725 CAD', skus.machine, `href="${bookPath(books.base)}"`, 'Save and put on sale')).toEqual(['Save and put on sale'])
	expect((await post(bookPath(fx?.id ?? 0), rowOf(await entryOf(books.base, products.machine), ['1'], ['1']))).status).toBe(422)
})
