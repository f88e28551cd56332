import { expect, test } from 'vitest'
import { publishDraft } from '../../app/flows/merchandising/publish-draft.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

/** Commerce-engine.md section 11, point 6: a rule that can match no account warns when published. Promotions: promotions.test.ts. */
const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'nobody')
const { sellerId, accountId, books } = company
const { cookie, userId } = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const post = (path: string, form: Record<string, string | string[]>) => ask(house, path, { cookie, form })
const [empty] = await db<{ id: number }[]>`insert into buyer_group (seller_entity_id, code, name) values (${sellerId}, 'EMPTY', 'Nobody yet') returning id`
const emptyId = String(empty?.id)
const number = async () => (await db<{ number: string }[]>`select number from account where id = ${accountId}`)[0]?.number ?? ''
const WARNED = 'No account can ever get this.'

const book = {
	code: 'GROUP9',
	name: 'Group nine',
	currency: 'USD',
	rung: 'group',
	status: 'published',
	groupIds: emptyId,
	validFrom: '2026-01-01',
	priority: '0',
}
const policy = { intent: 'save', code: 'SIGHT9', name: 'Sight nine', isActive: '1', grants: 'class:accessory' }

test.each([
	['a book for a group without members', '/merchandising/books/new', book, 'price_book'],
	[
		'a book in a currency that no account buys in',
		'/merchandising/books/new',
		{ ...book, code: 'CAD9', rung: 'base', currency: 'CAD', groupIds: [] },
		'price_book',
	],
	['a policy in force that names nobody', '/merchandising/policies/new', policy, 'entitlement_policy'],
	['a policy for a group without members', '/merchandising/policies/new', { ...policy, code: 'SIGHT8', groupIds: emptyId }, 'entitlement_policy'],
] as const)('%s warns, changes nothing, and is saved by who knows it', async (_name, path, form, table) => {
	const warned = await post(path, form as Record<string, string | string[]>)
	const text = await warned.text()
	expect([warned.status, text.includes(WARNED), text.includes('name="knows"'), text.includes(form.name)]).toEqual([422, true, true, true])
	expect(await db`select 1 from ${db(table)} where code = ${form.code}`).toHaveLength(0)
	expect((await post(path, { ...(form as Record<string, string | string[]>), knows: '1' })).status).toBe(302)
	expect(await db`select 1 from ${db(table)} where code = ${form.code}`).toHaveLength(1)
})

test.each([
	['a draft of a book', '/merchandising/books/new', { ...book, code: 'DRAFT9', status: 'draft' }],
	['a book of everybody', '/merchandising/books/new', { ...book, code: 'ALL9', rung: 'sale', groupIds: [] }],
	['a policy for guests', '/merchandising/policies/new', { ...policy, code: 'GUEST9', isGuest: '1' }],
	['a policy that is off', '/merchandising/policies/new', { ...policy, code: 'OFF9', isActive: [] }],
])('%s is saved without a word', async (_name, path, form) => {
	expect((await post(path, form as Record<string, string | string[]>)).status).toBe(302)
})

test('a book for a parent reaches its children, a policy those that inherit', async () => {
	await db`insert into account (seller_entity_id, number, name, currency, parent_id, stops_inheriting) values (${sellerId}, 'CHILD', 'Child', 'USD', ${accountId}, false)`
	await db`update account set status = 'closed' where id = ${accountId}`
	const own = await number()
	expect((await post('/merchandising/books/new', { ...book, code: 'PARENT9', rung: 'contract', accounts: own, groupIds: [] })).status).toBe(302)
	expect((await post('/merchandising/policies/new', { ...policy, code: 'PARENT9', addAccounts: own })).status).toBe(302)
	await db`update account set stops_inheriting = true where number = 'CHILD'`
	expect((await post('/merchandising/policies/new', { ...policy, code: 'PARENT8', addAccounts: own })).status).toBe(422)
	await db`update account set status = 'active' where id = ${accountId}`
})

test('prices of a file warn when they are published into a book that nobody buys by', async () => {
	const staff = { userId, locale: 'en', seller: company.shopper.seller } as unknown as StaffMember
	const [draft] = await db<{ id: number }[]>`
		insert into price_draft (price_book_id, base_version, source_name, source, decimal_comma, is_whole, jump_percent, price_count, state, made_by, made_at)
		select id, version, 'prices.csv', '', false, false, 50, 0, 'ready', ${userId}, ${house.at} from price_book where id = ${books.contract} returning id`
	const key = { bookId: books.contract, draftId: draft?.id ?? 0, at: house.at, requestId: 'r' }
	await db`update account set status = 'closed' where seller_entity_id = ${sellerId}`
	expect(await publishDraft(db, staff, key)).toEqual({ ok: false, refusals: [{ code: 'RULE_REACHES_NOBODY', facts: {} }] })
	expect(await publishDraft(db, staff, { ...key, knowsWarnings: true })).toMatchObject({ ok: true })
})
