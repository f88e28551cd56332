import { expect, test } from 'vitest'
import { cancelPart } from '../../../app/flows/order/cancel-part.ts'
import { consentChange } from '../../../app/flows/order/consent-change.ts'
import { endChange } from '../../../app/flows/order/end-change.ts'
import { expireChanges } from '../../../app/flows/order/expire-changes.ts'
import { openOrder } from '../../../app/flows/order/open-order.ts'
import { proposeChange, type TypedChange } from '../../../app/flows/order/propose-change.ts'
import type { Shopper } from '../../../app/platform/actor.ts'
import { makeApprovers, makeRule } from '../../support/approvals.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makePlacedStory, makeStock, placeRows, storyRows } from '../../support/placed.ts'
import { makeStaff } from '../../support/staff.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 50 })
const later = new Date('2026-03-03T15:00:00Z')
const nothing: TypedChange = { cells: [], groups: [], newGroup: null, adds: [] }
const codesOf = (answer: { ok: boolean; refusals?: { code: string; line?: number }[] } | null) =>
	answer?.refusals?.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`)) ?? []

/** The cells of an order by what they hold: `TAMP B` is the line and the delivery of store B. */
async function cellsOf(company: Company, orderId: number) {
	const rows = await db<{ lineId: number; groupId: number; sku: string; code: string }[]>`
		select l.id as line_id, g.id as group_id, l.sku, p.code from order_line l cross join delivery_group g left join location p on p.id = g.location_id
		where l.order_id = ${orderId} and g.order_id = ${orderId} and l.kind = 'goods'`
	const { bean, tamper, jug } = company.skus
	const names: Record<string, string> = { [bean]: 'bean', [tamper]: 'tamper', [jug]: 'jug' }
	return (name: string, quantity: string) => {
		const found = rows.find(({ sku, code }) => `${names[sku]} ${code}` === name)
		return { lineId: found?.lineId ?? 0, groupId: found?.groupId ?? 0, quantity }
	}
}

const propose = (shopper: Shopper, number: string, typed: Partial<TypedChange>, reason: string | null = null, at = later) =>
	proposeChange(asShopper(db, shopper), shopper, { number, typed: { ...nothing, ...typed }, reason, locale: 'en', at, requestId: 'r' })

async function changeOf(changeId: number) {
	const [row] = await db<
		{ hash: string; delta: { sums: Record<string, { before: number; after: number }>; dearer: number[]; lines: Record<string, unknown>[] }; state: string }[]
	>`
		select hash, delta, state from order_change where id = ${changeId}`
	if (!row) throw new Error('no such change')
	return row
}

async function consent(shopper: Shopper, number: string, changeId: number, at = later) {
	const { hash } = await changeOf(changeId)
	return consentChange(asShopper(db, shopper), shopper, { number, changeId, hash, locale: 'en', at, requestId: 'r' })
}

async function propose1(shopper: Shopper, number: string, typed: Partial<TypedChange>, reason: string | null = null): Promise<number> {
	const proposed = await propose(shopper, number, typed, reason)
	if (!proposed?.ok) throw new Error(JSON.stringify(proposed))
	return proposed.changeId
}

/** Everything that an order holds and says, as the database has it. */
async function heldBy(orderId: number) {
	const [row] = await db`
		select o.number, o.stage, o.total_minor, o.goods_minor, o.discount_minor, o.net_minor, o.shipping_minor, o.tax_minor, o.terms_days,
			(select amount_minor from credit_reservation where order_id = o.id and state = 'live') as credit,
			(select coalesce(sum(quantity), 0)::text from stock_reservation where order_id = o.id and state = 'live') as stock,
			(select coalesce(sum(amount_minor), 0)::int from promotion_reservation where order_id = o.id) as promotions,
			(select json_agg(json_build_array(l.sequence, l.kind, l.sku, l.quantity::text, l.unit_price::text, l.net_minor, l.tax_minor, l.trace_hash) order by l.sequence) from order_line l where l.order_id = o.id) as lines,
			(select json_agg(json_build_array(g.sequence, g.location_id, g.requested_on, g.net_minor, g.shipping_minor, g.shipping_discount_minor, g.tax_minor, g.due_minor) order by g.sequence) from delivery_group g where g.order_id = o.id) as groups,
			(select json_agg(json_build_array(l.sequence, g.sequence, a.quantity::text, a.net_minor, a.tax_minor) order by l.sequence, g.sequence) from allocation a join order_line l on l.id = a.line_id join delivery_group g on g.id = a.group_id where a.order_id = o.id) as cells
		from sales_order o where o.id = ${orderId}`
	return row
}

async function repOf(company: Company): Promise<Shopper> {
	const { userId } = await makeStaff(db, company.sellerId, { firstName: 'Natalie', lastName: 'Ortiz', roles: ['rep'] })
	return { ...company.shopper, kind: 'rep', userId, userName: 'Natalie Ortiz' }
}

test('a buyer takes three of five: the tier of five is gone, 54.00 instead of 53.25, and she says yes to that', async () => {
	const company = await makeCompany(db, 'amber')
	const warehouseId = await makeStock(db, company, 10)
	const rows = [{ sku: company.skus.bean, quantity: '5', unit: null, locationId: company.locations.a, requestedOn: null }]
	const { orderId, number } = await placeRows(db, company, rows, 'PO-1')
	// 88.75, tax 6.66 (7.5 % of 88.75 is 6.656), freight 8.00.
	expect(await heldBy(orderId)).toMatchObject({ totalMinor: 10341, credit: 10341, stock: '5.0000' })
	const cell = await cellsOf(company, orderId)
	const changeId = await propose1(company.shopper, number, { cells: [cell('bean A', '3')] })
	// 54.00, tax 4.05, freight 8.00.
	const { delta } = await changeOf(changeId)
	expect(delta.sums).toMatchObject({
		goodsMinor: { before: 8875, after: 5400 },
		taxMinor: { before: 666, after: 405 },
		totalMinor: { before: 10341, after: 6605 },
	})
	expect(delta.sums['creditMinor']).toEqual({ before: 10341, after: 6605 })
	expect(delta.dearer).toEqual([1])
	expect(delta.lines).toMatchObject([
		{
			change: 'changed',
			unitPrice: { before: '17.750000', after: '18.000000' },
			quantity: { before: '5', after: '3' },
			tierFrom: { before: '5', after: null },
		},
	])
	// Asked, and nothing has happened.
	expect(await heldBy(orderId)).toMatchObject({ totalMinor: 10341, credit: 10341, stock: '5.0000', stage: 'placed' })
	// The price that she read has moved since: she agreed to another document.
	const sale = (price: string) => db`update price_book_entry set tier_price = ${`{${price}}`} where price_book_id = ${company.books.sale}`
	await sale('18.10')
	expect(codesOf(await consent(company.shopper, number, changeId))).toEqual(['CHANGE_MOVED'])
	expect(await heldBy(orderId)).toMatchObject({ totalMinor: 10341, credit: 10341, stock: '5.0000', stage: 'placed' })
	await sale('18.00')
	expect(await consent(company.shopper, number, changeId)).toEqual({ ok: true, state: 'applied' })
	expect(await heldBy(orderId)).toMatchObject({ number, stage: 'placed', totalMinor: 6605, goodsMinor: 5400, credit: 6605, stock: '3.0000' })
	const [profile] =
		await db`select reserved_minor, (select reserved::text from stock_level where warehouse_id = ${warehouseId} and product_id = ${company.products.bean}) as stock from credit_profile where account_id = ${company.accountId}`
	expect(profile).toEqual({ reservedMinor: 6605, stock: '3.0000' })
	const page = await openOrder(asShopper(db, company.shopper), company.shopper, { number, locale: 'en' })
	expect(page?.order).toMatchObject({ totalMinor: 6605, poNumber: 'PO-1' })
	const [kept] =
		await db`select version, document->>'totalMinor' as total, document->'lines'->0->>'quantity' as quantity, traces->'1'->'public' is not null as has_trace from order_version where order_id = ${orderId}`
	expect(kept).toEqual({ version: 3, total: '10341', quantity: '5', hasTrace: true })
	const events = await db`select topic from outbox_event where account_id = ${company.accountId} and topic like 'order.change%'`
	expect(events.map(({ topic }) => topic)).toEqual(['order.changed'])
})

test('changed and changed back, an order of three deliveries under five promotions reads as it was placed, to the cent', async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'basalt')
	const first = await heldBy(orderId)
	expect(first).toMatchObject({ totalMinor: 17478, credit: 17478 })
	const cell = await cellsOf(company, orderId)
	const there = await propose1(company.shopper, number, { cells: [cell('bean A', '1'), cell('tamper B', '0'), cell('jug C', '2')] })
	expect(await consent(company.shopper, number, there)).toMatchObject({ ok: true })
	const between = await heldBy(orderId)
	expect(between).not.toEqual(first)
	expect(between?.['credit']).toBe(between?.['totalMinor'])
	expect(await consent(company.shopper, number, there)).toMatchObject({ refusals: [{ code: 'CHANGE_CLOSED' }] })
	const again = await cellsOf(company, orderId)
	const back = await propose1(company.shopper, number, { cells: [again('bean A', '3'), again('tamper B', '1'), again('jug C', '0')] })
	expect(await consent(company.shopper, number, back)).toMatchObject({ ok: true })
	expect(await heldBy(orderId)).toEqual(first)
	expect(await propose(company.shopper, number, { cells: [again('bean A', '3')] })).toMatchObject({ refusals: [{ code: 'CHANGE_EMPTY' }] })
})

test('what stays keeps its price though the book was rewritten since; what comes to it has the price of today', async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'cobalt')
	const cell = await cellsOf(company, orderId)
	await db`update credit_profile set limit_minor = 1000000 where account_id = ${company.accountId}`
	await db`update price_book_entry set tier_price = '{55.00}' where product_id = ${company.products.tamper}`
	await db`update price_book_entry set tier_price = '{21.00}' where product_id = ${company.products.jug}`
	await db`update shipping_rate set price_minor = price_minor + 500 where seller_entity_id = ${company.sellerId}`
	await db`update promotion set status = 'retired' where seller_entity_id = ${company.sellerId}`
	const { lineId } = cell('jug A', '')
	const changeId = await propose1(company.shopper, number, {
		cells: [cell('tamper B', '0')],
		groups: [{ groupId: cell('bean C', '').groupId, locationId: company.locations.c, requestedOn: '2026-03-20' }],
		adds: [{ sku: company.skus.machine, quantity: '1', groupId: cell('bean A', '').groupId }],
	})
	const [change] = await db`select waits_for from order_change where id = ${changeId}`
	expect(change).toEqual({ waitsFor: ['buyer', 'house'] })
	expect(await consent(company.shopper, number, changeId)).toEqual({ ok: true, state: 'waiting' })
	expect(await consent(company.shopper, number, changeId)).toMatchObject({ refusals: [{ code: 'CHANGE_NOT_YOURS' }] })
	expect(await consent(await repOf(company), number, changeId)).toEqual({ ok: true, state: 'applied' })
	const lines = await db`select sku, quantity::text, unit_price::text, id from order_line where order_id = ${orderId} order by sequence`
	expect(lines.map(({ sku, quantity, unitPrice }) => [sku, quantity, unitPrice])).toEqual([
		[company.skus.bean, '5.0000', '17.750000'],
		[company.skus.tamper, '1.0000', '49.900000'],
		[company.skus.jug, '1.0000', '19.950000'],
		[company.skus.machine, '1.0000', '4900.000000'],
	])
	expect(lines[2]?.['id']).toBe(lineId)
	const groups = await db`select shipping_minor, requested_on from delivery_group where order_id = ${orderId} order by sequence`
	expect(groups.map(({ shippingMinor, requestedOn }) => [shippingMinor, requestedOn])).toEqual(
		[
			[800, null],
			[800, null],
			[650, '2026-03-20'],
		].slice(0, groups.length),
	)
})

test("the house's change waits for the buyer, a stale one is refused, a refusal says why, and another account sees nothing", async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'dolerite')
	const her = await repOf(company)
	const cell = await cellsOf(company, orderId)
	const first = await heldBy(orderId)
	const swap = { cells: [cell('jug A', '0')], adds: [{ sku: company.skus.bean, quantity: '1', groupId: cell('bean B', '').groupId }] }
	expect(codesOf(await propose(her, number, swap))).toEqual(['CHANGE_REASON_MISSING'])
	const changeId = await propose1(her, number, swap, 'The jug is discontinued')
	const [told] =
		await db`select contact_id, acted_by_user_id, payload->>'reason' as reason from outbox_event where topic = 'order.change_proposed' and account_id = ${company.accountId}`
	expect(told).toEqual({ contactId: company.contactId, actedByUserId: her.userId, reason: 'The jug is discontinued' })
	expect(codesOf(await propose(company.shopper, number, { cells: [cell('bean A', '2')] }))).toEqual(['CHANGE_OPEN'])
	expect(codesOf(await consent(her, number, changeId))).toEqual(['CHANGE_NOT_YOURS'])
	const end = (who: Shopper, note: string | null) => endChange(asShopper(db, who), who, { number, changeId, note, at: later, requestId: 'r' })
	expect(codesOf(await end(company.shopper, ' '))).toEqual(['CHANGE_WHY_MISSING'])
	expect(await end(company.shopper, 'We need the jug')).toEqual({ ok: true, state: 'refused' })
	expect(await heldBy(orderId)).toEqual(first)
	const second = await propose1(her, number, swap, 'The jug is discontinued')
	const [audit] = await db`select count(*)::int as entries from audit_entry where account_id = ${company.accountId} and action = 'order.change_proposed'`
	expect(audit).toEqual({ entries: 2 })
	// Meanwhile something else happened to the order.
	await db`update sales_order set version = version + 1 where id = ${orderId}`
	expect(codesOf(await consent(company.shopper, number, second))).toEqual(['CHANGE_STALE'])
	expect(codesOf(await consent(company.shopper, number, second, new Date('2026-03-20T09:00:00Z')))).toEqual(['CHANGE_EXPIRED'])
	expect(await endChange(asShopper(db, her), her, { number, changeId: second, note: null, at: later, requestId: 'r' })).toEqual({
		ok: true,
		state: 'withdrawn',
	})
	const other = await makeCompany(db, 'emery')
	expect(await propose(other.shopper, number, swap)).toBeNull()
	expect(await consent(other.shopper, number, second)).toBeNull()
	expect(await endChange(asShopper(db, other.shopper), other.shopper, { number, changeId: second, note: null, at: later, requestId: 'r' })).toBeNull()
})

test('what cannot be changed is named: cut, shipped, paid by card for more, more than an approver knows of', async () => {
	const company = await makeCompany(db, 'feldspar')
	const { orderId, number } = await placeRows(db, company, storyRows(company), 'PO-1')
	const cell = await cellsOf(company, orderId)
	expect(codesOf(await propose({ ...company.shopper, role: 'viewer' }, number, { cells: [cell('jug A', '0')] }))).toEqual(['ROLE_MAY_NOT'])
	expect(codesOf(await propose(company.shopper, number, { cells: [cell('jug A', 'x')] }))).toEqual(['NOT_A_QUANTITY 3'])
	expect(
		codesOf(await propose(company.shopper, number, { cells: ['bean A', 'bean B', 'bean C', 'tamper A', 'tamper B', 'jug A'].map((name) => cell(name, '0')) })),
	).toEqual(['CHANGE_NOTHING_LEFT'])
	expect(codesOf(await propose(company.shopper, number, { adds: [{ sku: 'NO-SUCH', quantity: '1', groupId: 0 }] }))).toEqual(['PRODUCT_UNKNOWN'])
	expect(
		codesOf(
			await propose(company.shopper, number, { groups: [{ groupId: cell('bean C', '').groupId, locationId: company.locations.c, requestedOn: '2026-02-01' }] }),
		),
	).toEqual(['DATE_PAST'])
	expect(codesOf(await propose(company.shopper, number, { newGroup: { locationId: 0, requestedOn: '' } }))).toContain('SHIP_TO_UNKNOWN')
	await db`update credit_profile set limit_minor = reserved_minor + 1000 where account_id = ${company.accountId}`
	expect(codesOf(await propose(company.shopper, number, { cells: [cell('tamper A', '3')] }))).toEqual(['CREDIT_INSUFFICIENT'])
	expect(codesOf(await propose(company.shopper, number, { cells: [{ ...cell('jug A', '1'), groupId: -1 }] }))).toEqual(['CHANGE_PLACE_MISSING'])
	// Over her limit and on hold she may still take less.
	await db`update credit_profile set limit_minor = 100 where account_id = ${company.accountId}`
	const held = { ...company.shopper, account: { ...company.shopper.account, standing: 'hold' as const } }
	expect(await consent(held, number, await propose1(held, number, { cells: [cell('tamper A', '0')] }))).toMatchObject({ ok: true })
	const now = await cellsOf(company, orderId)
	await db`insert into payment_attempt (account_id, order_id, group_id, idempotency_key, purpose, amount_minor, currency, state, created_at, updated_at)
		select account_id, order_id, id, 'k' || id, 'order', due_minor, 'USD', 'scheduled', now(), now() from delivery_group where order_id = ${orderId}`
	await db`update sales_order set payment_method = 'card' where id = ${orderId}`
	expect(codesOf(await propose(company.shopper, number, { cells: [now('jug B', '1')] }))).toEqual(['CHANGE_BY_CARD'])
	expect(await consent(company.shopper, number, await propose1(company.shopper, number, { cells: [now('tamper B', '0')] }))).toMatchObject({ ok: true })
	const paid =
		await db`select p.amount_minor - g.due_minor as off from payment_attempt p join delivery_group g on g.id = p.group_id where p.order_id = ${orderId}`
	expect(paid.map(({ off }) => off)).toEqual([0, 0, 0])
	const [one] = await db<
		{ id: number }[]
	>`select a.id from allocation a join order_line l on l.id = a.line_id where a.order_id = ${orderId} and l.sku = ${company.skus.jug}`
	expect(
		await cancelPart(asShopper(db, company.shopper), await repOf(company), {
			number,
			cut: [{ allocationId: one?.id ?? 0, quantity: '1' }],
			note: null,
			at: later,
		}),
	).toMatchObject({ ok: true })
	expect(codesOf(await propose(company.shopper, number, { cells: [now('bean A', '1')] }))).toEqual(['CHANGE_AFTER_CUT'])
	await db`update delivery_group set status = 'shipped' where order_id = ${orderId}`
	expect(codesOf(await propose(company.shopper, number, { cells: [now('bean A', '1')] }))).toContain('CHANGE_SHIPPED')
})

test('more than a rule of the company lets pass waits for who may approve, and what nobody answers runs out', async () => {
	const { company, luka, jana } = await makeApprovers(db, 'hornfels')
	const rows = [{ sku: company.skus.bean, quantity: '2', unit: null, locationId: company.locations.a, requestedOn: null }]
	const { orderId, number } = await placeRows(db, company, rows, 'PO-1')
	await makeRule(db, company, { atLeastMinor: 5000 })
	const cell = await cellsOf(company, orderId)
	const changeId = await propose1(luka, number, { cells: [cell('bean A', '4')] })
	expect(await consent(luka, number, changeId)).toEqual({ ok: true, state: 'waiting' })
	expect(codesOf(await consent(luka, number, changeId))).toEqual(['CHANGE_NOT_YOURS'])
	const told = () => db<{ topic: string; contactId: number; waitsFor: string }[]>`
		select topic, contact_id, payload->>'waitsFor' as waits_for from outbox_event where account_id = ${company.accountId} and topic like 'order.change%' order by id`
	expect((await told()).map(({ topic, waitsFor }) => [topic, waitsFor])).toEqual(Array(3).fill(['order.change_proposed', 'approver']))
	expect((await told()).map(({ contactId }) => contactId)).toContain(jana.contactId)
	expect(await consent(jana, number, changeId)).toEqual({ ok: true, state: 'applied' })
	const second = await propose1(luka, number, { cells: [cell('bean A', '5')] })
	await consent(luka, number, second)
	expect(await expireChanges(db, later)).toBe(0)
	expect(await expireChanges(db, new Date('2026-03-10T15:00:00Z'))).toBe(1)
	expect(await changeOf(second)).toMatchObject({ state: 'expired' })
	expect((await told()).at(-1)).toEqual({ topic: 'order.change_expired', contactId: luka.contactId, waitsFor: null })
	// What she only looked at herself ends without a word.
	await propose1(luka, number, { cells: [cell('bean A', '3')] })
	expect(await expireChanges(db, new Date('2026-03-20T15:00:00Z'))).toBe(1)
	expect((await told()).filter(({ topic }) => topic === 'order.change_expired')).toHaveLength(1)
})

test('two say yes at once, and it happens once', async () => {
	const { company, orderId, number } = await makePlacedStory(db, 'gneiss')
	const cell = await cellsOf(company, orderId)
	const changeId = await propose1(company.shopper, number, { cells: [cell('bean A', '2')] })
	const answers = await Promise.all([1, 2, 3, 4].map(() => consent(company.shopper, number, changeId)))
	expect(answers.filter((answer) => answer?.ok)).toHaveLength(1)
	expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['CHANGE_CLOSED']))
	const now = await heldBy(orderId)
	expect(now?.['credit']).toBe(now?.['totalMinor'])
	const [kept] = await db`select count(*)::int as versions from order_version where order_id = ${orderId}`
	expect(kept).toEqual({ versions: 1 })
})

test('50 changes at once against one credit line: exactly as many as it bears', async () => {
	const company = await makeCompany(db, 'river')
	await db`update credit_profile set limit_minor = 10000000 where account_id = ${company.accountId}`
	const rows = [{ sku: company.skus.bean, quantity: '1', unit: null, locationId: company.locations.a, requestedOn: null }]
	const placed: { orderId: number; number: string }[] = []
	for (let index = 0; index < 50; index++) placed.push(await placeRows(db, company, rows, `PO-${index}`))
	const orders = await Promise.all(
		placed.map(async ({ orderId, number }) => {
			const cell = await cellsOf(company, orderId)
			return { number, changeId: await propose1(company.shopper, number, { cells: [cell('bean A', '2')] }) }
		}),
	)
	// Each comes from 18.00 + 1.35 + 8.00 = 27.35 to 36.00 + 2.70 + 8.00 = 46.70: 19.35 more, and 300.00 bear 15 of them.
	await db`update credit_profile set limit_minor = reserved_minor + 30000 where account_id = ${company.accountId}`
	const answers = await Promise.all(orders.map(({ number, changeId }) => consent(company.shopper, number, changeId)))
	expect(answers.filter((answer) => answer?.ok)).toHaveLength(15)
	expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['CREDIT_INSUFFICIENT']))
	const [sums] =
		await db`select c.reserved_minor, (select sum(amount_minor)::int from credit_reservation where state = 'live' and account_id = c.account_id) as held,
		(select sum(total_minor)::int from sales_order where account_id = c.account_id and stage = 'placed') as ordered from credit_profile c where c.account_id = ${company.accountId}`
	expect(sums).toEqual({ reservedMinor: 50 * 2735 + 15 * 1935, held: 50 * 2735 + 15 * 1935, ordered: 50 * 2735 + 15 * 1935 })
})

test('a proposal and a consent send the same statements for 3 lines and for 300', async () => {
	const company = await makeCompany(db, 'slate')
	await db`update credit_profile set limit_minor = 1000000000 where account_id = ${company.accountId}`
	await makeStock(db, company, 1000)
	const skus = Array.from({ length: 300 }, (_, index) => `SLATE-${index}`)
	await db`insert into product (seller_entity_id, sku, slug, product_class, stock_policy, grant_policy_ids) select ${company.sellerId}, s, lower(s), 'accessory', 'backorder', (select grant_policy_ids from product where id = ${company.products.tamper}) from unnest(${db.array(skus, 25)}::text[]) s`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{5.00}' from product where sku = any(${db.array(skus, 25)}::text[])`
	await db`insert into stock_level (warehouse_id, product_id, on_hand) select (select max(id) from warehouse where seller_entity_id = ${company.sellerId}), id, 1000 from product where sku = any(${db.array(skus, 25)}::text[])`
	const counts: number[][] = []
	for (const many of [3, 300]) {
		const rows = skus.slice(0, many).map((sku) => ({ sku, quantity: '5', unit: null, locationId: company.locations.a, requestedOn: null }))
		const { orderId, number } = await placeRows(db, company, rows, `PO-${many}`)
		const cells = await db<{ lineId: number; groupId: number }[]>`select line_id, group_id from allocation where order_id = ${orderId} order by id`
		const proposed = await statementsOf(db, () =>
			propose(company.shopper, number, {
				cells: cells.map((one) => ({ ...one, quantity: '4' })),
				adds: [{ sku: skus[0] ?? '', quantity: '2', groupId: cells[0]?.groupId ?? 0 }],
			}),
		)
		if (!proposed.result?.ok) throw new Error(JSON.stringify(proposed.result))
		const { changeId } = proposed.result
		const { hash } = await changeOf(changeId)
		const said = await statementsOf(db, () =>
			consentChange(asShopper(db, company.shopper), company.shopper, { number, changeId, hash, locale: 'en', at: later, requestId: 'r' }),
		)
		expect(said.result).toEqual({ ok: true, state: 'applied' })
		counts.push([proposed.statements.length, said.statements.length])
	}
	expect(counts[1]).toEqual(counts[0])
	expect(counts[0]?.map((count) => count <= 50)).toEqual([true, true])
})
