import { expect, test } from 'vitest'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { company } = await makePlacedStory(db, 'agate')
const cookie = await cookieOf(db, company)
const { bean, tamper } = company.skus

const row = (sku: string, quantity: string, more: Record<string, string> = {}) => ({ sku, quantity, unit: '', shipTo: '', requestedOn: '', ...more })
const carts = async () =>
	(await db<{ n: number }[]>`select count(*)::int as n from sales_order where account_id = ${company.accountId} and stage = 'cart'`)[0]?.n
const cells = () => db<{ sku: string; code: string; quantity: string; day: string | null }[]>`
	select p.sku, l.code, trim_scale(a.quantity)::text as quantity, g.requested_on::text as day from sales_order o join order_line n on n.account_id = o.account_id and n.order_id = o.id join product p on p.id = n.product_id
		join allocation a on a.account_id = n.account_id and a.line_id = n.id join delivery_group g on g.account_id = a.account_id and g.id = a.group_id join location l on l.account_id = g.account_id and l.id = g.location_id
	where o.account_id = ${company.accountId} and o.stage = 'cart' order by p.sku, l.code`

test('rows enter the cart for their stores and days, all of them or none', async () => {
	const form = (rows: unknown) => ({ intent: 'add', rows: JSON.stringify(rows) })
	const good = [row(bean, '3', { shipTo: 'A' }), row(bean, '1', { shipTo: 'B', requestedOn: '2099-12-01' })]
	const refused = await ask(house, '/quick-order', { cookie, form: form([...good, row('NO-SUCH', '1')]), headers: { Accept: 'text/html' } })
	const page = await refused.text()
	expect([refused.status, page.includes('NO-SUCH'), page.includes('Unknown')]).toEqual([422, true, true])
	for (const rows of ['', '{', '[1, null, "x"]', '[{ "sku": 7 }]'])
		expect((await ask(house, '/quick-order', { cookie, form: { intent: 'add', rows } })).status).toBe(422)
	expect(await carts()).toBe(0)
	const added = await ask(house, '/quick-order', { cookie, form: form(good), headers: { Accept: 'text/html' } })
	expect([added.status, added.headers.get('location')]).toEqual([302, '/cart'])
	expect((await cells()).map((cell) => Object.values(cell))).toEqual([
		[bean, 'A', '3', null],
		[bean, 'B', '1', '2099-12-01'],
	])
})

test('without scripts a pasted list and a file are read, and what cannot be read is handed back', async () => {
	const body = new FormData()
	body.append('intent', 'check')
	body.append('text', `${bean} 3\nplease hurry!`)
	body.append('file', new File([`sku,qty,ship_to_code\n${tamper},2,B\n`], 'order.csv', { type: 'text/csv' }))
	const encoded = new Request('http://shop.test', { method: 'POST', body })
	const response = await ask(house, '/quick-order', {
		cookie,
		raw: await encoded.text(),
		headers: { Accept: 'text/html', 'Content-Type': encoded.headers.get('content-type') ?? '' },
	})
	const page = await response.text()
	for (const words of [bean, tamper, 'please hurry!', '1 row could not be read', 'Found']) expect(page).toContain(words)
})

test('in another language the page speaks it', async () => {
	const page = await (await ask(house, '/cs/quick-order', { cookie })).text()
	for (const words of ['Rychlá objednávka', 'Číslo produktu', 'Šablona']) expect(page).toContain(words)
})
