import { expect, test } from 'vitest'
import { noPayment } from '../../app/connectors/payment/no-payment.ts'
import type { Connectors } from '../../app/platform/house.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory, makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db, { connectors: { payment: noPayment() } as Connectors })
const { company, orderId, number } = await makePlacedStory(db, 'agate')
const other = await makeCompany(db, 'flint')
const [group] = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id limit 1`
const allocations = await db<
	{ id: number }[]
>`select a.id from allocation a join order_line l on l.id = a.line_id where a.group_id = ${group?.id ?? 0} order by l.sequence`
const natalie = await cookieOf(db, { userId: await makeStaff(db, company, ['rep']) })
const marketer = await cookieOf(db, { userId: await makeStaff(db, company, ['marketer'], 'Yuki') })
const stranger = await cookieOf(db, { userId: await makeStaff(db, other, ['rep'], 'Ivo') })
const luka = await cookieOf(db, company)
const room = `/desk/warehouse/${group?.id}`

test('only who packs enters: signed out goes to sign in, others find nothing', async () => {
	for (const door of ['/desk/warehouse', room]) {
		expect((await ask(house, door)).headers.get('location'), door).toBe(`/sign-in?to=${encodeURIComponent(door)}`)
		for (const cookie of [luka, marketer]) expect((await ask(house, door, { cookie })).status, door).toBe(404)
		for (const cookie of [luka, marketer, stranger]) expect((await ask(house, door, { form: { shipmentId: '1' }, cookie })).status, door).toBe(404)
	}
	expect((await ask(house, room, { cookie: stranger })).status).toBe(404)
	expect((await ask(house, room, { form: { carrier: 'UPS' } })).headers.get('location')).toBe('/sign-in?to=%2F')
	expect(await db`select 1 from shipment`).toHaveLength(0)
})

test('the room lists what is to be packed, and keeps what was typed when it is refused', async () => {
	const list = await (await ask(house, '/desk/warehouse', { cookie: natalie })).text()
	for (const words of [number, 'Downtown', 'Moorhead', 'Bismarck']) expect(list).toContain(words)
	const form = { [`quantity-${allocations[0]?.id}`]: '9', carrier: 'FedEx', trackingNumber: '123' }
	const refused = await ask(house, room, { form, cookie: natalie })
	expect(refused.status).toBe(422)
	const page = await refused.text()
	for (const words of ['More would ship than is still open.', 'value="9"', 'value="FedEx"', 'value="123"']) expect(page).toContain(words)
})

test('a part ships, then the rest; it is on its way until it arrived, and the buyer sees all of it', async () => {
	const part = await ask(house, room, { form: { [`quantity-${allocations[0]?.id}`]: '1', carrier: 'UPS', trackingNumber: '1Z 999' }, cookie: natalie })
	expect([part.status, part.headers.get('location')]).toEqual([302, `http://shop.test${room}`])
	const rest = Object.fromEntries(allocations.map(({ id }, index) => [`quantity-${id}`, index === 0 ? '2' : '1']))
	expect((await ask(house, room, { form: rest, cookie: natalie })).headers.get('location')).toBe('/desk/warehouse')
	const order = await (await ask(house, `/orders/${number}`, { cookie: luka })).text()
	for (const words of ['Shipped', 'https://www.ups.com/track?tracknum=1Z%20999', 'AGATE-000002']) expect(order).toContain(words)
	const onTheWay = await (await ask(house, '/desk/warehouse?show=on-the-way', { cookie: natalie })).text()
	expect(onTheWay).toContain('1Z 999')
	const shipments = await db<{ id: number }[]>`select id from shipment order by id`
	for (const { id } of shipments) expect((await ask(house, '/desk/warehouse', { form: { shipmentId: String(id) }, cookie: natalie })).status).toBe(302)
	expect((await ask(house, '/desk/warehouse', { form: { shipmentId: String(shipments[0]?.id) }, cookie: natalie })).status).toBe(404)
	expect(await (await ask(house, `/orders/${number}`, { cookie: luka })).text()).toContain('Delivered')
})
