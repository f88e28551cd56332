import { expect, test } from 'vitest'
import { openList } from '../../app/flows/list/open-list.ts'
import { missingTo } from '../../app/ui/lists/list-sheet.tsx'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory } from '../support/placed.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { company, number } = await makePlacedStory(db, 'agate')
const stranger = await makeCompany(db, 'flint')
const cookie = await cookieOf(db, company)
const { bean, tamper, jug } = company.skus
const headers = { Accept: 'text/html' }
const post = (path: string, form: Record<string, string>, as = cookie) => ask(house, path, { cookie: as, form, headers })

async function makeList(form: Record<string, string>): Promise<number> {
	const made = await post('/lists', { shared: 'yes', ...form })
	expect(made.status).toBe(302)
	return Number(made.headers.get('location')?.split('/').at(-1))
}
const lines = (listId: number) => db<{ id: number; sku: string; quantity: string; pars: string | null }[]>`
	select n.id, p.sku, trim_scale(n.quantity)::text as quantity, (select string_agg(l.code || '=' || trim_scale(r.quantity)::text, ' ' order by l.code) from requisition_par r join location l on l.id = r.location_id where r.line_id = n.id) as pars
	from requisition_line n join product p on p.id = n.product_id where n.list_id = ${listId} and n.removed_at is null order by n.sequence`

test('an order becomes a list, in its order and quantities, and the page shows each with its price', async () => {
	const listId = await makeList({ name: 'Bar', from: number })
	expect((await lines(listId)).map(({ sku, quantity }) => [sku, quantity])).toEqual([
		[bean, '5'],
		[tamper, '2'],
		[jug, '1'],
	])
	const page = await (await ask(house, `/lists/${listId}`, { cookie })).text()
	for (const words of ['Bar', bean, tamper, '$18.00', 'On the shelf', 'Downtown', 'Fill to level']) expect(page).toContain(words)
	expect(await (await ask(house, '/cs/lists', { cookie })).text()).toContain('Seznamy')
})

test('rows are added as a cart would take them, and what it would refuse is refused by name', async () => {
	const listId = await makeList({ name: 'New' })
	const refused = await post(`/lists/${listId}`, { intent: 'add', rows: `${bean} 2\nNO-SUCH 1\n${stranger.skus.bean} 1` })
	const text = await refused.text()
	expect([refused.status, text.split('is not in your catalog').length - 1 >= 2]).toEqual([422, true])
	expect(await lines(listId)).toEqual([])
	expect((await post(`/lists/${listId}`, { intent: 'add', rows: `${bean} 2\n${jug} 3\n${bean} 1` })).status).toBe(302)
	expect((await lines(listId)).map(({ sku, quantity }) => [sku, quantity])).toEqual([
		[bean, '3'],
		[jug, '3'],
	])
})

test('each store has its own levels; an empty one is taken away, and rubbish is refused', async () => {
	const listId = await makeList({ name: 'Levels', from: number })
	const [first, second] = await lines(listId)
	const par = (shipTo: string, quantity: string) =>
		post(`/lists/${listId}`, { intent: 'par', shipTo, [`par:${first?.id}`]: quantity, [`par:${second?.id}`]: '2' })
	expect((await par('A', '12')).status).toBe(302)
	expect((await par('B', '6')).status).toBe(302)
	expect((await lines(listId)).map(({ pars }) => pars)).toEqual(['A=12 B=6', 'A=2 B=2', null])
	expect((await par('A', '')).status).toBe(302)
	expect((await par('B', 'many')).status).toBe(422)
	expect((await par('Z', '1')).status).toBe(422)
	expect((await lines(listId)).map(({ pars }) => pars)).toEqual(['B=6', 'A=2 B=2', null])
	// Levels of another list's line are nobody's to set through this one.
	const other = await makeList({ name: 'Other', from: number })
	const [foreign] = await lines(other)
	await post(`/lists/${listId}`, { intent: 'par', shipTo: 'A', [`par:${foreign?.id}`]: '9' })
	expect((await lines(other))[0]?.pars).toBe(null)
})

test('a product is taken off and put back with its levels; a list is put away and taken out', async () => {
	const listId = await makeList({ name: 'Undo', from: number })
	const [first] = await lines(listId)
	await post(`/lists/${listId}`, { intent: 'par', shipTo: 'A', [`par:${first?.id}`]: '4' })
	await post(`/lists/${listId}`, { intent: `remove:${first?.id}` })
	expect((await lines(listId)).map(({ sku }) => sku)).toEqual([tamper, jug])
	await post(`/lists/${listId}`, { intent: `putBack:${first?.id}` })
	expect((await lines(listId))[0]).toMatchObject({ sku: bean, pars: 'A=4' })
	await post(`/lists/${listId}`, { intent: 'archive' })
	expect(await (await ask(house, '/lists', { cookie })).text()).not.toContain('Undo</a>')
	expect(await (await ask(house, `/lists/${listId}`, { cookie })).text()).toContain('This list is put away')
	await post(`/lists/${listId}`, { intent: 'restore' })
	expect(await (await ask(house, '/lists', { cookie })).text()).toContain('Undo</a>')
})

test("a person's own list is hers alone; a shared one is everybody's, but only its owner puts it away", async () => {
	const [anna] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email, role) values (${company.accountId}, 'Anna', 'Berg', 'anna@agate.test', 'buyer') returning id`
	await db`insert into login (account_id, contact_id, email, is_active) values (${company.accountId}, ${anna?.id ?? 0}, 'anna@agate.test', true)`
	const hers = await cookieOf(db, { ...company, contactId: anna?.id ?? 0 })
	const [own, shared] = [await makeList({ name: 'Mine', shared: 'no' }), await makeList({ name: 'Ours', shared: 'yes' })]
	expect((await ask(house, `/lists/${own}`, { cookie: hers })).status).toBe(404)
	expect((await post(`/lists/${own}`, { intent: 'add', rows: `${bean} 1` }, hers)).status).toBe(404)
	expect((await post(`/lists/${shared}`, { intent: 'add', rows: `${bean} 1` }, hers)).status).toBe(302)
	for (const intent of ['archive', 'share:no']) expect((await post(`/lists/${shared}`, { intent }, hers)).status, intent).toBe(404)
	const theirs = await cookieOf(db, stranger)
	for (const listId of [own, shared]) expect((await ask(house, `/lists/${listId}`, { cookie: theirs })).status).toBe(404)
})

test('a list opens with three statements, however long it is', async () => {
	const short = await makeList({ name: 'Short', from: number })
	const open = (listId: number) => openList(db, company.shopper, { listId, locale: 'en', at: house.at })
	await expectStatements(db, 3, () => open(short))
	await db`insert into requisition_line (account_id, list_id, product_id, unit_code, quantity, sequence) select ${company.accountId}, ${short}, id, unit_code, 1, 100 + id from product where seller_entity_id = ${company.sellerId} on conflict do nothing`
	const page = await expectStatements(db, 3, () => open(short))
	expect(page?.lines.length).toBeGreaterThan(3)
	// What is no longer to be seen is counted, not hidden.
	await db`update product set status = 'retired' where id = ${company.products.jug}`
	expect((await open(short))?.gone).toBe(1)
	await db`update product set status = 'active' where id = ${company.products.jug}`
})

test.each([
	['12', '5', '1', '7'],
	['12', '', '1', '12'],
	['12', '12', '1', '0'],
	['12', '20', '1', '0'],
	['12', '5', '6', '12'],
	['2.5', '1,25', '0.25', '1.25'],
	['', '3', '1', '0'],
])('to a level of %s with %s there, in packs of %s: %s', (par, onHand, increment, missing) => expect(missingTo(par, onHand, increment)).toBe(missing))
