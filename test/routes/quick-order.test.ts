import { expect, test } from 'vitest'
import { openQuickOrder } from '../../app/flows/cart/open-quick-order.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { company, number } = await makePlacedStory(db, 'agate')
const cookie = await cookieOf(db, company)
const stranger = await cookieOf(db, await makeCompany(db, 'flint'))
const at = new Date('2026-03-02T15:00:00Z')
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

test('an order stands there again row by row, nothing dropped; what is ticked enters the cart store by store', async () => {
	await db`delete from order_line l using sales_order o where o.id = l.order_id and o.account_id = ${company.accountId} and o.stage = 'cart'`
	await db`update product set deny_policy_ids = grant_policy_ids where id = ${company.products.jug}`
	const page = await (await ask(house, `/quick-order?from=order.${number}`, { cookie })).text()
	await db`update product set deny_policy_ids = '{}' where id = ${company.products.jug}`
	for (const words of [`Order again: ${number}`, bean, tamper, company.skus.jug, 'Unknown', 'as last time']) expect(page).toContain(words)
	expect(await (await ask(house, '/quick-order?from=order.last', { cookie })).text()).toContain(`Order again: ${number}`)
	const rows = (await openQuickOrder(db, company.shopper, { from: { kind: 'order', number }, locale: 'en', at }))?.typed ?? []
	expect(rows).toHaveLength(6)
	// As a form without scripts: each row in its fields, three of them ticked.
	const fields = rows.flatMap(({ sku, quantity, unit, shipTo }) => [
		['sku', sku],
		['quantity', quantity],
		['unit', unit],
		['shipTo', shipTo],
		['requestedOn', ''],
		['chosen', ''],
	])
	const body = new URLSearchParams([['intent', 'add'], ['picks', '1'], ['take', '0'], ['take', '1'], ['take', '2'], ...(fields as [string, string][])])
	const added = await ask(house, '/quick-order', {
		cookie,
		raw: body.toString(),
		headers: { Accept: 'text/html', 'Content-Type': 'application/x-www-form-urlencoded' },
	})
	expect(added.headers.get('location')).toBe('/cart')
	expect((await cells()).map(({ sku, code, quantity }) => [sku, code, quantity])).toEqual(
		rows.slice(0, 3).map(({ sku, shipTo, quantity }) => [sku, shipTo, quantity]),
	)
	for (const from of ['order.NOPE', 'list.999999', 'elsewhere']) expect((await ask(house, `/quick-order?from=${from}`, { cookie })).status).toBe(404)
	expect((await ask(house, `/quick-order?from=order.${number}`, { cookie: stranger })).status).toBe(404)
	expect(await (await ask(house, '/quick-order?from=bought', { cookie })).text()).toContain(bean)
})

test('machines on record lead to a sheet of their parts, for the store where they stand', async () => {
	const { machine, tamper: tamperId } = company.products
	await db`insert into owned_machine (account_id, location_id, product_id, serial_number) values (${company.accountId}, ${company.locations.b}, ${machine}, 'SN-4711')`
	await db`insert into product_relation (product_id, related_id, kind) values (${machine}, ${tamperId}, 'spare_part'), (${machine}, ${company.products.jug}, 'accessory') on conflict do nothing`
	const list = await (await ask(house, '/company/machines', { cookie })).text()
	const href = `/quick-order?from=parts.${company.skus.machine}&amp;store=B`
	for (const words of ['SN-4711', 'Order parts (', href]) expect(list).toContain(words)
	expect(await (await ask(house, '/company/machines', { cookie: stranger })).text()).toContain('No machines on record')
	const from = { kind: 'parts' as const, sku: company.skus.machine, shipTo: 'B' }
	const sheet = async () => (await openQuickOrder(db, company.shopper, { from, locale: 'en', at }))?.typed.map(({ sku, shipTo }) => [sku, shipTo])
	expect(await sheet()).toEqual([
		[tamper, 'B'],
		[company.skus.jug, 'B'],
	])
	const page = await (await ask(house, href.replace('&amp;', '&'), { cookie })).text()
	for (const words of ['Spare parts:', tamper]) expect(page).toContain(words)
	// What she may not see is no part of hers; a machine of hers that is sold no more keeps its parts, one of nobody has none.
	await db`update product set deny_policy_ids = grant_policy_ids where id = ${tamperId}`
	expect(await sheet()).toEqual([[company.skus.jug, 'B']])
	await db`update product set deny_policy_ids = grant_policy_ids where id = ${machine}`
	expect(await sheet()).toEqual([[company.skus.jug, 'B']])
	await db`update product set deny_policy_ids = '{}' where id = ${tamperId}`
	expect(await (await ask(house, '/company/machines', { cookie })).text()).toContain(href)
	await db`delete from owned_machine where account_id = ${company.accountId}`
	expect(await sheet()).toBeUndefined()
	await db`update product set deny_policy_ids = '{}' where id in (${machine}, ${tamperId})`
})

test('a price is asked for what stands there, each thing once over all stores', async () => {
	const rows = [row(bean, '3', { shipTo: 'A' }), row(tamper, '1'), row(bean, '2', { shipTo: 'B' })]
	const asked = await ask(house, '/quick-order', { cookie, form: { intent: 'quote', rows: JSON.stringify(rows), note: ' For the autumn ' } })
	expect(asked.headers.get('location')).toMatch(/^\/quotes\/Q/)
	const lines =
		await db`select p.sku, trim_scale(l.quantity)::text as quantity from quote_line l join product p on p.id = l.product_id where l.account_id = ${company.accountId} order by l.position`
	expect(lines.map((line) => [line['sku'], line['quantity']])).toEqual([
		[bean, '5'],
		[tamper, '1'],
	])
	const said = await db`select note from quote_version where account_id = ${company.accountId}`
	expect(said.map(({ note }) => note)).toEqual(['For the autumn'])
	const refused = await ask(house, '/quick-order', { cookie, form: { intent: 'quote', rows: JSON.stringify([row('NO-SUCH', '1')]), note: 'Kept as typed' } })
	expect([refused.status, (await refused.text()).includes('>Kept as typed</textarea>')]).toEqual([422, true])
})

test('in another language the page speaks it', async () => {
	const page = await (await ask(house, '/cs/quick-order', { cookie })).text()
	for (const words of ['Rychlá objednávka', 'Číslo produktu', 'Šablona']) expect(page).toContain(words)
})
