import { expect, test } from 'vitest'
import { runStandingOrders } from '../../../app/cli/run-standing-orders.ts'
import { changeStanding } from '../../../app/flows/standing/change-standing.ts'
import { createStanding, type StandingFrom } from '../../../app/flows/standing/create-standing.ts'
import { openStanding, openStandingOrders } from '../../../app/flows/standing/open-standing.ts'
import type { Shopper } from '../../../app/platform/actor.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makePlacedStory, makeStaff, morning, placeRows } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

const everyMonday = { kind: 'weekly', weekdays: [1], everyWeeks: 1, startsOn: '2026-03-02' }
const wish = { name: 'Mondays', schedule: everyMonday, guardrailPercent: '5', poText: 'WEEK', poHasDate: true }
/** Half past six in Chicago, when a run of the day has begun. */
const on = (day: string) => new Date(`${day}T12:30:00Z`)
const at = morning

async function make(company: Company, from: StandingFrom, changed: Partial<typeof wish> = {}): Promise<number> {
	const made = await createStanding(asShopper(db, company.shopper), company.shopper, { wish: { ...wish, ...changed }, from, at })
	if (!made?.ok) throw new Error(JSON.stringify(made))
	return made.standingOrderId
}
const open = (company: Company, standingOrderId: number, when = at) =>
	openStanding(asShopper(db, company.shopper), company.shopper, { standingOrderId, locale: 'en', at: when })
const act = (company: Company, standingOrderId: number, done: Parameters<typeof changeStanding>[2]['act'], when = at) =>
	changeStanding(asShopper(db, company.shopper), company.shopper, { standingOrderId, act: done, at: when })
const work = async (when: Date) => {
	for (let round = 0; round < 20 && (await runStandingOrders(db, { tax: undefined, at: when })) > 0; round += 1);
}
const ordersOf = ({ accountId }: Company) =>
	db`select number, po_number, channel, total_minor, placed_at from sales_order where account_id = ${accountId} and channel = 'standing_order' and placed_at is not null order by id`
const runsOf = (id: number) => db`select run_on, state, reasons, cart_id from standing_run where standing_order_id = ${id} order by run_on`

test('from an order: the same goods for the same stores, previewed to the cent, placed once on its day by the submit of the page', async () => {
	const { company, number } = await makePlacedStory(db, 'weekly')
	const id = await make(company, { kind: 'order', number })
	const before = await open(company, id)
	expect(before?.next).toEqual(['2026-03-09', '2026-03-16', '2026-03-23'])
	expect(before?.standing.stores).toEqual(['Bismarck', 'Downtown', 'Moorhead'])
	expect(before?.preview).toMatchObject({ poNumber: 'WEEK-2026-03-09', holds: [], sums: { totalMinor: 17478 } })
	expect(before?.preview?.lines.map(({ name, agreed, now }) => [name, agreed, now])).toEqual([
		['New roast 1 kg', '17.750000', '17.750000'],
		['Tamper', '49.900000', '49.900000'],
		['Milk jug', '19.950000', '19.950000'],
	])
	expect(await db`select from sales_order where account_id = ${company.accountId} and stage = 'cart'`).toHaveLength(0)
	await work(new Date('2026-03-09T10:59:00Z'))
	expect(await ordersOf(company)).toHaveLength(0)
	await work(on('2026-03-09'))
	await work(on('2026-03-09'))
	expect(await ordersOf(company)).toMatchObject([{ poNumber: 'WEEK-2026-03-09', channel: 'standing_order', totalMinor: 17478 }])
	const after = await open(company, id, on('2026-03-09'))
	expect(after?.standing.runs).toMatchObject([{ runOn: '2026-03-09', state: 'placed', totalMinor: 17478 }])
	expect(after?.next[0]).toBe('2026-03-16')
	expect(
		await db`select payload ->> 'channel' as channel from outbox_event where account_id = ${company.accountId} and topic = 'order.placed' order by id desc limit 1`,
	).toEqual([{ channel: 'standing_order' }])
})

test('a price beyond the guardrail holds the run with its reason; released it is checked against what was seen, and placed', async () => {
	const { company, number } = await makePlacedStory(db, 'guard')
	const id = await make(company, { kind: 'order', number })
	await db`update price_book_entry set tier_price = '{59.90}' where price_book_id = ${company.books.base} and product_id = ${company.products.tamper}`
	const preview = await open(company, id)
	expect(preview?.preview?.holds.map(({ code, facts }) => [code, facts['before'], facts['after']])).toEqual([['STANDING_PRICE_MOVED', '49.90', '59.90']])
	await work(on('2026-03-09'))
	expect(await ordersOf(company)).toHaveLength(0)
	const [held] = (await open(company, id, on('2026-03-09')))?.standing.runs ?? []
	expect(held).toMatchObject({ state: 'held', reasons: [{ code: 'STANDING_PRICE_MOVED', facts: { sku: company.skus.tamper } }] })
	expect(await db`select from sales_order where account_id = ${company.accountId} and stage = 'cart'`).toHaveLength(0)
	expect(await db`select topic, payload ->> 'runOn' as on from outbox_event where account_id = ${company.accountId} and topic = 'standing_order.held'`).toEqual(
		[{ topic: 'standing_order.held', on: '2026-03-09' }],
	)
	// Released, and moved again before the worker comes: checked anew.
	expect(await act(company, id, { kind: 'release', runId: held?.id ?? 0 }, on('2026-03-10'))).toEqual({ ok: true })
	await db`update price_book_entry set tier_price = '{79.90}' where price_book_id = ${company.books.base} and product_id = ${company.products.tamper}`
	await work(on('2026-03-10'))
	expect((await runsOf(id))[0]).toMatchObject({ state: 'held', reasons: [{ facts: { before: '59.90', after: '79.90' } }] })
	expect(await act(company, id, { kind: 'release', runId: held?.id ?? 0 }, on('2026-03-11'))).toEqual({ ok: true })
	await work(on('2026-03-11'))
	expect(await ordersOf(company)).toMatchObject([{ poNumber: 'WEEK-2026-03-09' }])
	// What the run paid is agreed from now on.
	expect((await open(company, id, on('2026-03-11')))?.preview?.holds).toEqual([])
})

const ways: [string, string, (company: Company) => Promise<unknown>, string][] = [
	['credit that is short', 'short', ({ accountId }) => db`update credit_profile set limit_minor = 100 where account_id = ${accountId}`, 'CREDIT_INSUFFICIENT'],
	[
		'a product that is no longer granted',
		'denied',
		({ products }) => db`update product set deny_policy_ids = grant_policy_ids where id = ${products.jug}`,
		'NOT_ENTITLED',
	],
	[
		'a product with a successor',
		'later',
		({ products }) => db`update product set superseded_by_id = ${products.tamper} where id = ${products.jug}`,
		'STANDING_SUPERSEDED',
	],
	['a product on request', 'asked', ({ products }) => db`delete from price_book_entry where product_id = ${products.jug}`, 'PRICE_ON_REQUEST'],
	['stock that is refused', 'stock', ({ products }) => db`update product set stock_policy = 'refuse' where id = ${products.jug}`, 'STOCK_SHORT'],
	[
		'a PO number that was used',
		'po',
		({ accountId }) => db`update standing_order set po_has_date = false, po_text = 'PO-po' where account_id = ${accountId}`,
		'PO_DUPLICATE',
	],
	['an account on hold', 'hold', ({ accountId }) => db`update account set standing = 'hold' where id = ${accountId}`, 'TERMS_ON_HOLD'],
	['a buyer who left', 'gone', ({ contactId }) => db`update contact set is_active = false where id = ${contactId}`, 'STANDING_OWNER_GONE'],
]

test.each(ways)('%s holds the run and says so', async (_name, lot, spoil, code) => {
	const { company, number } = await makePlacedStory(db, lot)
	const id = await make(company, { kind: 'order', number })
	await spoil(company)
	await work(on('2026-03-09'))
	expect(await ordersOf(company)).toHaveLength(0)
	const [run] = await runsOf(id)
	expect(run).toMatchObject({ state: 'held', cartId: null })
	expect(((run?.['reasons'] ?? []) as { code: string }[]).map((one) => one.code)).toContain(code)
})

test('skip, undo, pause, resume, end: the next day is always the one that is said, and none comes twice', async () => {
	const { company, number } = await makePlacedStory(db, 'days')
	const id = await make(company, { kind: 'order', number })
	const next = async () => (await open(company, id))?.next[0] ?? null
	await act(company, id, { kind: 'skip' })
	expect(await next()).toBe('2026-03-16')
	await act(company, id, { kind: 'unskip', runOn: '2026-03-09' })
	expect(await next()).toBe('2026-03-09')
	await act(company, id, { kind: 'skip' })
	await act(company, id, { kind: 'pause' })
	expect(await next()).toBeNull()
	await act(company, id, { kind: 'resume' })
	expect(await next()).toBe('2026-03-16')
	await act(company, id, { kind: 'end' })
	await work(on('2026-03-30'))
	expect(await ordersOf(company)).toHaveLength(0)
	await act(company, id, { kind: 'resume' })
	await act(company, id, { kind: 'settings', wish: { ...wish, name: 'Month end', schedule: { kind: 'monthly', day: 'last', startsOn: '2026-03-02' } } })
	expect(await next()).toBe('2026-03-31')
	expect(await act(company, id, { kind: 'settings', wish: { ...wish, name: ' ', guardrailPercent: '-1', poText: '', schedule: null } })).toMatchObject({
		refusals: [{ code: 'STANDING_UNNAMED' }, { code: 'STANDING_SCHEDULE' }, { code: 'STANDING_GUARDRAIL' }, { code: 'PO_MISSING' }],
	})
})

test('what is done to it is told with who did it and in whose name; what was refused is not', async () => {
	const { company, number } = await makePlacedStory(db, 'whose')
	const { contactId } = company.shopper
	const rep: Shopper = { ...company.shopper, kind: 'rep', userId: await makeStaff(db, company, ['rep'], 'Natalie') }
	const standingOrderId = await make(company, { kind: 'order', number })
	await changeStanding(db, rep, { standingOrderId, act: { kind: 'pause' }, at })
	await changeStanding(db, { ...company.shopper, role: 'viewer' }, { standingOrderId, act: { kind: 'resume' }, at })
	const told = await db`
		select topic, acted_by_user_id, contact_id, payload ->> 'change' as change from outbox_event where subject = ${`standing_order:${standingOrderId}`} order by id`
	expect(told).toEqual([
		{ topic: 'standing_order.made', actedByUserId: null, contactId, change: null },
		{ topic: 'standing_order.changed', actedByUserId: rep.userId, contactId, change: 'pause' },
	])
})

test('a worker that was away for a month places one run, not five', async () => {
	const { company, number } = await makePlacedStory(db, 'away')
	const id = await make(company, { kind: 'order', number })
	await work(on('2026-04-07'))
	expect(await ordersOf(company)).toHaveLength(1)
	expect((await open(company, id, on('2026-04-07')))?.next[0]).toBe('2026-04-13')
})

test('two days before, its buyer is told once', async () => {
	const { company, number } = await makePlacedStory(db, 'told')
	await make(company, { kind: 'order', number })
	const told = () => db`select payload ->> 'runOn' as on from outbox_event where account_id = ${company.accountId} and topic = 'standing_order.coming'`
	await work(new Date('2026-03-07T10:00:00Z'))
	expect(await told()).toEqual([])
	await work(on('2026-03-07'))
	await work(on('2026-03-08'))
	expect(await told()).toEqual([{ on: '2026-03-09' }])
})

test("another account's standing order is none, and the statements are the same for one line and for two hundred", async () => {
	const { company, number } = await makePlacedStory(db, 'few')
	const id = await make(company, { kind: 'order', number })
	const other = await makeCompany(db, 'other')
	expect(await open(other, id)).toBeNull()
	expect(await act(other, id, { kind: 'end' })).toBeNull()
	expect((await openStandingOrders(asShopper(db, other.shopper), other.shopper))?.standing).toEqual([])
	const rows = Array.from({ length: 5 }, (_, index) => Object.values(company.locations)[index] ?? 0).flatMap((locationId) =>
		Object.values(company.skus).map((sku) => ({ sku, quantity: '2', unit: null, locationId, requestedOn: null })),
	)
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${company.accountId}`
	const large = await make(company, { kind: 'order', number: (await placeRows(db, company, rows, 'PO-large')).number })
	const few = await statementsOf(db, () => open(company, id))
	const many = await statementsOf(db, () => open(company, large))
	expect(many.result?.preview?.holds).toEqual([])
	expect(many.statements.length).toBe(few.statements.length)
	expect(few.statements.length).toBeLessThanOrEqual(11)
})
