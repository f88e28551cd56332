import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { insertRule, type RuleKind, type RuleWrite } from '../../db/queries/search-rules.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb({ seeded: true })
const house = () => testHouse(db)
const cookieFor = async (email: string) => {
	const [login] = await db<{ id: number }[]>`select id from login where email = ${email}`
	return (await openSession(house(), login?.id ?? 0)).split(';')[0] ?? ''
}
const luka = await cookieFor('luka.novak@fargocoffeehaus.example')
const [seller] = await db<
	{ id: number }[]
>`select a.seller_entity_id as id from account a join login l on l.account_id = a.id where l.email = 'luka.novak@fargocoffeehaus.example'`
const sellerId = seller?.id ?? 0
const page = async (path: string, locale = 'en') =>
	(await (await ask(house(), path, { cookie: `${luka}; kontor_locale=${locale}` })).text()).split('<script')[0] ?? ''
const found = async (query: string, locale = 'en') =>
	[...(await page(`/search?limit=96&${query}`, locale)).matchAll(/name="sku" value="([^"]+)"/g)].map(([, sku]) => sku ?? '')
const add = (kind: RuleKind, rule: RuleWrite) => withTransaction(db, (tx) => insertRule(tx, kind, sellerId, rule))
const [company] = await db<{ accountId: number }[]>`select account_id from login where email = 'luka.novak@fargocoffeehaus.example'`
const deny = async (sku: string) => {
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${sellerId}, ${`NO-${sku}`}, 'No') returning id`
	await db`insert into policy_account (policy_id, account_id) values (${policy?.id ?? 0}, ${company?.accountId ?? 0})`
	await db`insert into policy_product (policy_id, product_id, effect) select ${policy?.id ?? 0}, id, 'deny' from product where sku = ${sku}`
	await withTransaction(db, (tx) => refreshCatalog(tx))
}

test('a synonym finds what the word means, at once, and only that way round', async () => {
	expect(await found('q=joe')).toEqual([])
	const beans = await found('q=beans')
	await add('synonyms', { locale: 'en', term: 'joe', means: ['beans'] })
	expect((await found('q=joe')).sort()).toEqual(beans.sort())
	expect((await found('q=beans')).length).toBe(beans.length)
	await add('synonyms', { locale: 'en', term: 'tamper', means: ['flattener'], bothWays: true })
	expect((await found('q=flattener')).length).toBeGreaterThan(0)
	expect(await found('q=joe', 'cs')).toEqual([])
	expect(await found('q=joe&exact=1')).toEqual([])
})

test('a synonym may be several words, with accents or without', async () => {
	await add('synonyms', { locale: 'fr-CA', term: 'café à filtre', means: ['torréfaction'] })
	expect((await found('q=cafe+a+filtre', 'fr-CA')).length).toBeGreaterThan(0)
})

test('boosts move a product up and down, and a pin puts it first though its words are others', async () => {
	const before = await found('q=beans')
	const [first = '', last = ''] = [before[0], before.at(-1)]
	await add('boosts', { locale: 'en', term: 'beans', effect: 'up', sku: last })
	expect((await found('q=beans'))[0]).toBe(last)
	await add('boosts', { locale: 'en', term: 'beans', effect: 'down', sku: first })
	expect((await found('q=beans')).at(-1)).toBe(first)
	await add('boosts', { locale: 'en', term: 'beans', effect: 'pin', sku: 'ACC-TMP-58' })
	const pinned = await found('q=beans')
	expect(pinned[0]).toBe('ACC-TMP-58')
	expect(pinned.length).toBe(before.length + 1)
	await deny('ACC-TMP-58')
	expect(await found('q=beans')).not.toContain('ACC-TMP-58')
})

test('a redirect leads to a shelf that the buyer sees, and nowhere else', async () => {
	const [open] = await db<{ slug: string }[]>`select slug from category where seller_entity_id = ${sellerId} and slug = 'blends'`
	await db`insert into category (seller_entity_id, code, slug) values (${sellerId}, 'HIDDEN', 'hidden-shelf')`
	await add('redirects', { locale: 'en', term: 'house mix', target: `/catalog/${open?.slug}` })
	await add('redirects', { locale: 'en', term: 'secret', target: '/catalog/hidden-shelf' })
	const led = await ask(house(), '/search?q=House+Mix', { cookie: luka })
	expect([led.status, led.headers.get('location')]).toEqual([302, '/catalog/blends'])
	expect((await ask(house(), '/search?q=house+mix&exact=1', { cookie: luka })).status).toBe(200)
	expect((await ask(house(), '/search?q=secret', { cookie: luka })).status).toBe(200)
	const suggest = async (text: string) => await (await ask(house(), `/search/suggest?q=${text}`, { cookie: luka })).text()
	expect(await suggest('hou')).toContain('/catalog/blends')
	expect(await suggest('secr')).not.toContain('hidden-shelf')
	expect(await suggest('blen')).toContain('"kind":"category"')
	await expect(add('redirects', { locale: 'en', term: 'out', target: '//elsewhere.example' })).rejects.toThrow(/search_redirect_stays_here/)
})

test('attributes are facets: alternatives of one, together with another, and each figure is what a press shows', async () => {
	const all = await page('/search?q=beans&limit=96')
	const [, dark = ''] = /is=roast%3Adark"[^>]*><span[^>]*>Dark<\/span><span[^>]*>(\d+)/.exec(all) ?? []
	expect(Number(dark)).toBeGreaterThan(0)
	const inside = await found('q=beans&is=roast:dark')
	expect(inside.length).toBe(Number(dark))
	const either = await found('q=beans&is=roast:dark&is=roast:light')
	expect(either.length).toBeGreaterThan(inside.length)
	expect((await found('q=beans&is=roast:dark&is=size:1KG')).length).toBeLessThan(inside.length)
})

test('by name and by price: every hit once, in order, over pages', async () => {
	const total = (await found('q=beans')).length
	for (const sort of ['name', 'price']) {
		const seen: string[] = []
		let path: string | null = `/search?q=beans&limit=12&sort=${sort}`
		while (path) {
			const html: string = await page(path)
			seen.push(...[...html.matchAll(/name="sku" value="([^"]+)"/g)].map(([, sku]) => sku ?? ''))
			const next: string | undefined = /href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"/
				.exec(html)
				?.slice(1)
				.find(Boolean)
				?.replaceAll('&amp;', '&')
			path = next ? (next.startsWith('?') ? `/search${next}` : next) : null
		}
		expect(new Set(seen).size, sort).toBe(total)
		expect(seen.length, sort).toBe(total)
	}
	const prices = [...(await page('/search?q=beans&limit=96&sort=price')).matchAll(/font-semibold tabular-nums">\$([\d.,]+)/g)].map(([, price]) =>
		Number(price?.replaceAll(',', '')),
	)
	expect(prices.length).toBeGreaterThan(5)
	expect(prices).toEqual([...prices].sort((a, b) => a - b))
})

test('a Czech word is found in its other cases, a Japanese one without its particles, with a typo too', async () => {
	expect((await found('q=kávovaru', 'cs')).length).toBe((await found('q=kávovar', 'cs')).length)
	expect((await found('q=kávovaru', 'cs')).length).toBeGreaterThan(0)
	const [word] = await db<{ word: string }[]>`select word from search_word where locale = 'ja' and length(word) > 5 order by uses desc, word limit 1`
	const right = await found(`q=${encodeURIComponent(word?.word ?? '')}`, 'ja')
	expect(right.length).toBeGreaterThan(0)
	const typo = [...(word?.word ?? '')].map((letter, index) => (index === 2 ? 'ヌ' : letter)).join('')
	expect(await found(`q=${encodeURIComponent(typo)}`, 'ja')).toEqual(expect.arrayContaining(right.slice(0, 3)))
})

test('a hidden product lends its words to no correction', async () => {
	await db`insert into product_text (product_id, locale, name) select id, 'en', 'Quetzalcoatl reserve' from product where sku = 'ACC-TMP-58' on conflict (product_id, locale) do update set name = excluded.name`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const whole = await (await ask(house(), '/search?q=quetzalcoatel', { cookie: luka })).text()
	expect(whole).not.toMatch(/quetzalcoatl/i)
})

test('a search in vain is counted, without who asked, and its words are offered one by one', async () => {
	const html = await page('/search?q=zzyzx+beans')
	expect(html).toContain('beans (')
	await page('/search?q=zzyzx+beans')
	await page('/search?q=luka.novak@fargocoffeehaus.example')
	await page('/search?q=4111111111111111')
	expect(
		await db`select term, locale, searches from search_miss where term not in ('joe', 'house mix', 'secret', 'quetzalcoatel') and locale = 'en' order by term`,
	).toEqual([{ term: 'zzyzx beans', locale: 'en', searches: 2 }])
})

test('stock and price are facets of search and shelf, in the address, and what was chosen can be taken away', async () => {
	await db`update stock_level set on_hand = reserved where product_id in (select id from product where sku like 'COF-NEW%')`
	await db`update product set stock_policy = 'refuse' where sku like 'COF-NEW%'`
	const all = await page('/search?q=beans&limit=96')
	const [, out = ''] = /href="[^"]*stock=out"[^>]*><span[^>]*>Out of stock<\/span><span[^>]*>(\d+)/.exec(all) ?? []
	expect(Number(out)).toBeGreaterThan(0)
	expect(await found('q=beans&stock=out')).toHaveLength(Number(out))
	const either = await page('/search?q=beans&limit=96&stock=out&stock=in_stock')
	expect([...either.matchAll(/aria-current="true"[^>]*>(?:<span[^>]*>)<span aria-hidden="true">✓/g)].length).toBeGreaterThanOrEqual(2)
	const nothing = await page('/search?q=beans&stock=backorder&price=on_request')
	expect([nothing.includes('Nothing is left with these choices.'), nothing.includes('Take them away')]).toEqual([true, true])
	const shelf = await page('/catalog/coffee?stock=out')
	expect(shelf).toMatch(/aria-current="true"[^>]*><span><span aria-hidden="true">✓ <\/span>Out of stock/)
	expect(await page('/catalog/coffee?price=on_request&stock=low')).toMatch(/Nothing is left with these choices|data-quick-add|price/)
	expect((await ask(house(), '/catalog/no-such?stock=out', { cookie: luka })).status).toBe(404)
	expect((await ask(house(), '/search?q=beans&stock=%27--&price=free', { cookie: luka })).status).toBe(200)
})
