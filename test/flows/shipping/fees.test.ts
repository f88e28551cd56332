import { expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { askReturn } from '../../../app/flows/return/ask-return.ts'
import { decideReturn } from '../../../app/flows/return/decide-return.ts'
import { openReturnForm } from '../../../app/flows/return/open-returns.ts'
import { receiveReturn } from '../../../app/flows/return/receive-return.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { listWarehouse, readShippableGroup } from '../../../db/queries/shipment.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../../support/company.ts'
import { makeStaff, morning, placeRows, storyRows } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

/** Handling 4.50 once, and 2.00 on goods below 200.00; Moorhead's state taxes fees. */
async function withFees(lot: string): Promise<Company> {
	const company = await makeCompany(db, lot)
	await makeStoryPromotions(db, company)
	await db`
		insert into fee_rule (seller_entity_id, kind, names, currency, amount_minor, per, below_minor, valid_from) values
			(${company.sellerId}, 'handling', '{"en":"Handling fee","cs":"Manipulační poplatek"}', 'USD', 450, 'delivery', null, '2026-01-01'),
			(${company.sellerId}, 'small_order', '{"en":"Small-order fee"}', 'USD', 200, 'order', 20000, '2026-01-01')`
	await db`update tax_rate set taxes_fees = true where seller_entity_id = ${company.sellerId} and region = 'MN'`
	return company
}
const staffOf = async (company: Company) =>
	({
		...{ kind: 'staff', userId: await makeStaff(db, company, ['rep']), name: 'Natalie Ortiz', email: '', locale: 'en', roles: ['rep'] },
		...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
	}) as unknown as StaffMember
const input = { closesShort: false, warehouseId: null, carrier: null, trackingNumber: null, at: morning, requestId: 'r' }

test('fees stand on the order as lines, promotions leave them alone, and their deliveries carry them to the invoices', async () => {
	const company = await withFees('agate')
	const { orderId } = await placeRows(db, company, storyRows(company), 'PO-1')
	const lines =
		await db`select kind, name, product_id, quantity::int as quantity, resolved_minor, discount_minor, net_minor, tax_minor, tax_code from order_line where order_id = ${orderId} and kind = 'fee' order by sequence`
	// 4.50 in Moorhead at 7.5 % is 0.34.
	expect(lines).toEqual([
		{ kind: 'fee', name: 'Handling fee', productId: null, quantity: 3, resolvedMinor: 1350, discountMinor: 0, netMinor: 1350, taxMinor: 34, taxCode: 'fee' },
		{ kind: 'fee', name: 'Small-order fee', productId: null, quantity: 1, resolvedMinor: 200, discountMinor: 0, netMinor: 200, taxMinor: 0, taxCode: 'fee' },
	])
	const [order] =
		await db`select goods_minor, discount_minor, net_minor, shipping_minor, shipping_discount_minor, tax_minor, total_minor from sales_order where id = ${orderId}`
	expect(order).toMatchObject({
		goodsMinor: 20850,
		netMinor: 16013 + 1550,
		shippingMinor: 2250,
		shippingDiscountMinor: 2000,
		taxMinor: 1215 + 34,
		totalMinor: 17478 + 1550 + 34,
	})
	// Nobody packs a fee: what is to be packed is a bean, a tamper and jugs.
	const list = await listWarehouse(db, { sellerEntityId: company.sellerId, onTheWay: false, text: null, after: null, limit: 20 })
	const goods =
		await db`select count(*)::int as lines from allocation a join order_line l on l.id = a.line_id where a.order_id = ${orderId} and l.kind <> 'fee' group by a.group_id order by a.group_id`
	expect(list.map(({ lines, openLines }) => [lines, openLines])).toEqual(goods.map(({ lines: count }) => [count, count]))
	const staff = await staffOf(company)
	const groups = await db<{ id: number; dueMinor: number }[]>`select id, due_minor from delivery_group where order_id = ${orderId} order by sequence, id`
	expect(groups.map(({ dueMinor }) => dueMinor)).toEqual([10111 + 450 + 200, 5468 + 450 + 34, 1899 + 450])
	for (const { id } of groups) {
		const toPack = await readShippableGroup(db, { sellerEntityId: company.sellerId, groupId: id })
		expect(toPack?.lines.every(({ sku }) => sku !== null)).toBe(true)
		expect(await shipGroup(db, noPayment(), staff, { ...input, groupId: id, quantities: null })).toMatchObject({ ok: true, status: 'shipped' })
	}
	const invoices = await db`select total_minor from invoice where account_id = ${company.accountId} order by id`
	expect(invoices.map((one) => one['totalMinor'])).toEqual(groups.map(({ dueMinor }) => dueMinor))
	const [credit] = await db`select reserved_minor, unbilled_minor, open_invoice_minor from credit_profile where account_id = ${company.accountId}`
	expect(credit).toEqual({ reservedMinor: 0, unbilledMinor: 0, openInvoiceMinor: 17478 + 1584 })
})

test('a delivery in two parcels carries its fee with the first, whatever is typed', async () => {
	const company = await withFees('beryl')
	const { orderId } = await placeRows(db, company, storyRows(company), 'PO-1')
	const staff = await staffOf(company)
	const [group] = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id limit 1`
	const parts = await db<
		{ id: number; kind: string }[]
	>`select a.id, l.kind from allocation a join order_line l on l.id = a.line_id where a.group_id = ${group?.id ?? 0} order by l.sequence`
	const [bean] = parts
	const fee = parts.find(({ kind }) => kind === 'fee')
	const ship = (quantities: { allocationId: number; quantity: string }[] | null) =>
		shipGroup(db, noPayment(), staff, { ...input, groupId: group?.id ?? 0, quantities })
	expect(await ship([{ allocationId: fee?.id ?? 0, quantity: '1' }])).toMatchObject({ ok: false, refusals: [{ code: 'NOTHING_TO_SHIP' }] })
	expect(await ship([{ allocationId: bean?.id ?? 0, quantity: '1' }])).toMatchObject({ ok: true, status: 'part_shipped' })
	expect(await ship(null)).toMatchObject({ ok: true, status: 'shipped' })
	const shipped =
		await db`select h.number, count(*) filter (where l.kind = 'fee')::int as fees from shipment h join shipment_line s on s.shipment_id = h.id join allocation a on a.id = s.allocation_id join order_line l on l.id = a.line_id where h.order_id = ${orderId} group by h.id, h.number order by h.id`
	expect(shipped.map((one) => one['fees'])).toEqual([2, 0])
	const [sum] = await db`select sum(total_minor)::int as total from invoice where account_id = ${company.accountId}`
	expect(sum).toEqual({ total: 10111 + 650 })
})

test('a group that is freed pays what it did before', async () => {
	const company = await withFees('coral')
	await db`insert into fee_rule (seller_entity_id, kind, names, currency, amount_minor, per, buyer_group_id, valid_from) values (${company.sellerId}, 'handling', '{"en":"None"}', 'USD', 0, 'order', ${company.groupId}, '2026-01-01')`
	await db`delete from fee_rule where seller_entity_id = ${company.sellerId} and kind = 'small_order'`
	const { orderId } = await placeRows(db, company, storyRows(company), 'PO-1')
	const [order] = await db`select total_minor from sales_order where id = ${orderId}`
	expect(order).toEqual({ totalMinor: 17478 })
})

test('a delivery that comes back whole brings its fees with their tax, on the note of its last piece', async () => {
	const company = await withFees('dunite')
	const { orderId, number } = await placeRows(db, company, storyRows(company), 'PO-1')
	const staff = await staffOf(company)
	const groups = await db<{ id: number; dueMinor: number }[]>`select id, due_minor from delivery_group where order_id = ${orderId} order by sequence, id`
	for (const { id } of groups) await shipGroup(db, noPayment(), staff, { ...input, groupId: id, quantities: null })
	const things = ((await openReturnForm(db, company.shopper, number))?.things ?? []).filter(({ place }) => place === 'Moorhead')
	expect(things.length).toBeGreaterThan(1)
	const credits: Record<string, number>[] = []
	for (const { key, delivered } of things) {
		const asked = await askReturn(asShopper(db, company.shopper), company.shopper, {
			number,
			note: null,
			at: morning,
			rows: [{ key, quantity: delivered, reason: 'damaged' }],
		})
		if (!asked?.ok) throw new Error(JSON.stringify(asked))
		await decideReturn(db, staff, { returnId: asked.returnId, approves: true, note: null, at: morning, requestId: 'r' })
		const lines = await db<{ id: number; quantity: string }[]>`select id, quantity::text as quantity from return_line where return_id = ${asked.returnId}`
		const rows = lines.map(({ id, quantity }) => ({ lineId: id, received: quantity, scrapped: quantity }))
		expect(await receiveReturn(db, staff, { returnId: asked.returnId, rows, warehouseId: null, at: morning, requestId: 'r' })).toMatchObject({ ok: true })
		const [fees] = await db<{ fees: number; net: number; tax: number }[]>`
			select count(*)::int as fees, coalesce(sum(l.net_minor), 0)::int as net, coalesce(sum(l.tax_minor), 0)::int as tax from invoice i join invoice_line l on l.invoice_id = i.id
				join allocation a on a.id = l.allocation_id join order_line o on o.id = a.line_id where i.return_id = ${asked.returnId} and o.kind = 'fee'`
		credits.push(fees ?? {})
	}
	// Handling 4.50 at 7.5 % is 0.34; the small-order fee stays with the delivery that it went with.
	expect(credits).toEqual([...things.slice(1).map(() => ({ fees: 0, net: 0, tax: 0 })), { fees: 1, net: -450, tax: -34 }])
	const [whole] = await db`
		select (select sum(i.total_minor) from invoice i where i.order_id = ${orderId} and i.kind = 'credit_note')::int as back,
			(select sum(i.total_minor) - sum(i.shipping_minor) from invoice i join invoice_line l on l.invoice_id = i.id join allocation a on a.id = l.allocation_id where a.group_id = ${groups[1]?.id ?? 0} and l.sequence = 1 and i.kind = 'invoice')::int as sold`
	expect(whole?.['back']).toBe(-(whole?.['sold'] ?? 0))
})
