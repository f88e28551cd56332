import { expect, test } from 'vitest'
import { makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { cookieOf } from '../../support/placed.ts'
import { makeStaff } from '../../support/staff.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const shown = (html: string) => /select-all">(kontor_[\w-]{32})</.exec(html)?.[1] ?? ''
const post = (path: string, cookie: string, form: Record<string, string | readonly string[]>) =>
	ask(house, path, { cookie, form, headers: { Accept: 'text/html' } })
const status = async (key: string, path: string) => (await ask(house, `/api/v1/${path}`, { headers: { Authorization: `Bearer ${key}` } })).status

test('an owner makes a key that is shown once, may no more than she ticked, and opens nothing once it is revoked', async () => {
	const company = await makeCompany(db, 'cedar')
	await db`update contact set role = 'owner' where id = ${company.contactId}`
	const cookie = await cookieOf(db, company)
	const made = await post('/company/api-keys', cookie, { intent: 'make', name: 'Till, Moorhead', scope: ['catalog:read'], days: '90' })
	const key = shown(await made.text())
	expect([made.status, key.length]).toEqual([200, 39])
	expect([await status(key, 'catalog/products'), await status(key, 'carts'), await status(key, 'house/stock')]).toEqual([200, 403, 403])
	const again = await (await ask(house, '/company/api-keys', { cookie })).text()
	expect([again.includes('Till, Moorhead'), again.includes(key)]).toEqual([true, false])
	const [kept] = await db`select id, key_hash <> ${key} as is_hashed, last_used_at, expires_at::text from api_key where account_id = ${company.accountId}`
	expect(kept).toMatchObject({ isHashed: true, lastUsedAt: house.at, expiresAt: '2026-05-31 09:00:00+00' })
	expect((await post('/company/api-keys', cookie, { intent: 'revoke', keyId: String(kept?.['id']) })).status).toBe(200)
	expect(await status(key, 'catalog/products')).toBe(401)
	expect(await db`select action from audit_entry where account_id = ${company.accountId} order by id`).toEqual([
		{ action: 'api_key.created' },
		{ action: 'api_key.revoked' },
	])
})

test('what is missing is named all together, and what was typed stays', async () => {
	const company = await makeCompany(db, 'maple')
	const cookie = await cookieOf(db, company)
	const buyer = await post('/company/api-keys', cookie, { intent: 'make', name: 'ERP', scope: ['catalog:read'] })
	expect([buyer.status, (await buyer.text()).includes('Your role in the company')]).toEqual([422, true])
	await db`update contact set role = 'owner' where id = ${company.contactId}`
	const refused = await post('/company/api-keys', cookie, { intent: 'make', name: ' ', scope: [] })
	const text = await refused.text()
	expect([refused.status, text.includes('Give the key a name'), text.includes('at least one thing')]).toEqual([422, true, true])
	const foreign = await post('/company/api-keys', cookie, { intent: 'make', name: 'Sly', scope: ['house.prices:write'] })
	expect([foreign.status, (await foreign.text()).includes('value="Sly"')]).toEqual([422, true])
	expect(await db`select 1 from api_key where account_id = ${company.accountId}`).toEqual([])
})

test('an administrator makes keys of the house, and ends a key of an account that has leaked', async () => {
	const company = await makeCompany(db, 'birch')
	await db`update contact set role = 'owner' where id = ${company.contactId}`
	const ada = await makeStaff(db, company.sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
	const theirs = shown(await (await post('/company/api-keys', await cookieOf(db, company), { intent: 'make', name: 'Leaky', scope: ['catalog:read'] })).text())
	const ours = shown(await (await post('/admin/api-keys', ada.cookie, { intent: 'make', name: 'Stock count', scope: ['house.stock:write'] })).text())
	expect([await status(ours, 'house/stock'), await status(ours, 'house/orders'), await status(ours, 'catalog/products')]).toEqual([200, 403, 403])
	const page = await (await ask(house, '/admin/api-keys', { cookie: ada.cookie })).text()
	expect(['Leaky', 'Stock count', 'Coffeehaus birch'].map((word) => page.includes(word))).toEqual([true, true, true])
	const [leaky] = await db<{ id: number }[]>`select id from api_key where name = 'Leaky'`
	expect((await post('/admin/api-keys', ada.cookie, { intent: 'revoke', keyId: String(leaky?.id) })).status).toBe(200)
	expect(await status(theirs, 'catalog/products')).toBe(401)
	await db`update crm_user set is_active = false where id = ${ada.userId}`
	expect(await status(ours, 'house/stock')).toBe(401)
})
