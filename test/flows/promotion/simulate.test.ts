import { expect, test } from 'vitest'
import type { AskedRow } from '../../../app/engine/cart/resolve-rows.ts'
import { advanceSimulations } from '../../../app/flows/merchandising/advance-simulations.ts'
import { simulatePromotion } from '../../../app/flows/merchandising/simulate-promotion.ts'
import { stopSimulation } from '../../../app/flows/merchandising/stop-simulation.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../../support/company.ts'
import { makeStaff, morning, placeRows, storyRows } from '../../support/placed.ts'
import { addPromotion } from '../../support/promotions.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

const staffOf = async (company: Company): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, company, ['merchandiser'], 'Tomás'), name: 'Tomás', email: '', locale: 'en', roles: ['merchandiser'] },
	...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
})

/** Carts unlike each other: one store and three, accessories and none, large and small. */
const carts = (company: Company): AskedRow[][] => {
	const {
		skus,
		locations: { a, b, c, d },
	} = company
	const row = (sku: string, quantity: number, locationId: number): AskedRow => ({ sku, quantity: String(quantity), unit: null, locationId, requestedOn: null })
	return [
		storyRows(company),
		[row(skus.bean, 3, a)],
		[row(skus.tamper, 2, c), row(skus.jug, 7, b), row(skus.bean, 4, d)],
		[row(skus.jug, 1, a)],
		[row(skus.bean, 11, b), row(skus.bean, 6, c), row(skus.tamper, 1, c)],
	]
}

async function open(lot: string) {
	const company = await makeCompany(db, lot)
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${company.accountId}`
	return { company, staff: await staffOf(company) }
}

async function placeAll(company: Company, word: string, at = morning): Promise<number[]> {
	const placed: number[] = []
	for (const [index, rows] of carts(company).entries())
		placed.push((await placeRows(db, company, rows, `${word}-${index}`, new Date(at.getTime() + index * 60_000))).orderId)
	return placed
}

const totalsOf = async (orderIds: readonly number[]) =>
	(await db<{ totalMinor: number }[]>`select total_minor from sales_order where id = any(${db.array([...orderIds], 20)}::bigint[]) order by id`).map(
		({ totalMinor }) => totalMinor,
	)

async function simulate(staff: StaffMember, promotionId: number, chunk = 200) {
	const asked = await simulatePromotion(db, staff, { promotionId, from: '2026-03-01', to: '2026-03-02', at: morning, requestId: 'r' })
	if (!asked?.ok) throw new Error(JSON.stringify(asked))
	while ((await advanceSimulations(db, morning, chunk)) > 0);
	const [run] =
		await db`select state, order_count, done_count, touched_count, inexact_count, totals, spent from promotion_simulation where id = ${asked.simulationId}`
	const orders = await db<
		{ orderId: number; totalBeforeMinor: number; totalAfterMinor: number; savingMinor: number; isExact: boolean; reason: string | null }[]
	>`
		select order_id, total_before_minor, total_after_minor, saving_minor, is_exact, reason from promotion_simulation_order where simulation_id = ${asked.simulationId} order by order_id`
	return { id: asked.simulationId, run, orders, after: orders.map(({ totalAfterMinor }) => totalAfterMinor) }
}

test('a simulation that changes nothing equals the past totals to the cent, order by order', async () => {
	const { company, staff } = await open('agate')
	await makeStoryPromotions(db, company)
	const placed = await placeAll(company, 'PO')
	const [first] = await db<{ id: number }[]>`select id from promotion where seller_entity_id = ${company.sellerId} order by id limit 1`
	const { run, orders, after } = await simulate(staff, first?.id ?? 0)
	expect(run).toMatchObject({ state: 'finished', orderCount: 5, doneCount: 5, inexactCount: 0 })
	expect(after).toEqual(await totalsOf(placed))
	expect(after[0]).toBe(17478)
	expect(orders.every(({ isExact, totalBeforeMinor, totalAfterMinor }) => isExact && totalBeforeMinor === totalAfterMinor)).toBe(true)
})

const trials = ({ products, locations }: Company) => [
	{ code: 'PCT', benefit: { kind: 'percent', scope: 'line', percentPpm: 355_000 }, lane: 'acc', conditions: { productIds: [products.tamper, products.jug] } },
	{ code: 'UNIT', benefit: { kind: 'amount', scope: 'line', per: 'unit', amountMinor: 333 } },
	{ code: 'FIXED', benefit: { kind: 'fixed_price', unitPriceMicros: '15.255' }, conditions: { productIds: [products.bean] } },
	{ code: 'ORDER', benefit: { kind: 'amount', scope: 'order', amountMinor: 1777 }, conditions: { amount: { minMinor: 10_000 } }, lane: 'order' },
	{ code: 'SHIP', benefit: { kind: 'shipping_cap', atMostMinor: 100 }, lane: 'shipping' },
	{ code: 'PLACE', benefit: { kind: 'percent', scope: 'line', percentPpm: 70_000 }, conditions: { locationIds: [locations.c] } },
	{ code: 'ALONE', benefit: { kind: 'percent', scope: 'order', percentPpm: 260_000 }, exclusive: true },
	{
		code: 'BUY5',
		benefit: { kind: 'free_units', buyQuantity: 50_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses: 2 },
		conditions: { productIds: [products.bean] },
	},
	{
		code: 'JUG',
		benefit: { kind: 'gift', productId: products.jug, unit: 'each', quantity: 10_000, every: 50_000, maxUses: null },
		conditions: { productIds: [products.bean] },
	},
	{ code: 'CAPPED', benefit: { kind: 'percent', scope: 'order', percentPpm: 100_000 }, lane: 'other', budgets: [{ policy: 'cap' as const, minor: 3000 }] },
	{
		code: 'STRICT',
		benefit: { kind: 'percent', scope: 'order', percentPpm: 100_000 },
		lane: 'other',
		budgets: [{ policy: 'reject' as const, minor: 3000, uses: 3 }],
	},
]

test('what is forecast is what publishing and ordering again gives, for every benefit and under a budget', async () => {
	for (const [index] of Array.from({ length: 11 }).entries()) {
		const { company, staff } = await open(`lot${index}`)
		const trial = trials(company)[index]
		if (!trial) throw new Error('no trial')
		await makeStoryPromotions(db, company)
		await db`update product set floor_price = 14 where id = ${company.products.bean}`
		await placeAll(company, 'A')
		const promotionId = await addPromotion(db, company, { ...trial, status: 'draft' })
		const forecast = await simulate(staff, promotionId, 2)
		expect(forecast.run, trial.code).toMatchObject({ state: 'finished', doneCount: 5, inexactCount: 0 })
		expect(forecast.run?.['touchedCount'], trial.code).toBeGreaterThan(0)
		await db`update promotion set status = 'published' where id = ${promotionId}`
		const replayed = await placeAll(company, 'B', new Date('2026-03-03T09:00:00Z'))
		expect(forecast.after, trial.code).toEqual(await totalsOf(replayed))
	}
}, 120_000)

test('orders replay by the promotions as they were, whatever became of them since, and by what budgets had left then', async () => {
	const { company, staff } = await open('beryl')
	const strict = await addPromotion(db, company, {
		code: 'S',
		benefit: { kind: 'percent', scope: 'order', percentPpm: 100_000 },
		budgets: [{ policy: 'reject', minor: 2500 }],
	})
	const placed = await placeAll(company, 'PO')
	await db`update promotion_budget set limit_minor = 9000000 where promotion_id = ${strict}`
	await db`insert into audit_entry (at, actor_kind, action, subject, before) select ${new Date('2026-03-10T00:00:00Z')}, 'staff', 'promotion.changed', 'promotion:' || id, to_jsonb(p) from promotion p where id = ${strict}`
	await db`update promotion set benefit = '{"kind":"percent","scope":"order","percentPpm":500000}' where id = ${strict}`
	const draft = await addPromotion(db, company, { code: 'D', status: 'draft', benefit: { kind: 'amount', scope: 'order', amountMinor: 100 } })
	const { run, orders } = await simulate(staff, draft)
	expect(run).toMatchObject({ doneCount: 5, inexactCount: 0, touchedCount: 5 })
	expect(orders.map(({ totalBeforeMinor }) => totalBeforeMinor)).toEqual(await totalsOf(placed))
	expect(orders.map(({ savingMinor }) => savingMinor)).toEqual([100, 100, 100, 100, 100])
})

test('a gift that was out of stock then is given in the trial alone, and the past stays as it was', async () => {
	const { company, staff } = await open('drammen')
	const { products } = company
	const benefit = { kind: 'gift', productId: products.jug, unit: 'each', quantity: 10_000, every: null, maxUses: 1 }
	const sweet = await addPromotion(db, company, { code: 'SWEET', conditions: { productIds: [products.bean] }, benefit })
	await db`update product set stock_policy = 'refuse' where id = ${products.jug}`
	const at = (index: number) => new Date(morning.getTime() + index)
	const [rows = []] = [carts(company)[1]]
	await placeRows(db, company, rows, 'PO-1', at(1))
	const { run, orders } = await simulate(staff, sweet)
	expect(run).toMatchObject({ doneCount: 1, inexactCount: 0, touchedCount: 1 })
	expect(orders[0]).toMatchObject({ savingMinor: 1995, reason: 'APPLIED', isExact: true })
	expect(orders[0]?.totalAfterMinor).toBe(orders[0]?.totalBeforeMinor)
})

test('orders that were priced elsewhere are taken at their net, and one that cannot be replayed is said to be so', async () => {
	const { company, staff } = await open('coral')
	const [first = 0] = await placeAll(company, 'PO')
	await db`
		with o as (
			insert into sales_order (account_id, seller_entity_id, stage, number, channel, currency, contact_id, placed_at, discount_minor, goods_minor, net_minor, total_minor)
			values (${company.accountId}, ${company.sellerId}, 'placed', 'OLD-1', 'import', 'USD', ${company.contactId}, ${morning}, 400, 5400, 5000, 5000) returning id
		) insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, unit_price, resolved_minor, discount_minor, net_minor)
			select ${company.accountId}, id, 1, ${company.products.bean}, 'each', 3, 18, 5400, 400, 5000 from o`
	await db`update sales_order set explanation = '{"verdicts":[]}', shipping_discount_minor = 10, total_minor = total_minor - 10 where id = ${first}`
	const draft = await addPromotion(db, company, { code: 'D', status: 'draft', benefit: { kind: 'percent', scope: 'order', percentPpm: 100_000 } })
	const { run, orders } = await simulate(staff, draft)
	expect(run).toMatchObject({ orderCount: 6, doneCount: 6, inexactCount: 1 })
	expect(orders.at(-1)).toMatchObject({ totalBeforeMinor: 5000, totalAfterMinor: 4500, savingMinor: 500, isExact: true })
	expect(orders[0]).toMatchObject({ isExact: false })
})

test('a simulation is worked in chunks of the same statements, may be stopped, and stays with the promotion as it was', async () => {
	const { company, staff } = await open('drava')
	await placeAll(company, 'PO')
	const draft = await addPromotion(db, company, { code: 'D', status: 'draft', benefit: { kind: 'percent', scope: 'order', percentPpm: 100_000 } })
	const ask = () => simulatePromotion(db, staff, { promotionId: draft, from: '2026-03-01', to: '2026-03-02', at: morning, requestId: 'r' })
	const asked = await ask()
	if (!asked?.ok) throw new Error('not asked')
	await db`update promotion set benefit = '{"kind":"percent","scope":"order","percentPpm":900000}' where id = ${draft}`
	const small = await statementsOf(db, () => advanceSimulations(db, morning, 1))
	const large = await statementsOf(db, () => advanceSimulations(db, morning, 3))
	expect([small.result, large.result]).toEqual([1, 3])
	expect([small.statements.length, large.statements.length]).toEqual([7, 6])
	expect(await stopSimulation(db, staff, { promotionId: draft, simulationId: asked.simulationId, at: morning })).toEqual({ ok: true })
	expect(await advanceSimulations(db, morning)).toBe(0)
	const [run] = await db`select state, done_count, totals->'USD'->'savingMinor' as saving from promotion_simulation where id = ${asked.simulationId}`
	const [nets] =
		await db`select sum(x.net_minor)::int as net from (select net_minor from sales_order where account_id = ${company.accountId} order by placed_at limit 4) x`
	expect(run).toMatchObject({ state: 'cancelled', doneCount: 4 })
	expect(Math.abs(Number(run?.['saving']) - Number(nets?.['net']) / 10)).toBeLessThan(4)
	expect(await stopSimulation(db, staff, { promotionId: draft, simulationId: asked.simulationId, at: morning })).toBeNull()
	const { staff: rival } = await open('elbe')
	expect(await simulatePromotion(db, rival, { promotionId: draft, from: '2026-03-01', to: '2026-03-02', at: morning, requestId: 'r' })).toBeNull()
	const bad = await simulatePromotion(db, staff, { promotionId: draft, from: '2026-02-31', to: 'soon', at: morning, requestId: 'r' })
	expect(bad).toMatchObject({ ok: false, refusals: [{ code: 'FIELD_INVALID' }, { code: 'FIELD_INVALID' }] })
	expect(await simulatePromotion(db, staff, { promotionId: draft, from: '2026-03-02', to: '2026-03-01', at: morning, requestId: 'r' })).toMatchObject({
		refusals: [{ code: 'SIMULATION_PERIOD' }],
	})
})
