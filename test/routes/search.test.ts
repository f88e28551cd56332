import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { ask, testHouse } from '../support/house.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb({ seeded: true })
const house = () => testHouse(db)
const cookieFor = async (email: string) => {
	const [login] = await db<{ id: number }[]>`select id from login where email = ${email}`
	return (await openSession(house(), login?.id ?? 0)).split(';')[0] ?? ''
}
const luka = await cookieFor('luka.novak@fargocoffeehaus.example')
const read = async (path: string, cookie = luka) => (await (await ask(house(), path, { cookie })).text()).split('<script')[0] ?? ''
const suggested = async (text: string, cookie = luka, locale = 'en') => {
	const answer = await ask(house(), `/search/suggest?q=${encodeURIComponent(text)}`, { cookie: `${cookie}; kontor_locale=${locale}` })
	return ((await answer.json()) as { suggestions: { kind: string; href: string; name: string; sku: string | null }[] }).suggestions
}
const skus = async (text: string, locale = 'en') => (await suggested(text, luka, locale)).flatMap(({ sku }) => sku ?? [])

test('words of a name, in any order and unfinished, find the product first', async () => {
	expect((await skus('winterlight'))[0]).toMatch(/^COF-NEW/)
	expect((await skus('beans winterl'))[0]).toMatch(/^COF-NEW/)
	expect(await skus('t')).toEqual([])
})

test('parts of a number find it, with or without its dashes', async () => {
	expect((await skus('COF-NEW-1KG'))[0]).toBe('COF-NEW-1KG')
	expect((await skus('cof new 1k'))[0]).toBe('COF-NEW-1KG')
	expect((await skus('ACC-TMP-58'))[0]).toBe('ACC-TMP-58')
})

test('a typo is mended, and the page says how', async () => {
	expect((await skus('wintrlight'))[0]).toMatch(/^COF-NEW/)
	const page = await read('/search?q=wintrlight+beans')
	expect(page).toContain('Winterlight whole beans, 1 kg')
	expect(page).toContain('Includes results for winterlight.')
})

test.each([
	['fr-CA', 'tamis', 'torréfaction'],
	['es', 'tazas', 'cafetera'],
	['cs', 'sirup', 'kavovar'],
	['ja', 'シロップ', 'コーヒー'],
] as const)('%s is searched in its own words', async (locale, first, second) => {
	for (const text of [first, second]) expect((await suggested(text, luka, locale)).length, text).toBeGreaterThan(0)
})

test('facets count what a press on them shows', async () => {
	const page = await read('/search?q=beans&limit=96')
	const total = Number(/(\d+) products?</.exec(page)?.[1])
	expect(total).toBeGreaterThan(10)
	const [, blends = ''] = /category=blends"[^>]*><span[^>]*>Blends<\/span><span[^>]*>(\d+)</.exec(page) ?? []
	const inside = await read('/search?q=beans&limit=96&category=blends')
	expect(Number(/(\d+) products?</.exec(inside)?.[1])).toBe(Number(blends))
	expect([...inside.matchAll(/data-quick-add/g)]).toHaveLength(Number(blends))
})

test('pages of hits follow each other without gap or repetition', async () => {
	const seen: string[] = []
	let path: string | null = '/search?q=beans&limit=12'
	const whole = await read('/search?q=beans&limit=96')
	const total = Number(/(\d+) products?</.exec(whole)?.[1])
	while (path) {
		const page = await read(path)
		seen.push(...[...page.matchAll(/name="sku" value="([^"]+)"/g)].map(([, sku]) => sku ?? ''))
		path = /href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"/.exec(page)?.slice(1).find(Boolean)?.replaceAll('&amp;', '&') ?? null
		if (path?.startsWith('?')) path = `/search${path}`
	}
	expect(new Set(seen).size).toBe(seen.length)
	expect(seen.length).toBe(total)
})

test('the same four statements at most for 12, 48 and 96', async () => {
	for (const limit of [12, 48, 96]) {
		const { statements } = await statementsOf(db, () => read(`/search?q=beans&limit=${limit}`))
		expect(statements.length, statements.join('\n')).toBe(4)
	}
})

test('what was looked for in vain is told, once for the question, and never for a rep', async () => {
	const before = await db`select from outbox_event where topic = 'search.performed'`
	const page = await read('/search?q=zzyzx+quux')
	expect(page).toContain('Nothing found for “zzyzx quux”')
	await read('/search?q=beans')
	const rows = await db<{ payload: Record<string, unknown> }[]>`select payload from outbox_event where topic = 'search.performed' order by id`
	expect(rows.length - before.length).toBe(1)
	expect(rows.at(-1)?.payload).toMatchObject({ text: 'zzyzx quux', total: 0 })
})

test('odd questions are only questions', async () => {
	for (const text of ["'; drop table product; --", '& | ! ( ) : *', '%_%', "l'espresso", '💡', 'the', 'a '.repeat(300)]) {
		expect((await ask(house(), `/search?q=${encodeURIComponent(text)}`, { cookie: luka })).status, text).toBe(200)
		expect((await ask(house(), `/search/suggest?q=${encodeURIComponent(text)}`, { cookie: luka })).status, text).toBe(200)
	}
})

test('what is denied is found by no word, no number, no suggestion, no figure', async () => {
	const [account] = await db<
		{ id: number; sellerEntityId: number }[]
	>`select a.id, a.seller_entity_id from account a join login l on l.account_id = a.id where l.email = 'luka.novak@fargocoffeehaus.example'`
	const before = Number(/(\d+) products?</.exec(await read('/search?q=winterlight'))?.[1])
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${account?.sellerEntityId ?? 0}, 'NO-NEW', 'No new roast') returning id`
	await db`insert into policy_account (policy_id, account_id) values (${policy?.id ?? 0}, ${account?.id ?? 0})`
	await db`insert into policy_product (policy_id, product_id, effect) select ${policy?.id ?? 0}, id, 'deny' from product where sku = 'COF-NEW-1KG'`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	expect(await skus('winterlight')).not.toContain('COF-NEW-1KG')
	expect(await skus('COF-NEW-1KG')).not.toContain('COF-NEW-1KG')
	const page = await read('/search?q=winterlight')
	expect(page).not.toContain('COF-NEW-1KG')
	expect(Number(/(\d+) products?</.exec(page)?.[1])).toBe(before - 1)
	// A guest is under a policy of her own, and her suggestions say no price.
	expect(JSON.stringify(await suggested('winterlight', ''))).not.toMatch(/price|\$/)
})
