import { expect, test } from 'vitest'
import { openQuickOrder } from '../../../app/flows/cart/open-quick-order.ts'
import { cancelOrder } from '../../../app/flows/order/cancel-order.ts'
import { cancelPart } from '../../../app/flows/order/cancel-part.ts'
import { openOrder, openStoredTrace } from '../../../app/flows/order/open-order.ts'
import { exportOrders, type OrdersQuery, openOrders } from '../../../app/flows/order/open-orders.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makeCompany } from '../../support/company.ts'
import { makePlacedStory, makeStock, morning, placeRows, storyRows } from '../../support/placed.ts'
import { makeStaff } from '../../support/staff.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const all: OrdersQuery = { text: null, status: null, from: null, to: null, after: null }

test('the order page reads what was stored: three deliveries to the cent, who ordered, what promotions gave', async () => {
	const { company, number } = await makePlacedStory(db, 'agate')
	const page = await expectStatements(db, 1, () => openOrder(asShopper(db, company.shopper), company.shopper, { number, locale: 'en' }))
	expect(page?.order).toMatchObject({
		poNumber: 'PO-agate',
		termsDays: 45,
		netMinor: 16013,
		totalMinor: 17478,
		contactName: 'Luka Novak agate',
		userName: null,
	})
	expect(page?.order.groups.map(({ code, netMinor, taxMinor, dueMinor, status }) => [code, netMinor, taxMinor, dueMinor, status])).toEqual([
		['A', 9323, 699, 10111, 'open'],
		['B', 5004, 375, 5468, 'open'],
		['C', 1686, 141, 1899, 'open'],
	])
	expect(page?.order.lines.map(({ name, quantity, netMinor }) => [name, quantity, netMinor])).toEqual([
		['New roast 1 kg', '5', 8431],
		['Tamper', '2', 6637],
		['Milk jug', '1', 945],
	])
	const names = page?.order.verdicts.map(({ promotionId }) => page.order.promotionNames[promotionId])
	expect(names?.sort()).toEqual(['F1', 'L1', 'L2', 'O1', 'T1'])
	expect(page).toMatchObject({ mayCancel: true, mayOrder: true })
})

test('why a price was paid reads the same a year later, though every book has changed, and tells a buyer nothing private', async () => {
	const { company, number } = await makePlacedStory(db, 'beryl')
	const before = await openStoredTrace(asShopper(db, company.shopper), company.shopper, { number, sequence: 1 })
	await db`update price_book_entry set tier_price = '{1.00}', tier_from = '{1}' where price_book_id = ${company.books.contract}`
	await db`update price_book set version = version + 7, name = 'Renamed' where seller_entity_id = ${company.sellerId}`
	const after = await openStoredTrace(asShopper(db, company.shopper), company.shopper, { number, sequence: 1 })
	expect(JSON.stringify(after)).toBe(JSON.stringify(before))
	expect(before?.traces[0]?.hash).toMatch(/^[0-9a-f]{64}$/)
	expect(JSON.stringify(before)).toContain('17.750000')
	expect(JSON.stringify(before)).not.toMatch(/unitCost|floorPrice|private/)
})

test("another account's order is no order", async () => {
	const { company, number } = await makePlacedStory(db, 'coral')
	const other = await makeCompany(db, 'flint')
	expect(await openOrder(asShopper(db, other.shopper), other.shopper, { number, locale: 'en' })).toBeNull()
	expect(await openStoredTrace(asShopper(db, other.shopper), other.shopper, { number, sequence: 1 })).toBeNull()
	expect(await openQuickOrder(asShopper(db, other.shopper), other.shopper, { from: { kind: 'order', number }, locale: 'en', at: morning })).toBeNull()
	expect(await cancelOrder(asShopper(db, other.shopper), other.shopper, { number, at: morning })).toBeNull()
	expect((await openOrders(asShopper(db, other.shopper), other.shopper, all))?.orders).toEqual([])
	const [stage] = await db`select stage from sales_order where account_id = ${company.accountId}`
	expect(stage).toEqual({ stage: 'placed' })
})

test('orders are found by number, PO, product and store, by status and day, page by page without a gap', async () => {
	const { company, number } = await makePlacedStory(db, 'jade')
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${company.accountId}`
	const bean = storyRows(company).slice(0, 1)
	for (let day = 1; day <= 30; day += 1) await placeRows(db, company, bean, `PO-B${day}`, new Date(morning.getTime() + day * 864e5))
	const found = async (query: Partial<OrdersQuery>) =>
		(await openOrders(asShopper(db, company.shopper), company.shopper, { ...all, ...query }))?.orders.map((order) => order.poNumber)
	const first = await expectStatements(db, 1, () => openOrders(asShopper(db, company.shopper), company.shopper, all))
	expect(first?.orders).toHaveLength(25)
	const second = await openOrders(asShopper(db, company.shopper), company.shopper, { ...all, after: first?.next ?? null })
	expect(second?.next).toBeNull()
	const seen = [...(first?.orders ?? []), ...(second?.orders ?? [])].map((order) => order.id)
	expect([seen.length, new Set(seen).size]).toEqual([31, 31])
	expect(await found({ text: number })).toEqual(['PO-jade'])
	expect(await found({ text: 'po-b17' })).toEqual(['PO-B17'])
	expect(await found({ text: 'tamper' })).toEqual(['PO-jade'])
	expect(await found({ text: 'bismarck' })).toEqual(['PO-jade'])
	expect(await found({ text: '100%' })).toEqual([])
	expect(await found({ from: '2026-03-05', to: '2026-03-06' })).toEqual(['PO-B4', 'PO-B3'])
	expect(await found({ status: 'delivered' })).toEqual([])
	expect(await found({ store: 'C' })).toEqual(['PO-jade'])
	expect(await found({ store: 'E' })).toEqual([])
	expect(await found({ text: 'TAMPER', store: 'B', status: 'open' })).toEqual(['PO-jade'])
	await db`update delivery_group g set requested_on = '2026-05-04' from sales_order o where o.id = g.order_id and o.po_number in ('PO-B3', 'PO-B9') and g.account_id = ${company.accountId}`
	expect(await found({ wantedFrom: '2026-05-04', wantedTo: '2026-05-04' })).toEqual(['PO-B9', 'PO-B3'])
	expect(await found({ wantedFrom: '2026-05-04', wantedTo: '2026-05-04', store: 'A', sort: 'oldest' })).toEqual(['PO-B3', 'PO-B9'])
	expect(await found({ wantedFrom: '2026-05-05' })).toEqual([])
	for (const sort of ['oldest', 'largest']) {
		const one = await openOrders(asShopper(db, company.shopper), company.shopper, { ...all, sort })
		const two = await openOrders(asShopper(db, company.shopper), company.shopper, { ...all, sort, after: one?.next ?? null })
		const both = [...(one?.orders ?? []), ...(two?.orders ?? [])]
		expect([new Set(both.map(({ id }) => id)).size, both[0]?.poNumber, two?.next]).toEqual([31, 'PO-jade', null])
	}
	await db`update delivery_group set status = 'cancelled' where order_id = (select id from sales_order where po_number = 'PO-B5' and account_id = ${company.accountId})`
	expect(await found({ status: 'cancelled' })).toEqual(['PO-B5'])
	await db`delete from delivery_group where order_id = (select id from sales_order where po_number = 'PO-B6' and account_id = ${company.accountId})`
	expect(await found({ status: 'closed' })).toEqual(['PO-B6'])
	const rows = await exportOrders(asShopper(db, company.shopper), company.shopper, all)
	expect(rows).toHaveLength(31)
	expect(rows?.at(-1)).toEqual([number, '2026-03-02', 'open', 'PO-jade', 'Bismarck; Downtown; Moorhead', '3', 'USD', '174.78', '0.00'])
})

test('cancelling frees credit, stock, budgets and the PO number, and is told', async () => {
	const company = await makeCompany(db, 'marble')
	const warehouseId = await makeStock(db, company, 10)
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from) values (${company.sellerId}, 'M', 'line', 'a', 'USD', '{}', '{"kind":"percent","scope":"line","percentPpm":100000}', 'published', '2026-01-01') returning id`
	await db`insert into promotion_text (promotion_id, locale, name) values (${promotion?.id ?? 0}, 'en', 'Ten')`
	await db`insert into promotion_budget (promotion_id, limit_minor) values (${promotion?.id ?? 0}, 100000)`
	const { number } = await placeRows(db, company, storyRows(company), 'PO-1')
	const held = async () => {
		const [row] =
			await db`select (select reserved_minor from credit_profile where account_id = ${company.accountId}) as credit, (select sum(reserved)::text from stock_level where warehouse_id = ${warehouseId}) as stock,
			(select reserved_minor > 0 from promotion_budget where promotion_id = ${promotion?.id ?? 0}) as budget`
		return row
	}
	expect(await held()).toMatchObject({ stock: '8.0000', budget: true })
	expect(await cancelOrder(db, { ...company.shopper, role: 'viewer' }, { number, at: morning })).toMatchObject({
		ok: false,
		refusals: [{ code: 'ROLE_MAY_NOT' }],
	})
	expect(await expectStatements(db, 8, () => cancelOrder(asShopper(db, company.shopper), company.shopper, { number, at: morning }))).toMatchObject({ ok: true })
	expect(await held()).toEqual({ credit: 0, stock: '0.0000', budget: false })
	expect(await cancelOrder(asShopper(db, company.shopper), company.shopper, { number, at: morning })).toMatchObject({
		ok: false,
		refusals: [{ code: 'ORDER_NOT_OPEN' }],
	})
	const [event] = await db`select topic, payload->>'number' as number from outbox_event where account_id = ${company.accountId} and topic = 'order.cancelled'`
	expect(event).toEqual({ topic: 'order.cancelled', number })
	expect(await placeRows(db, company, storyRows(company), 'PO-1')).toMatchObject({ ok: true })
})

test('a part of an order is cancelled before it ships: what a buyer earned with more she does not keep, what the house cancels keeps its price, and the rest sums', async () => {
	const company = await makeCompany(db, 'onyx')
	const warehouseId = await makeStock(db, company, 10)
	const { orderId, number } = await placeRows(db, company, storyRows(company), 'PO-1')
	const { userId } = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
	const her = { ...company.shopper, kind: 'rep' as const, userId, userName: 'Natalie Ortiz' }
	const cells = await db<{ id: number; sku: string; code: string }[]>`
		select a.id, l.sku, p.code from allocation a join order_line l on l.id = a.line_id join delivery_group g on g.id = a.group_id join location p on p.id = g.location_id where a.order_id = ${orderId}`
	const of = (sku: string, code: string, quantity: string) => ({
		allocationId: cells.find((cell) => cell.sku === sku && cell.code === code)?.id ?? 0,
		quantity,
	})
	const cut = (who: typeof company.shopper, ...rows: ReturnType<typeof of>[]) =>
		cancelPart(asShopper(db, company.shopper), who, { number, cut: rows, note: 'Too many', at: morning })
	const held = async () => {
		const [row] =
			await db`select (select reserved_minor from credit_profile where account_id = ${company.accountId}) as credit, (select sum(reserved)::text from stock_level where warehouse_id = ${warehouseId}) as stock`
		return row
	}
	const [order] = await db<{ totalMinor: number }[]>`select total_minor from sales_order where id = ${orderId}`
	const totalMinor = order?.totalMinor ?? 0
	expect(await held()).toEqual({ credit: totalMinor, stock: '8.0000' })
	const { bean, jug, tamper } = company.skus
	expect(await cut({ ...company.shopper, role: 'viewer' }, of(jug, 'A', '1'))).toMatchObject({ refusals: [{ code: 'ROLE_MAY_NOT' }] })
	// Five beans reached the contract's tier of five.
	expect(await cut(company.shopper, of(bean, 'A', '1'))).toMatchObject({ refusals: [{ code: 'CUT_REPRICES', line: 1 }] })
	expect(await cut(company.shopper, of(jug, 'A', 'x'))).toMatchObject({ refusals: [{ code: 'NOT_A_QUANTITY' }] })
	// 19.95 and 7.5 % of it.
	expect(await expectStatements(db, 9, () => cut(company.shopper, of(jug, 'A', '1'), of(bean, 'A', '')))).toEqual({ ok: true, lapsedMinor: 2145 })
	// 17.75 at 7.5 %, and the whole of delivery C: 17.75 at 8.375 % and its freight of 6.50.
	expect(await cut(her, of(bean, 'B', '1'), of(bean, 'C', '1'))).toEqual({ ok: true, lapsedMinor: 1908 + 1924 + 650 })
	expect(await held()).toEqual({ credit: totalMinor - 2145 - 4482, stock: '5.0000' })
	const groups =
		await db`select p.code, g.status, g.cancelled_minor from delivery_group g join location p on p.id = g.location_id where g.order_id = ${orderId} order by p.code`
	expect(groups.map(({ code, status, cancelledMinor }) => [code, status, cancelledMinor])).toEqual([
		['A', 'open', 2145],
		['B', 'open', 1908],
		['C', 'cancelled', 2574],
	])
	expect(await cut(her, of(tamper, 'B', '1'), of(tamper, 'A', '1'), of(bean, 'A', '3'))).toMatchObject({ refusals: [{ code: 'CUT_WHOLE' }] })
	const staff = { seller: company.shopper.seller, userId } as unknown as Parameters<typeof shipGroup>[2]
	for (const { id } of await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} and status = 'open' order by id`)
		expect(
			await shipGroup(db, {} as never, staff, {
				...{ groupId: id, quantities: null, closesShort: false, warehouseId, carrier: null },
				...{ trackingNumber: null, at: morning, requestId: 'r' },
			}),
		).toMatchObject({ ok: true })
	const [sums] = await db`select sum(total_minor)::int as invoiced from invoice where order_id = ${orderId}`
	expect(sums).toEqual({ invoiced: totalMinor - 2145 - 4482 })
	expect(await held()).toEqual({ credit: 0, stock: '0.0000' })
	const told =
		await db`select acted_by_user_id, payload->>'lapsedMinor' as lapsed from outbox_event where topic = 'order.part_cancelled' and account_id = ${company.accountId} order by id`
	expect(told.map(({ lapsed }) => lapsed)).toEqual(['2145', '4482'])
	const other = await makeCompany(db, 'opal')
	expect(await cancelPart(asShopper(db, other.shopper), other.shopper, { number, cut: [of(tamper, 'A', '1')], note: null, at: morning })).toBeNull()
})

test('what falls away of a discount and of a contract period is free again with the part, not only with the whole', async () => {
	const company = await makeCompany(db, 'pearl')
	await db`update price_book set basis = 'account_period' where id = ${company.books.contract}`
	await db`update price_book_entry set tier_from = '{1}', tier_price = '{17.00}' where price_book_id = ${company.books.contract}`
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from) values (${company.sellerId}, 'P', 'line', 'a', 'USD', '{}', '{"kind":"percent","scope":"line","percentPpm":100000}', 'published', '2026-01-01') returning id`
	const promotionId = promotion?.id ?? 0
	await db`insert into promotion_text (promotion_id, locale, name) values (${promotionId}, 'en', 'Ten')`
	await db`insert into promotion_budget (promotion_id, limit_minor, limit_uses) values (${promotionId}, 100000, 10)`
	const { orderId, number } = await placeRows(db, company, storyRows(company).slice(0, 1), 'PO-1')
	const { userId } = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
	const her = { ...company.shopper, kind: 'rep' as const, userId, userName: 'Natalie Ortiz' }
	const [cell] = await db<{ id: number }[]>`select id from allocation where order_id = ${orderId}`
	const held = async () => {
		const [row] =
			await db`select reserved_minor, reserved_uses, (select committed_quantity::text from period_counter where account_id = ${company.accountId}) as committed,
			(select sum(quantity)::text from period_commitment where order_id = ${orderId}) as kept, (select amount_minor from promotion_reservation where order_id = ${orderId}) as reserved from promotion_budget where promotion_id = ${promotionId}`
		return row
	}
	expect(await held()).toEqual({ reservedMinor: 510, reservedUses: 1, committed: '3.0000', kept: '3.0000', reserved: 510 })
	const cut = [{ allocationId: cell?.id ?? 0, quantity: '1' }]
	expect(await cancelPart(asShopper(db, company.shopper), company.shopper, { number, cut, note: null, at: morning })).toMatchObject({
		refusals: [{ code: 'CUT_REPRICES' }],
	})
	expect(await cancelPart(asShopper(db, company.shopper), her, { number, cut, note: null, at: morning })).toMatchObject({ ok: true })
	expect(await held()).toEqual({ reservedMinor: 340, reservedUses: 1, committed: '2.0000', kept: '2.0000', reserved: 340 })
	expect(await cancelOrder(asShopper(db, company.shopper), company.shopper, { number, at: morning })).toMatchObject({ ok: true })
	expect(await held()).toMatchObject({ reservedMinor: 0, reservedUses: 0, committed: '0.0000' })
})
