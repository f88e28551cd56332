import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'stock')
const rival = await makeCompany(db, 'foe')
const { sellerId, skus } = company
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const luka = await buyerCookie(db, 'luka@stock.test')
const room = '/merchandising/search'

const text = async (path: string, cookie = tomas.cookie) =>
	(await (await ask(house, path, { cookie })).text()).replaceAll('<!-- -->', '').split('<script')[0] ?? ''
const post = async (form: Record<string, string>) => {
	const answer = await ask(house, room, { cookie: tomas.cookie, form })
	return { status: answer.status, text: (await answer.text()).replaceAll('<!-- -->', '').split('<script')[0] ?? '' }
}
const finds = async (words: string) => (await text(`/search?q=${words}`, luka)).includes(skus.tamper)

test.each([room, `${room}?tab=misses`, `${room}.csv`])('%s is for merchandisers', async (path) => {
	expect((await ask(house, path)).headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
	expect((await ask(house, path, { cookie: luka })).status).toBe(404)
	expect((await ask(house, path, { cookie: natalie.cookie })).status).toBe(404)
	expect((await ask(house, path, { cookie: tomas.cookie })).status).toBe(200)
})

test('a synonym works for the next search, is undone, and both are in the audit', async () => {
	expect(await finds('squasher')).toBe(false)
	const added = await post({ intent: 'add', tab: 'synonyms', locale: 'en', term: 'Squasher', means: 'tamper, ', bothWays: 'on' })
	expect(added.status).toBe(200)
	expect(added.text).toContain('Added for “squasher”')
	expect(await finds('squasher')).toBe(true)
	const id = /name="id" value="(\d+)"/.exec(added.text)?.[1] ?? ''
	const removed = await post({ intent: 'remove', tab: 'synonyms', id })
	expect(removed.text).toContain('Removed for “squasher”')
	expect(await finds('squasher')).toBe(false)
	// What the undo of the removal posts is what was said.
	const fields = Object.fromEntries([...removed.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]).reverse())
	expect(fields).toMatchObject({ intent: 'add', term: 'squasher', means: 'tamper', bothWays: 'on', locale: 'en' })
	await post(fields as Record<string, string>)
	expect(await finds('squasher')).toBe(true)
	const audit = await db`select action, user_id from audit_entry where action like 'search.%' order by id`
	expect(audit.map(({ action }) => action)).toEqual(['search.synonyms.added', 'search.synonyms.removed', 'search.synonyms.added'])
	expect(new Set(audit.map(({ userId }) => userId))).toEqual(new Set([tomas.userId]))
})

test.each([
	[{ tab: 'synonyms', term: ' - ', means: ',' }, ['Say for which word', 'Name at least one']],
	[{ tab: 'synonyms', locale: 'en', term: 'squasher', means: 'jug' }, ['There is a rule for “squasher” already']],
	[{ tab: 'redirects', term: 'out', target: '//elsewhere.example' }, ['is not a page of this shop']],
	[{ tab: 'redirects', term: 'out', target: 'https://elsewhere.example' }, ['is not a page of this shop']],
	[{ tab: 'boosts', term: 'bean', effect: 'up' }, ['Name a product or choose a category']],
	[{ tab: 'boosts', term: 'bean', effect: 'pin', category: 'X' }, ['Only a product can be first']],
	[{ tab: 'boosts', term: 'bean', effect: 'up', sku: rival.skus.bean }, ['in your catalog']],
])('%o is refused by name, and what was typed stands there', async (form, words) => {
	const { status, text: page } = await post({ intent: 'add', locale: 'cs', ...form })
	expect(status).toBe(422)
	for (const word of words) expect(page).toContain(word)
	expect(await db`select 1 from search_boost`).toHaveLength(0)
})

test('nobody takes away the rule of another seller', async () => {
	const [theirs] = await db<
		{ id: number }[]
	>`insert into search_redirect (seller_entity_id, locale, term, target) values (${rival.sellerId}, 'en', 'foe', '/cart') returning id`
	expect((await post({ intent: 'remove', tab: 'redirects', id: String(theirs?.id) })).status).toBe(422)
	expect(await db`select 1 from search_redirect`).toHaveLength(1)
	expect(await text(`${room}?tab=redirects`)).not.toContain('foe')
})

test('what was looked for in vain is listed by how often, and downloaded', async () => {
	for (const words of ['unobtainium', 'unobtainium', 'phlogiston']) await text(`/search?q=${words}`, luka)
	const page = await text(`${room}?tab=misses`)
	expect(page.indexOf('unobtainium')).toBeGreaterThan(0)
	expect(page.indexOf('unobtainium')).toBeLessThan(page.indexOf('phlogiston'))
	const csv = await text(`${room}.csv?tab=misses`)
	expect(csv).toMatch(/en,unobtainium,2,1,\d{4}-\d\d-\d\d/)
	expect(await text(`${room}.csv?tab=synonyms`)).toContain('en,squasher,tamper,both')
})

test('a preview says what an account finds at its prices, and leaves no trace with it', async () => {
	const before = await db`select (select count(*) from outbox_event) as events, (select count(*) from search_miss) as misses`
	const [account] = await db<{ number: string }[]>`select number from account where id = ${company.accountId}`
	const page = await text(`${room}?tab=preview&account=${account?.number}&query=tamper&lang=en`)
	expect(page).toContain(skus.tamper)
	expect(page).toMatch(/\$\d/)
	await text(`${room}?tab=preview&account=${account?.number}&query=nothingatall&lang=en`)
	const [foe] = await db<{ number: string }[]>`select number from account where id = ${rival.accountId}`
	expect(await text(`${room}?tab=preview&account=${foe?.number}&query=tamper&lang=en`)).not.toContain(rival.skus.tamper)
	expect(await db`select (select count(*) from outbox_event) as events, (select count(*) from search_miss) as misses`).toEqual(before)
})
