import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { company, number } = await makePlacedStory(db, 'agate')
const luka = await cookieOf(db, company)
const stranger = await cookieOf(db, await makeCompany(db, 'flint'))
const doors = ['/orders', '/orders.csv', `/orders/${number}`, `/orders/${number}/why/1`]

test('signed out, every door of the orders leads to sign in and back', async () => {
	for (const door of doors) {
		const response = await ask(house, door)
		expect([response.status, response.headers.get('location')], door).toEqual([302, `/sign-in?to=${encodeURIComponent(door)}`])
	}
	expect((await ask(house, `/orders/${number}`, { form: { intent: 'cancel' } })).headers.get('location')).toBe('/sign-in?to=%2F')
})

test("another account's order is a page that does not exist, to read and to write", async () => {
	for (const door of doors.slice(2)) expect((await ask(house, door, { cookie: stranger })).status, door).toBe(404)
	expect((await ask(house, `/orders/${number}`, { form: { intent: 'cancel' }, cookie: stranger })).status).toBe(404)
	expect(await (await ask(house, '/orders', { cookie: stranger })).text()).toContain('No orders yet')
	expect((await ask(house, '/orders/nothing', { cookie: luka })).status).toBe(404)
	expect((await ask(house, `/orders/${number}/why/x`, { cookie: luka })).status).toBe(404)
})

test('the order page shows stores, dates, sums and promotions in the language of its reader', async () => {
	const english = await (await ask(house, `/orders/${number}`, { cookie: luka })).text()
	for (const words of [
		'Downtown',
		'Moorhead',
		'Bismarck',
		'$174.78',
		'$101.11',
		'PO-agate',
		'Net 45 days',
		'In preparation',
		'Luka Novak agate',
		'Why this price?',
	])
		expect(english).toContain(words)
	const czech = await (await ask(house, `/cs/orders/${number}`, { cookie: luka })).text()
	for (const words of ['Připravuje se', 'Splatnost 45 dní', 'Proč tato cena?', 'Objednat znovu']) expect(czech).toContain(words)
	const why = await (await ask(house, `/orders/${number}/why/1`, { cookie: luka })).text()
	for (const words of ['$17.75', '$18.00', '$20.00', 'CONTRACT', 'Your contract']) expect(why).toContain(words)
})

test('the list keeps its filters in the address and leaves as CSV', async () => {
	const found = await (await ask(house, '/orders?q=tamper&status=open', { cookie: luka })).text()
	expect(found).toContain(number)
	expect(found).toContain('value="tamper"')
	expect(await (await ask(house, '/orders?q=nonsense', { cookie: luka })).text()).toContain('Nothing matches')
	expect((await ask(house, '/orders?from=yesterday&after=rubbish&status=none', { cookie: luka })).status).toBe(200)
	const csv = await (await ask(house, '/orders.csv', { cookie: luka })).text()
	expect(csv).toContain(`${number},2026-03-02,In preparation,PO-agate,Bismarck; Downtown; Moorhead,3,USD,174.78,0.00`)
})

test('the buyer cancels from the page, once', async () => {
	const cancelled = await ask(house, `/orders/${number}`, { form: { intent: 'cancel' }, cookie: luka })
	expect(cancelled.status).toBe(302)
	expect(await (await ask(house, `/orders/${number}`, { cookie: luka })).text()).toContain('Cancelled')
	const again = await ask(house, `/orders/${number}`, { form: { intent: 'cancel' }, cookie: luka })
	expect(again.status).toBe(422)
	expect(await again.text()).toContain(`Order ${number} is not open any more.`)
})
