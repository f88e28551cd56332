import { expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { openOrder } from '../../../app/flows/order/open-order.ts'
import { markDelivered } from '../../../app/flows/shipping/mark-delivered.ts'
import { type ShipGroup, shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makePlacedStory, makeStaff, makeStock, morning, placeRows, storyRows } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 30 })

const staffOf = async (company: Company): Promise<StaffMember> => ({
	...{
		kind: 'staff',
		userId: await makeStaff(db, company, ['rep']),
		name: 'Natalie Ortiz',
		email: '',
		locale: 'en',
		roles: ['rep'],
		seller: company.shopper.seller,
	},
	...{ sessionHash: '', actingFor: null },
})
const groupsOf = async (orderId: number) =>
	(await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id`).map(({ id }) => id)
const input = (groupId: number, more: Partial<ShipGroup> = {}): ShipGroup => ({
	...{ groupId, quantities: null, closesShort: false, warehouseId: null, carrier: 'UPS', trackingNumber: '1Z999', at: morning, requestId: 'r' },
	...more,
})
const ship = (staff: StaffMember, groupId: number, more: Partial<ShipGroup> = {}) => shipGroup(db, noPayment(), staff, input(groupId, more))
const allocationsOf = (groupId: number) =>
	db<
		{ id: number; sku: string }[]
	>`select a.id, l.sku from allocation a join order_line l on l.id = a.line_id where a.group_id = ${groupId} order by l.sequence`
const creditOf = async ({ accountId }: Company) =>
	(await db`select reserved_minor, unbilled_minor, open_invoice_minor from credit_profile where account_id = ${accountId}`)[0]
const invoicesOf = ({ accountId }: Company) =>
	db`select number, net_minor, shipping_minor, tax_minor, total_minor, due_on, issued_on from invoice where account_id = ${accountId} order by id`

test("P2's order shipped store by store: each delivery invoiced to the cent, credit moves with the goods", async () => {
	const { company, orderId } = await makePlacedStory(db, 'agate')
	const staff = await staffOf(company)
	const [a = 0, b = 0, c = 0] = await groupsOf(orderId)
	for (const group of [a, b, c]) expect(await ship(staff, group)).toMatchObject({ ok: true, status: 'shipped' })
	const invoices = await invoicesOf(company)
	expect(invoices.map((one) => [one['netMinor'], one['shippingMinor'], one['taxMinor'], one['totalMinor']])).toEqual([
		[9323, 89, 699, 10111],
		[5004, 89, 375, 5468],
		[1686, 72, 141, 1899],
	])
	expect(invoices.map((one) => one['number'])).toEqual(['AGATE-000001', 'AGATE-000002', 'AGATE-000003'])
	expect(invoices[0]).toMatchObject({ issuedOn: '2026-03-02', dueOn: '2026-04-16' })
	expect(await creditOf(company)).toEqual({ reservedMinor: 0, unbilledMinor: 0, openInvoiceMinor: 17478 })
	const events =
		await db`select topic, count(*)::int as count from outbox_event where account_id = ${company.accountId} and topic in ('order.shipped','invoice.issued','invoice.paid') group by topic order by topic`
	expect(events).toEqual([
		{ topic: 'invoice.issued', count: 3 },
		{ topic: 'order.shipped', count: 3 },
	])
	const [audit] = await db`select action, user_id from audit_entry where account_id = ${company.accountId} limit 1`
	expect(audit).toEqual({ action: 'order.shipped', userId: staff.userId })
})

test("partial shipments cut P2's bean into 16.86, 16.87 and 16.86, and their invoices sum to the delivery", async () => {
	const { company, orderId } = await makePlacedStory(db, 'beryl')
	const staff = await staffOf(company)
	const [a = 0] = await groupsOf(orderId)
	const [bean] = await allocationsOf(a)
	const one = { quantities: [{ allocationId: bean?.id ?? 0, quantity: '1' }] }
	expect(await ship(staff, a, one)).toMatchObject({ ok: true, status: 'part_shipped' })
	expect(await ship(staff, a, one)).toMatchObject({ ok: true, status: 'part_shipped' })
	expect(await ship(staff, a)).toMatchObject({ ok: true, status: 'shipped' })
	const lines =
		await db`select net_minor, tax_minor from shipment_line where account_id = ${company.accountId} and allocation_id = ${bean?.id ?? 0} order by shipment_id`
	expect(lines.map((line) => line['netMinor'])).toEqual([1686, 1687, 1686])
	const invoiceLines =
		await db`select net_minor from invoice_line where account_id = ${company.accountId} and allocation_id = ${bean?.id ?? 0} order by invoice_id`
	expect(invoiceLines.map((line) => line['netMinor'])).toEqual([1686, 1687, 1686])
	const [sum] =
		await db`select sum(net_minor)::int as net, sum(tax_minor)::int as tax, sum(shipping_minor)::int as shipping, sum(total_minor)::int as total from invoice where account_id = ${company.accountId}`
	expect(sum).toEqual({ net: 9323, tax: 699, shipping: 89, total: 10111 })
	expect(await creditOf(company)).toEqual({ reservedMinor: 17478 - 10111, unbilledMinor: 0, openInvoiceMinor: 10111 })
	const page = await openOrder(asShopper(db, company.shopper), company.shopper, { number: 'BERYL-000001', locale: 'en' })
	expect(page?.order.groups[0]).toMatchObject({ status: 'shipped', shipments: [{ trackingNumber: '1Z999' }, {}, {}] })
	expect(page?.mayCancel).toBe(false)
})

test.each([
	['group', [10111, 5468, 1899]],
	['order', [17478]],
] as const)('invoices per %s wait: goods shipped are unbilled until then', async (per, totals) => {
	const { company, orderId } = await makePlacedStory(db, `per-${per}`)
	await db`update account set invoice_per = ${per} where id = ${company.accountId}`
	const staff = await staffOf(company)
	const [a = 0, b = 0, c = 0] = await groupsOf(orderId)
	const [bean] = await allocationsOf(a)
	await ship(staff, a, { quantities: [{ allocationId: bean?.id ?? 0, quantity: '2' }] })
	expect(await invoicesOf(company)).toHaveLength(0)
	const credit = (await creditOf(company)) as { reservedMinor: number; unbilledMinor: number; openInvoiceMinor: number }
	expect(credit.unbilledMinor).toBeGreaterThan(0)
	expect(credit.reservedMinor + credit.unbilledMinor).toBe(17478)
	for (const group of [a, b, c]) await ship(staff, group)
	expect((await invoicesOf(company)).map((one) => one['totalMinor'])).toEqual(totals)
	expect(await creditOf(company)).toEqual({ reservedMinor: 0, unbilledMinor: 0, openInvoiceMinor: 17478 })
})

test('stock leaves the shelf from where it was reserved; what is not there does not ship', async () => {
	const company = await makeCompany(db, 'coral')
	const warehouseId = await makeStock(db, company, 4)
	const { orderId } = await placeRows(db, company, storyRows(company), 'PO-1')
	const staff = await staffOf(company)
	const [a = 0, b = 0, c = 0] = await groupsOf(orderId)
	const bean = async () =>
		(
			await db`select trim_scale(on_hand)::text as on_hand, trim_scale(reserved)::text as reserved from stock_level where warehouse_id = ${warehouseId} and product_id = ${company.products.bean}`
		)[0]
	expect(await bean()).toEqual({ onHand: '4', reserved: '4' })
	expect(await ship(staff, a, { warehouseId })).toMatchObject({ ok: true })
	expect(await bean()).toEqual({ onHand: '1', reserved: '1' })
	expect(await ship(staff, b, { warehouseId })).toMatchObject({ ok: true })
	expect(await ship(staff, c, { warehouseId })).toMatchObject({ ok: false, refusals: [{ code: 'STOCK_MISSING', line: 1 }] })
	expect(await bean()).toEqual({ onHand: '0', reserved: '0' })
	expect(await db`select 1 from shipment where account_id = ${company.accountId}`).toHaveLength(2)
	await db`update stock_level set on_hand = 1 where warehouse_id = ${warehouseId} and product_id = ${company.products.bean}`
	expect(await ship(staff, c, { warehouseId })).toMatchObject({ ok: true })
})

test('a delivery closed short keeps its price, and gives back the credit and the stock of what will not come', async () => {
	const company = await makeCompany(db, 'slate')
	await makeStock(db, company, 10)
	const { orderId } = await placeRows(db, company, storyRows(company), 'PO-1')
	const staff = await staffOf(company)
	const [a = 0, b = 0, c = 0] = await groupsOf(orderId)
	const [bean] = await allocationsOf(a)
	const shipped = await ship(staff, a, { quantities: [{ allocationId: bean?.id ?? 0, quantity: '2' }], closesShort: true })
	expect(shipped).toMatchObject({ ok: true, status: 'shipped' })
	for (const group of [b, c]) await ship(staff, group)
	const [sum] = await db`select sum(total_minor)::int as total from invoice where account_id = ${company.accountId}`
	expect(await creditOf(company)).toEqual({ reservedMinor: 0, unbilledMinor: 0, openInvoiceMinor: sum?.['total'] })
	const [line] = await db`select net_minor from invoice_line where account_id = ${company.accountId} and allocation_id = ${bean?.id ?? 0}`
	expect(line).toEqual({ netMinor: 2 * 1775 })
	const [stock] = await db`select sum(reserved)::int as reserved, count(*) filter (where reserved < 0)::int as negative from stock_level`
	expect(stock).toEqual({ reserved: 0, negative: 0 })
})

test('what is wrong is refused by name and leaves nothing: too much, nothing, no number, another seller', async () => {
	const { company, orderId } = await makePlacedStory(db, 'jade')
	const staff = await staffOf(company)
	const [a = 0] = await groupsOf(orderId)
	const [bean, tamper] = await allocationsOf(a)
	const quantities = [
		{ allocationId: bean?.id ?? 0, quantity: '4' },
		{ allocationId: tamper?.id ?? 0, quantity: '0.5' },
	]
	expect(await ship(staff, a, { quantities })).toMatchObject({
		refusals: [
			{ code: 'SHIPS_TOO_MUCH', line: 1 },
			{ code: 'NOT_IN_UNIT', line: 2 },
		],
	})
	expect(await ship(staff, a, { quantities: [] })).toMatchObject({ refusals: [{ code: 'NOTHING_TO_SHIP' }] })
	expect(await ship(staff, a, { quantities: [{ allocationId: bean?.id ?? 0, quantity: 'two' }] })).toMatchObject({ refusals: [{ code: 'NOT_A_QUANTITY' }] })
	const stranger = await staffOf(await makeCompany(db, 'flint'))
	expect(await ship(stranger, a)).toBeNull()
	await db`update sales_order set payment_method = 'card' where id = ${orderId}`
	expect(await ship(staff, a)).toMatchObject({ refusals: [{ code: 'PAYMENT_NOT_AUTHORISED' }] })
	expect(await db`select 1 from shipment where account_id = ${company.accountId}`).toHaveLength(0)
	expect(await creditOf(company)).toEqual({ reservedMinor: 17478, unbilledMinor: 0, openInvoiceMinor: 0 })
})

test('two people who ship the same delivery at once ship it once; numbers have no gap', async () => {
	const { company, orderId } = await makePlacedStory(db, 'pyrite')
	const staff = await staffOf(company)
	const groups = await groupsOf(orderId)
	const answers = await Promise.all([...groups, ...groups, ...groups].map((group) => ship(staff, group)))
	expect(answers.filter((answer) => answer?.ok)).toHaveLength(3)
	expect(answers.flatMap((answer) => (answer && !answer.ok ? answer.refusals.map(({ code }) => code) : []))).toEqual(Array(6).fill('GROUP_NOT_OPEN'))
	expect((await invoicesOf(company)).map((one) => one['number'])).toEqual(['PYRITE-000001', 'PYRITE-000002', 'PYRITE-000003'])
	expect(await creditOf(company)).toEqual({ reservedMinor: 0, unbilledMinor: 0, openInvoiceMinor: 17478 })
})

test('promotions’ budgets are committed with the last delivery, and a delivery that arrived is told once', async () => {
	const company = await makeCompany(db, 'topaz')
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from) values (${company.sellerId}, 'M', 'line', 'a', 'USD', '{}', '{"kind":"percent","scope":"line","percentPpm":100000}', 'published', '2026-01-01') returning id`
	await db`insert into promotion_text (promotion_id, locale, name) values (${promotion?.id ?? 0}, 'en', 'Ten')`
	await db`insert into promotion_budget (promotion_id, limit_minor) values (${promotion?.id ?? 0}, 100000)`
	const { orderId } = await placeRows(db, company, storyRows(company), 'PO-1')
	const staff = await staffOf(company)
	const [a = 0, b = 0, c = 0] = await groupsOf(orderId)
	const budget = async () =>
		(await db`select reserved_minor > 0 as reserved, committed_minor > 0 as committed from promotion_budget where promotion_id = ${promotion?.id ?? 0}`)[0]
	await ship(staff, a)
	await ship(staff, b)
	expect(await budget()).toEqual({ reserved: true, committed: false })
	await ship(staff, c)
	expect(await budget()).toEqual({ reserved: false, committed: true })
	const [shipment] = await db<{ id: number }[]>`select id from shipment where group_id = ${a}`
	const arrived = { shipmentId: shipment?.id ?? 0, at: morning, requestId: 'r' }
	expect(await markDelivered(db, staff, arrived)).toMatchObject({ ok: true })
	expect(await markDelivered(db, staff, arrived)).toBeNull()
	const [group] = await db`select status from delivery_group where id = ${a}`
	expect(group).toEqual({ status: 'delivered' })
	expect(await db`select 1 from outbox_event where account_id = ${company.accountId} and topic = 'order.delivered'`).toHaveLength(1)
})

test('the same statements for 2 lines and for 200', async () => {
	const company = await makeCompany(db, 'marble')
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${company.accountId}`
	await db`insert into product (seller_entity_id, sku, slug, grant_policy_ids, stock_policy) select ${company.sellerId}, 'M-' || i, 'm-' || i, ${db.array([...company.shopper.account.policyIds], 23)}::int[], 'untracked' from generate_series(1, 200) i`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{11.05}' from product where seller_entity_id = ${company.sellerId} and sku like 'M-%'`
	const staff = await staffOf(company)
	const counts: number[] = []
	for (const count of [2, 200]) {
		const rows = Array.from({ length: count }, (_, index) => ({
			sku: `M-${index + 1}`,
			quantity: '2',
			unit: null,
			locationId: company.locations.a,
			requestedOn: null,
		}))
		const { orderId } = await placeRows(db, company, rows, `PO-${count}`)
		const [group = 0] = await groupsOf(orderId)
		const { result, statements } = await statementsOf(db, () => ship(staff, group))
		expect(result).toMatchObject({ ok: true })
		counts.push(statements.length)
	}
	expect(counts).toEqual([12, 12])
})
