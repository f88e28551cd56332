import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { sellerId, skus } = await makeCompany(db, 'tree')
const rival = await makeCompany(db, 'weed')
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const luka = await buyerCookie(db, 'luka@tree.test')
const room = '/merchandising/categories'
const idOf = async (seller: number) => (await db<{ id: number }[]>`select min(id) as id from category where seller_entity_id = ${seller}`)[0]?.id ?? 0
const [own, foreign] = [await idOf(sellerId), await idOf(rival.sellerId)]

const get = (path: string, cookie = tomas.cookie) => ask(house, path, { cookie })
const post = (path: string, form: Record<string, string>) => ask(house, path, { cookie: tomas.cookie, form })

test('the room is for merchandisers, and only of their seller', async () => {
	expect((await get(room)).status).toBe(200)
	expect((await get(room, natalie.cookie)).status).toBe(404)
	expect([(await get(`${room}/${foreign}`)).status, (await post(room, { intent: 'up', id: String(foreign) })).status]).toEqual([404, 404])
	expect((await post(`${room}/${foreign}`, { intent: 'save', 'name.en': 'Theirs' })).status).toBe(404)
	expect((await post(`${room}/${own}`, { intent: 'undo', changeId: '999999' })).status).toBe(404)
})

test('a name that is saved is the name in the shop, a refused delete says why, and the file has the whole tree', async () => {
	const saved = await post(`${room}/${own}`, { intent: 'save', 'name.en': 'Bar tools', 'name.cs': 'Barové nářadí' })
	expect(saved.status).toBe(302)
	expect(await (await get(saved.headers.get('location') ?? '')).text()).toContain('value="Barové nářadí"')
	expect(await (await get('/catalog', luka)).text()).toContain('Bar tools')
	expect((await post(room, { intent: 'hide', id: String(own) })).status).toBe(302)
	expect(await (await get('/catalog', luka)).text()).not.toContain('Bar tools')
	const refused = await post(`${room}/${own}`, { intent: 'delete' })
	expect([refused.status, (await refused.text()).includes('their only or first place')]).toEqual([422, true])
	const pasted = await post(`${room}/${own}`, { intent: 'place', add: 'NEVER-1', remove: skus.jug })
	expect([pasted.status, (await pasted.text()).includes('NEVER-1</textarea>')]).toEqual([422, true])
	expect(await (await get(`${room}.csv`)).text()).toContain('Bar tools,,,,Barové nářadí')
})
