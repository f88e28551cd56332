import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { buyerCookie, makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'stock')
const rival = await makeCompany(db, 'foe')
const { sellerId, products, skus } = company
const tomas = await makeStaff(db, sellerId, { firstName: 'Tomás', lastName: 'Herrera', roles: ['merchandiser'] })
const natalie = await makeStaff(db, sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
const luka = await buyerCookie(db, 'luka@stock.test')
const room = '/merchandising/products'

const get = (path: string, cookie = tomas.cookie) => ask(house, path, { cookie })
const post = (path: string, form: Record<string, string | string[]>) => ask(house, path, { cookie: tomas.cookie, form })
const says = async (response: Response | Promise<Response>, ...words: string[]) => {
	const text = (await (await response).text()).replaceAll('<!-- -->', '')
	return words.map((word) => text.includes(word))
}
const accessories = `/catalog/acc-${skus.bean.toLowerCase()}`

const tamper = {
	...{
		status: 'active',
		productClass: 'accessory',
		minimumQuantity: '2',
		incrementQuantity: '2',
		maximumQuantity: '',
		leadDays: '3',
		stockPolicy: 'untracked',
	},
	...{
		floorPrice: '30',
		unitCost: '21.5',
		'name.en': 'Precision tamper',
		'summary.en': 'Level every time',
		'description.en': '',
		'name.cs': 'Přesný pěchovač',
	},
}

test.each([room, `${room}/${products.tamper}`])('%s is for merchandisers', async (path) => {
	expect((await ask(house, path)).headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent(path)}`)
	expect((await get(path, luka)).status).toBe(404)
	expect((await get(path, natalie.cookie)).status).toBe(404)
	expect((await get(path)).status).toBe(200)
})

test('the list says price, books and languages, and finds by SKU, name and class', async () => {
	expect(await says(get(`${room}?q=tamper`), skus.tamper, '$49.90', '1 of 5', skus.jug)).toEqual([true, true, true, false])
	expect(await says(get(`${room}?q=tamper&col=taxCode`), 'standard', '$49.90')).toEqual([true, false])
	expect(await says(get(`${room}?class=machine`), skus.machine, skus.tamper)).toEqual([true, false])
	expect(await says(get(`${room}?status=retired`), 'No product matches')).toEqual([true])
})

test('a saved product is stored with its audit, and the shop shows its words at once, in each language', async () => {
	expect((await post(`${room}/${products.tamper}`, tamper)).headers.get('location')).toBe(`${room}/${products.tamper}?done=saved`)
	expect(
		await db`select product_class, minimum_quantity, increment_quantity, maximum_quantity, lead_days, floor_price, unit_cost, version > 1 as raised from product where id = ${products.tamper}`,
	).toEqual([
		{
			...{ productClass: 'accessory', minimumQuantity: '2.0000', incrementQuantity: '2.0000', maximumQuantity: null },
			...{ leadDays: 3, floorPrice: '30.000000', unitCost: '21.500000', raised: true },
		},
	])
	expect(await db`select locale, name, summary from product_text where product_id = ${products.tamper} order by locale`).toEqual([
		{ locale: 'cs', name: 'Přesný pěchovač', summary: null },
		{ locale: 'en', name: 'Precision tamper', summary: 'Level every time' },
	])
	expect(await says(get(accessories, luka), 'Precision tamper')).toEqual([true])
	expect(await says(get(`/cs${accessories}`, luka), 'Přesný pěchovač')).toEqual([true])
	expect(await db`select words @@ to_tsquery('simple', 'precis') as found from product_search where product_id = ${products.tamper} and locale = 'en'`).toEqual(
		[{ found: true }],
	)
	const [audit] = await db`select action, user_id, before, after from audit_entry where subject = ${`product:${products.tamper}`}`
	expect(audit).toMatchObject({ action: 'product.changed', userId: tomas.userId, before: { minimumQuantity: '1' }, after: { minimumQuantity: '2' } })
})

test('what cannot be is named by field, all at once, and nothing typed is lost', async () => {
	const bad = { ...tamper, minimumQuantity: '0.5', maximumQuantity: '1', floorPrice: '1.1234567', 'name.en': '', 'summary.cs': 'Rovně pokaždé' }
	const answer = await post(`${room}/${products.tamper}`, bad)
	expect(answer.status).toBe(422)
	const said = ['“0.5” does not fit here.', '“1.1234567” does not fit here.', 'Give it a name in English', 'Rovně pokaždé', 'value="1.1234567"']
	expect(await says(answer, ...said)).toEqual(said.map(() => true))
	expect(await db`select minimum_quantity from product where id = ${products.tamper}`).toEqual([{ minimumQuantity: '2.0000' }])
})

test('many go off sale and on again at once: the shop follows, another seller’s stay', async () => {
	const ids = [products.tamper, products.jug, rival.products.jug].map(String)
	const bulk = (productId: string[], value: string, intent = 'bulk') => post(room, { intent, scope: 'ticked', key: 'status', value, productId })
	expect(await says(bulk(ids, 'retired', 'preview'), '2 products would change', 'of 2 looked at')).toEqual([true, true])
	expect((await get(accessories, luka)).status).toBe(200)
	const done = await bulk(ids, 'retired')
	expect(await says(get(done.headers.get('location') ?? ''), '2 products changed')).toEqual([true])
	expect((await get(accessories, luka)).status).toBe(404)
	expect(await db`select status from product where id = ${rival.products.jug}`).toEqual([{ status: 'active' }])
	const trail =
		await db`select before->>'status' as before, after->>'status' as after from audit_entry where action = 'product.changed' and after->>'status' = 'retired'`
	expect(trail).toEqual([
		{ before: 'active', after: 'retired' },
		{ before: 'active', after: 'retired' },
	])
	const one = await statementsOf(db, () => bulk([String(products.tamper)], 'active'))
	const two = await statementsOf(db, () => bulk(ids, 'draft'))
	expect(two.statements.length).toBe(one.statements.length)
	const [change] = await db<{ id: number }[]>`select id from change_set where total = 2 order by id limit 1`
	await bulk(ids, 'retired')
	const [last] = await db<{ id: number }[]>`select max(id) as id from change_set`
	await post(`${room}/changes/${last?.id}`, { intent: 'undo' })
	expect(await db`select distinct status from product where id in (${products.tamper}, ${products.jug})`).toEqual([{ status: 'draft' }])
	await bulk(ids, 'active')
	expect(await says(get(accessories, luka), 'Precision tamper', 'Milk jug')).toEqual([true, true])
	expect(await says(bulk([], 'active'), 'Nothing is ticked.')).toEqual([true])
	expect((await ask(house, `${room}/changes/${change?.id}`, { cookie: natalie.cookie })).status).toBe(404)
})

test('a product without an English name does not go on sale', async () => {
	const [row] = await db<{ id: number }[]>`insert into product (seller_entity_id, sku, slug, status) values (${sellerId}, 'BARE', 'bare', 'draft') returning id`
	const form = { intent: 'preview', scope: 'ticked', key: 'status', value: 'active', productId: [String(row?.id)] }
	expect(await says(post(room, form), '1 has no English name')).toEqual([true])
	expect((await post(room, { ...form, intent: 'bulk' })).status).toBe(422)
	expect(await db`select status from product where id = ${row?.id ?? 0}`).toEqual([{ status: 'draft' }])
})

test('a product of another seller answers like none, to a look and to a write', async () => {
	const path = `${room}/${rival.products.jug}`
	expect((await get(path)).status).toBe(404)
	expect((await post(path, tamper)).status).toBe(404)
	expect((await get(`${room}/x`)).status).toBe(404)
})
