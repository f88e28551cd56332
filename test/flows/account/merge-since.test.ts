import { expect, test } from 'vitest'
import { mergeAccounts } from '../../../app/flows/account/merge-accounts.ts'
import { undoAccountMerge } from '../../../app/flows/account/undo-account-merge.ts'
import { cancelOrder } from '../../../app/flows/order/cancel-order.ts'
import { type MergedPair, makeAccountPair, shopperOf } from '../../support/account-pair.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { morning as at, placeRows, storyRows } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

const since = new Date('2026-03-09T09:00:00Z')
const delivered = () => db`update outbox_delivery set state = 'done', delivered_at = ${since}`
const merge = async ({ ada, pair }: MergedPair) => {
	const done = await mergeAccounts(db, ada, pair)
	if (!done?.ok) throw new Error(JSON.stringify(done))
	return done.mergeId
}
const creditOf = async (accountId: number) =>
	(
		await db`select c.reserved_minor, (select coalesce(sum(r.amount_minor) filter (where r.state = 'live'), 0)::bigint from credit_reservation r where r.account_id = c.account_id and r.bill_to_account_id = c.account_id) as held from credit_profile c where c.account_id = ${accountId}`
	)[0]
const accountOf = async (number: string) => (await db<{ accountId: number }[]>`select account_id from sales_order where number = ${number}`)[0]?.accountId

test('(A45) (B11) taken back after orders and cancels: an order of the loser’s buyer goes back with her, another’s stays, and each credit line is what its orders hold', async () => {
	const made = await makeAccountPair(db, 'cedar')
	const { winner, loser, ada, placed, pair } = made
	const mergeId = await merge(made)
	const mina = { ...loser, accountId: pair.winnerId, shopper: await shopperOf(db, winner, 'mina-cedar') }
	const hers = await placeRows(db, mina, storyRows(loser), 'PO-21', since)
	const his = await placeRows(db, winner, storyRows(winner), 'PO-22', since)
	expect(await cancelOrder(asShopper(db, mina.shopper), mina.shopper, { number: placed.number, at: since })).toMatchObject({ ok: true })
	await delivered()
	expect(await undoAccountMerge(db, ada, { mergeId, requestId: 'test', at: since })).toEqual({ ok: true })
	expect([await accountOf(placed.number), await accountOf(hers.number), await accountOf(his.number)]).toEqual([pair.loserId, pair.loserId, pair.winnerId])
	for (const id of [pair.winnerId, pair.loserId]) {
		const line = await creditOf(id)
		expect(line?.['held']).toBeGreaterThan(0)
		expect(line?.['reservedMinor']).toBe(line?.['held'])
	}
	const again = await shopperOf(db, loser, 'mina-cedar')
	expect(again.account.accountId).toBe(pair.loserId)
	expect(
		await asShopper(
			db,
			again,
		)`select count(*)::int from order_line l join sales_order o on o.account_id = l.account_id and o.id = l.order_id where o.number = ${hers.number}`,
	).toEqual([{ count: 3 }])
})

test('(A45) (B11) an order since that hangs on both cannot go with either: refused by name, nothing is torn', async () => {
	const made = await makeAccountPair(db, 'birch')
	const { winner, loser, ada, pair } = made
	const mergeId = await merge(made)
	const mixed = await placeRows(
		db,
		winner,
		[{ sku: winner.skus.jug, quantity: '1', unit: null, locationId: loser.locations.a, requestedOn: null }],
		'PO-31',
		since,
	)
	await delivered()
	expect(await undoAccountMerge(db, ada, { mergeId, requestId: 'test', at: since })).toMatchObject({
		ok: false,
		refusals: [{ code: 'MERGE_MIXED', facts: { count: 1 } }],
	})
	expect(await accountOf(mixed.number)).toBe(pair.winnerId)
	expect(await undoAccountMerge(db, ada, { mergeId, requestId: 'test', at: new Date(at.getTime() + 31 * 86_400_000) })).toMatchObject({
		refusals: [{ code: 'MERGE_TOO_OLD' }],
	})
})

test('(A45) counters of a contract period and a promotion’s budgets of both are added up, and parted again with what each did since', async () => {
	const made = await makeAccountPair(db, 'maple')
	const { winner, ada, placed, own, pair } = made
	const both = [pair.winnerId, pair.loserId]
	const [book] = await db<{ id: number }[]>`select id from price_book where seller_entity_id = ${winner.sellerId} order by id limit 1`
	const [bean] = await db<{ id: number; unitCode: string }[]>`select id, unit_code from product where seller_entity_id = ${winner.sellerId} order by id limit 1`
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, benefit, status, valid_from, conditions) values (${winner.sellerId}, 'SHARED', 'order', 'x', '{"kind":"percent","percent":"5"}', 'draft', '2026-01-01', ${db.json({ accountIds: [pair.loserId] })}) returning id`
	const counter = (id: number, quantity: number) => db`
		insert into period_counter (account_id, price_book_id, product_id, unit_code, period_start, committed_quantity) values (${id}, ${book?.id ?? 0}, ${bean?.id ?? 0}, ${bean?.unitCode ?? ''}, '2026-01-01', ${quantity})`
	await Promise.all([counter(pair.winnerId, 10), counter(pair.loserId, 4)])
	await db`insert into period_commitment (account_id, order_id, price_book_id, product_id, unit_code, period_start, quantity) values (${pair.loserId}, ${placed.orderId}, ${book?.id ?? 0}, ${bean?.id ?? 0}, ${bean?.unitCode ?? ''}, '2026-01-01', 3)`
	const budgets = await db<{ id: number; accountId: number }[]>`
		insert into promotion_budget (promotion_id, account_id, limit_minor, reserved_minor) select ${promotion?.id ?? 0}, a, 50000, 2000 from unnest(${db.array(both, 20)}::bigint[]) a returning id, account_id`
	const budgetOf = (id: number) => budgets.find(({ accountId }) => accountId === id)?.id ?? 0
	const reserve = (accountId: number, orderId: number) => db`
		insert into promotion_reservation (account_id, order_id, budget_id, amount_minor) values (${accountId}, ${orderId}, ${budgetOf(accountId)}, 2000)`
	await Promise.all([reserve(pair.winnerId, own.orderId), reserve(pair.loserId, placed.orderId)])
	const mergeId = await merge(made)
	const counters = () => db`select account_id, committed_quantity::float as n from period_counter where account_id in ${db(both)} order by account_id`
	const purses = () =>
		db`select account_id, limit_minor, reserved_minor, committed_minor from promotion_budget where promotion_id = ${promotion?.id ?? 0} order by account_id`
	expect(await counters()).toEqual([{ accountId: pair.winnerId, n: 14 }])
	expect(await purses()).toEqual([{ accountId: pair.winnerId, limitMinor: 100_000, reservedMinor: 4000, committedMinor: 0 }])
	expect(await db`select conditions -> 'accountIds' as ids from promotion where id = ${promotion?.id ?? 0}`).toEqual([{ ids: [pair.loserId, pair.winnerId] }])
	// The loser's order is invoiced and one piece of it given back; the winner orders two more.
	await db`update promotion_reservation set state = 'committed' where order_id = ${placed.orderId}`
	await db`update promotion_budget set reserved_minor = 2000, committed_minor = 2000 where id = ${budgetOf(pair.winnerId)}`
	await db`update period_commitment set quantity = 2 where order_id = ${placed.orderId}`
	await db`update period_counter set committed_quantity = 15 where account_id = ${pair.winnerId}`
	expect(await undoAccountMerge(db, ada, { mergeId, requestId: 'test', at: since })).toEqual({ ok: true })
	expect(await counters()).toEqual([
		{ accountId: pair.winnerId, n: 12 },
		{ accountId: pair.loserId, n: 3 },
	])
	expect(await purses()).toEqual([
		{ accountId: pair.winnerId, limitMinor: 50_000, reservedMinor: 2000, committedMinor: 0 },
		{ accountId: pair.loserId, limitMinor: 50_000, reservedMinor: 0, committedMinor: 2000 },
	])
	expect(await db`select budget_id from promotion_reservation where order_id = ${placed.orderId}`).toEqual([{ budgetId: budgetOf(pair.loserId) }])
	expect(await db`select conditions -> 'accountIds' as ids from promotion where id = ${promotion?.id ?? 0}`).toEqual([{ ids: [pair.loserId] }])
})
