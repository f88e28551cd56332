import { expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { askReturn } from '../../../app/flows/return/ask-return.ts'
import { decideReturn } from '../../../app/flows/return/decide-return.ts'
import { openReturnForm } from '../../../app/flows/return/open-returns.ts'
import { receiveReturn } from '../../../app/flows/return/receive-return.ts'
import { withdrawReturn } from '../../../app/flows/return/withdraw-return.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makePlacedStory, makeStaff, makeStock, morning, placeRows } from '../../support/placed.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 30 })
const later = (days: number) => new Date(morning.getTime() + days * 864e5)

const staffOf = async (company: Company, name = 'Natalie'): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, company, ['rep'], name), name, email: '', locale: 'en', roles: ['rep'] },
	...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
})

async function shipAll(staff: StaffMember, orderId: number, warehouseId: number | null = null): Promise<void> {
	const groups = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id`
	for (const { id } of groups) {
		const shipped = await shipGroup(db, noPayment(), staff, {
			...{ groupId: id, quantities: null, closesShort: false, warehouseId, carrier: null, trackingNumber: null, at: morning, requestId: 'r' },
		})
		expect(shipped).toMatchObject({ ok: true })
	}
}

const ask = (company: Company, number: string, rows: readonly [key: string, quantity: string][], at = later(3)) =>
	askReturn(asShopper(db, company.shopper), company.shopper, {
		...{ number, note: null, at },
		rows: rows.map(([key, quantity]) => ({ key, quantity, reason: 'damaged' })),
	})
const idOf = (asked: Awaited<ReturnType<typeof ask>>): number => {
	if (!asked?.ok) throw new Error(JSON.stringify(asked))
	return asked.returnId
}
const decide = (staff: StaffMember, returnId: number, approves = true, note: string | null = null) =>
	decideReturn(db, staff, { returnId, approves, note, at: later(4), requestId: 'r' })

async function receive(staff: StaffMember, returnId: number, warehouseId: number | null = null, scrapped = '0') {
	const lines = await db<
		{ id: number; quantity: string }[]
	>`select id, trim_scale(quantity)::text as quantity from return_line where return_id = ${returnId} order by id`
	const rows = lines.map(({ id, quantity }) => ({ lineId: id, received: quantity, scrapped }))
	return receiveReturn(db, staff, { returnId, rows, warehouseId, at: later(6), requestId: 'r' })
}
const thingsOf = async (company: Company, number: string) => (await openReturnForm(db, company.shopper, number))?.things ?? []
const keyOf = async (company: Company, number: string, sku: string, place = 'Downtown') =>
	(await thingsOf(company, number)).find((one) => one.sku === sku && one.place === place)?.key ?? ''
const notesOf = ({ accountId }: Company) =>
	db`select number, net_minor, tax_minor, total_minor, settled_minor from invoice where account_id = ${accountId} and kind = 'credit_note' order by id`

test("P2's bean at store A comes back piece by piece: 16.86, 16.87, 16.86, with its tax, and never a fourth", async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'agate')
	const staff = await staffOf(company)
	const early = await thingsOf(company, number)
	expect(early).toEqual([])
	await shipAll(staff, orderId)
	const bean = await keyOf(company, number, company.skus.bean)
	for (const piece of [1, 2, 3]) {
		const asked = await ask(company, number, [[bean, '1']])
		expect(asked).toMatchObject({ ok: true, number: `${number}-R${piece}` })
		expect(await decide(staff, idOf(asked))).toEqual({ ok: true })
		expect(await receive(staff, idOf(asked))).toEqual({ ok: true, credits: [`AGATE-${String(piece).padStart(6, '0')}`] })
	}
	expect((await notesOf(company)).map((one) => [one['netMinor'], one['taxMinor']])).toEqual([
		[-1686, -126],
		[-1687, -127],
		[-1686, -126],
	])
	const [sold] = await db`
		select trim_scale(returned_quantity)::text as returned, net_minor::int, tax_minor::int from allocation where id = ${bean}`
	expect(sold).toEqual({ returned: '3', netMinor: 5059, taxMinor: 379 })
	expect(await ask(company, number, [[bean, '1']])).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_TOO_MUCH', facts: { open: 0 } }] })
	const rows =
		await db`select l.sku, trim_scale(l.quantity)::text as quantity, l.net_minor::int from invoice_line l join invoice i on i.id = l.invoice_id where i.account_id = ${company.accountId} and i.kind = 'credit_note' order by l.id`
	expect(rows[1]).toEqual({ sku: company.skus.bean, quantity: '-1', netMinor: -1687 })
	const events =
		await db`select topic, payload->>'creditMinor' as credit from outbox_event where account_id = ${company.accountId} and topic like 'return.%' order by id limit 3`
	expect(events).toEqual([
		{ topic: 'return.asked', credit: null },
		{ topic: 'return.approved', credit: null },
		{ topic: 'return.received', credit: '1812' },
	])
	expect(await db`select action from audit_entry where account_id = ${company.accountId} and action like 'return.%' order by id limit 2`).toEqual([
		{ action: 'return.approved' },
		{ action: 'return.received' },
	])
})

test('what is good goes back on its shelf, what is not is scrapped; without a shelf it is refused', async () => {
	const company = await makeCompany(db, 'basalt')
	const warehouseId = await makeStock(db, company, 20)
	const staff = await staffOf(company)
	const { orderId, number } = await placeRows(
		db,
		company,
		[{ sku: company.skus.jug, quantity: '6', unit: null, locationId: company.locations.a, requestedOn: null }],
		'PO-1',
	)
	await shipAll(staff, orderId, warehouseId)
	const onHand = async () => (await db`select trim_scale(on_hand)::text as on_hand from stock_level where product_id = ${company.products.jug}`)[0]?.['onHand']
	expect(await onHand()).toBe('14')
	const returnId = idOf(await ask(company, number, [[await keyOf(company, number, company.skus.jug), '4']]))
	expect(await receive(staff, returnId, warehouseId)).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_NOT_APPROVED' }] })
	await decide(staff, returnId)
	expect(await receive(staff, returnId)).toMatchObject({ ok: false, refusals: [{ code: 'WAREHOUSE_MISSING' }] })
	expect(await receive(staff, returnId, warehouseId, '5')).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_SCRAP' }] })
	expect(await receive(staff, returnId, warehouseId, '1')).toMatchObject({ ok: true })
	expect(await onHand()).toBe('17')
	expect(await receive(staff, returnId, warehouseId)).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_NOT_APPROVED' }] })
	expect(await onHand()).toBe('17')
})

test('a refused or withdrawn wish frees its units; a no needs a word; others decide nothing', async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'chalk')
	const staff = await staffOf(company)
	const stranger = await staffOf(await makeCompany(db, 'flint'), 'Ivo')
	await shipAll(staff, orderId)
	const bean = await keyOf(company, number, company.skus.bean)
	const first = idOf(await ask(company, number, [[bean, '3']]))
	expect(await ask(company, number, [[bean, '1']])).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_TOO_MUCH' }] })
	expect(await decide(stranger, first)).toBeNull()
	expect(await receive(stranger, first)).toBeNull()
	expect(await decide(staff, first, false)).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_WHY_MISSING' }] })
	expect(await decide(staff, first, false, 'Opened bags')).toEqual({ ok: true })
	expect(await decide(staff, first)).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_DECIDED' }] })
	const second = idOf(await ask(company, number, [[bean, '3']]))
	expect(await withdrawReturn(db, { ...company.shopper, role: 'viewer' }, { returnId: second, number, at: later(4) })).toMatchObject({ ok: false })
	expect(await withdrawReturn(db, company.shopper, { returnId: second, number, at: later(4) })).toEqual({ ok: true })
	expect(await ask(company, number, [[bean, '3']])).toMatchObject({ ok: true })
	const viewer = { ...company.shopper, role: 'viewer' as const }
	expect(await askReturn(db, viewer, { number, rows: [{ key: bean, quantity: '1', reason: 'damaged' }], note: null, at: later(4) })).toMatchObject({
		...{ ok: false, refusals: [{ code: 'ROLE_MAY_NOT' }, { code: 'RETURN_TOO_MUCH' }] },
	})
})

test('ten browsers ask for the same three pieces at once, then ten desks receive them: three go, once', async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'dolomite')
	const staff = await staffOf(company)
	await shipAll(staff, orderId)
	const bean = await keyOf(company, number, company.skus.bean)
	const asked = await Promise.all(Array.from({ length: 10 }, () => ask(company, number, [[bean, '1']])))
	const granted = asked.filter((one) => one?.ok).map(idOf)
	expect(granted).toHaveLength(3)
	for (const returnId of granted) await decide(staff, returnId)
	const received = await Promise.all(Array.from({ length: 10 }, (_, index) => receive(staff, granted[index % 3] ?? 0)))
	expect(received.filter((one) => one?.ok)).toHaveLength(3)
	const notes = await notesOf(company)
	expect(notes.map((one) => one['netMinor']).reduce((sum, minor) => sum + minor, 0)).toBe(-5059)
	expect(new Set(notes.map((one) => one['number'])).size).toBe(3)
})

test("a bundle's jugs come back alone: credited from what the invoice shared to them, to the cent, whoever sends them in which order", async () => {
	const company = await makeCompany(db, 'elvan')
	const { sellerId, products, books, tag, skus } = company
	const staff = await staffOf(company)
	const [made] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, product_class) values (${sellerId}, ${`SET-${tag}`}, ${`set-${tag}`}, 'bundle', 'accessory') returning id`
	const id = made?.id ?? 0
	await db`insert into product_text (product_id, locale, name) values (${id}, 'en', 'First-morning set')`
	await db`insert into product_category (product_id, category_id) select ${id}, category_id from product_category where product_id = ${products.tamper}`
	await db`insert into bundle_component (bundle_id, component_id, quantity, position) values (${id}, ${products.tamper}, 1, 1), (${id}, ${products.jug}, 2, 2), (${id}, ${products.bean}, 1, 3)`
	await db`insert into product_bundle (product_id, pricing) values (${id}, 'own')`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.base}, ${id}, 'each', '{1}', '{79.00}')`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const { orderId, number } = await placeRows(
		db,
		company,
		[{ sku: `SET-${tag}`, quantity: '3', unit: null, locationId: company.locations.a, requestedOn: null }],
		'PO-2',
	)
	await shipAll(staff, orderId)
	const things = await thingsOf(company, number)
	expect(things.map(({ sku, open, bundleName }) => [sku, open, bundleName])).toEqual([
		[skus.tamper, '3', 'First-morning set'],
		[skus.jug, '6', 'First-morning set'],
		[skus.bean, '3', 'First-morning set'],
	])
	const jugs = things[1]?.key ?? ''
	const [shared] = await db<
		{ netMinor: number; taxMinor: number }[]
	>`select net_minor, tax_minor from invoice_component where account_id = ${company.accountId} and sku = ${skus.jug}`
	for (const quantity of ['1', '3', '2']) {
		const returnId = idOf(await ask(company, number, [[jugs, quantity]]))
		await decide(staff, returnId)
		expect(await receive(staff, returnId)).toMatchObject({ ok: true })
	}
	const notes = await notesOf(company)
	// By hand: 237.00 × 39.90 of 107.80 is 87.72; six jugs of it: 14.62, then 58.48 − 14.62, then the rest.
	expect(shared?.netMinor).toBe(8772)
	expect(notes.map((one) => one['netMinor'])).toEqual([-1462, -4386, -2924])
	expect(notes.map((one) => one['taxMinor']).reduce((sum, minor) => sum + minor, 0)).toBe(-(shared?.taxMinor ?? 0))
	expect(await ask(company, number, [[jugs, '1']])).toMatchObject({ ok: false, refusals: [{ code: 'RETURN_TOO_MUCH', facts: { sku: skus.jug } }] })
	const rest = idOf(
		await ask(
			company,
			number,
			things.filter(({ key }) => key !== jugs).map(({ key }) => [key, '3']),
		),
	)
	await decide(staff, rest)
	await receive(staff, rest)
	const [sums] = await db`
		select sum(total_minor) filter (where kind = 'credit_note')::int as credited, sum(net_minor + tax_minor) filter (where kind = 'invoice')::int as invoiced from invoice where account_id = ${company.accountId}`
	expect(sums?.['credited']).toBe(-(sums?.['invoiced'] ?? 0))
})

test('four statements ask and seven receive, for one thing and for six', async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'gneiss')
	const staff = await staffOf(company)
	await shipAll(staff, orderId)
	const things = await thingsOf(company, number)
	expect(things).toHaveLength(6)
	for (const some of [things.slice(0, 1), things.slice(1)]) {
		const rows = some.map(({ key }) => ({ key, quantity: '1', reason: 'quality' }))
		const asked = await expectStatements(db, 4, () => askReturn(db, company.shopper, { number, rows, note: 'Stale', at: later(3) }))
		const returnId = idOf(asked)
		await expectStatements(db, 5, () => decide(staff, returnId))
		const lines = await db<{ id: number }[]>`select id from return_line where return_id = ${returnId}`
		const back = lines.map(({ id }) => ({ lineId: id, received: '1', scrapped: '0' }))
		const done = await expectStatements(db, 7, () => receiveReturn(db, staff, { returnId, rows: back, warehouseId: null, at: later(5), requestId: 'r' }))
		expect(done).toMatchObject({ ok: true })
	}
	expect(await db`select 1 from invoice where account_id = ${company.accountId} and kind = 'credit_note'`).toHaveLength(4)
})
