import { expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { answerApproval } from '../../../app/flows/approval/answer-approval.ts'
import { askApproval } from '../../../app/flows/approval/ask-approval.ts'
import { changeBudgets } from '../../../app/flows/budget/change-budgets.ts'
import { exportDraws, openBudget, openBudgets } from '../../../app/flows/budget/open-budgets.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { cancelOrder } from '../../../app/flows/order/cancel-order.ts'
import { askReturn } from '../../../app/flows/return/ask-return.ts'
import { decideReturn } from '../../../app/flows/return/decide-return.ts'
import { openReturnForm } from '../../../app/flows/return/open-returns.ts'
import { receiveReturn } from '../../../app/flows/return/receive-return.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { Shopper, StaffMember } from '../../../app/platform/actor.ts'
import { makeApprovers, makeBudget, makeRule, noon } from '../../support/approvals.ts'
import { asShopper } from '../../support/as-shopper.ts'
import type { Company } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

type Cell = [sku: string, quantity: string, locationId: number]

async function cartOf(shopper: Shopper, cells: readonly Cell[], at = noon) {
	const rows = cells.map(([sku, quantity, locationId]) => ({ sku, quantity, unit: null, locationId, requestedOn: null }))
	const added = await addToCart(asShopper(db, shopper), shopper, { cartId: null, rows, locale: 'en', at })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	return { cartId: added.cartId, version: added.version }
}

const poOf = (cartId: number) => ({ method: 'po' as const, poNumber: `PO-${cartId}`, cardPartMinor: 0, cardReference: null })

async function place(shopper: Shopper, cart: { cartId: number; version: number }, at = noon) {
	return placeOrder(asShopper(db, shopper), shopper, {
		...{ ...cart, payment: poOf(cart.cartId), seen: null, consentedHash: null, idempotencyKey: `key-${cart.cartId}`, locale: 'en', at },
	})
}

async function placed(shopper: Shopper, cells: readonly Cell[], at = noon) {
	const answer = await place(shopper, await cartOf(shopper, cells, at), at)
	if (!answer?.ok) throw new Error(JSON.stringify(answer))
	return answer
}

/** By budget and period: amount, beyond, reserved, spent. */
const standing = async ({ accountId }: Company) =>
	(
		await db<{ name: string; on: string; figures: number[] }[]>`
			select b.name, p.starts_on::text as on, array[p.amount_minor, p.beyond_minor, p.reserved_minor, p.spent_minor]::int[] as figures
			from company_budget_period p join company_budget b on b.account_id = p.account_id and b.id = p.budget_id where p.account_id = ${accountId} order by b.id, p.starts_on`
	).map(({ name, on, figures }) => [name, on, ...figures])

const staffOf = async (company: Company): Promise<StaffMember> => ({
	...{ kind: 'staff', userId: await makeStaff(db, company, ['rep']), name: 'Natalie', email: '', locale: 'en', roles: ['rep'] },
	...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
})

const ship = (staff: StaffMember, groupId: number, more: { quantities?: { allocationId: number; quantity: string }[]; closesShort?: boolean } = {}) =>
	shipGroup(db, noPayment(), staff, {
		...{ groupId, quantities: null, closesShort: false, warehouseId: null, carrier: null, trackingNumber: null, at: noon, requestId: 'r', ...more },
	})

const groupsOf = (orderId: number) =>
	db<{ id: number; allocationId: number }[]>`
		select g.id, min(a.id) as allocation_id from delivery_group g join allocation a on a.account_id = g.account_id and a.group_id = g.id where g.order_id = ${orderId} group by g.id, g.sequence order by g.sequence, g.id`

test('an order reserves on every budget that it falls under, and what one does not bear is refused with what could be done', async () => {
	const { company, luka } = await makeApprovers(db, 'alder')
	const { a, b } = company.locations
	await makeBudget(db, company, { locationId: a, amountMinor: 10_000 })
	await makeBudget(db, company, { name: 'Luka', contactId: company.contactId, period: 'quarter', amountMinor: 20_000 })
	await makeBudget(db, company, { name: 'Kitchen', costCentre: 'Kitchen', amountMinor: 1 })
	// Five at 17.75: three to Downtown, two to Moorhead: what of the whole is Luka's counts for both stores.
	await placed(luka, [
		[company.skus.bean, '3', a],
		[company.skus.bean, '2', b],
	])
	expect(await standing(company)).toEqual([
		['Downtown', '2026-03-01', 10_000, 0, 5325, 0],
		['Luka', '2026-01-01', 20_000, 0, 8875, 0],
	])
	const second = await cartOf(luka, [
		[company.skus.bean, '3', a],
		[company.skus.bean, '1', b],
	])
	const [group] = await db<{ id: number }[]>`select id from delivery_group where order_id = ${second.cartId} and location_id = ${b}`
	expect(await place(luka, second)).toMatchObject({
		ok: false,
		refusals: [{ code: 'BUDGET_EXCEEDED', facts: { budget: 'Downtown', period: 'month', startsOn: '2026-03-01', shortMinor: 725, leftMinor: 4675 } }],
		offers: [
			{ kind: 'fewer_groups', groupKeys: [String(group?.id)] },
			{ kind: 'next_period', startsOn: '2026-04-01' },
		],
	})
	// 05:30 on the first of April in London is still March for the seller in Chicago.
	expect(await place(luka, second, new Date('2026-04-01T04:30:00Z'))).toMatchObject({ ok: false })
	expect(await place(luka, second, new Date('2026-04-01T05:30:00Z'))).toMatchObject({ ok: true })
	expect(await standing(company)).toEqual([
		['Downtown', '2026-03-01', 10_000, 0, 5325, 0],
		['Downtown', '2026-04-01', 10_000, 0, 5400, 0],
		['Luka', '2026-01-01', 20_000, 0, 8875, 0],
		['Luka', '2026-04-01', 20_000, 0, 7200, 0],
	])
})

test('a cancelled order gives its budget back, and what is invoiced is spent, as far as it came and stayed', async () => {
	const { company, luka } = await makeApprovers(db, 'birch')
	const { a, b } = company.locations
	await makeBudget(db, company, { locationId: a, amountMinor: 20_000 })
	const staff = await staffOf(company)
	const gone = await placed(luka, [[company.skus.bean, '3', a]])
	expect(await cancelOrder(asShopper(db, luka), luka, { number: gone.number, at: noon })).toMatchObject({ ok: true })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 20_000, 0, 0, 0]])
	const order = await placed(luka, [
		[company.skus.bean, '4', a],
		[company.skus.bean, '4', b],
	])
	const [toA, toB] = await groupsOf(order.orderId)
	// The other store's delivery says nothing to this one's budget.
	expect(await ship(staff, toB?.id ?? 0)).toMatchObject({ ok: true })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 20_000, 0, 7100, 0]])
	expect(await ship(staff, toA?.id ?? 0, { quantities: [{ allocationId: toA?.allocationId ?? 0, quantity: '1' }] })).toMatchObject({ ok: true })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 20_000, 0, 5325, 1775]])
	// The third never comes: what is closed short is free again.
	expect(await ship(staff, toA?.id ?? 0, { quantities: [{ allocationId: toA?.allocationId ?? 0, quantity: '2' }], closesShort: true })).toMatchObject({
		ok: true,
	})
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 20_000, 0, 0, 5325]])
	const things = (await openReturnForm(db, luka, order.number))?.things ?? []
	const rows = things.filter(({ place }) => place === 'Downtown').map(({ key }) => ({ key, quantity: '1', reason: 'damaged' as const }))
	const asked = await askReturn(asShopper(db, luka), luka, { number: order.number, note: null, at: noon, rows })
	const returnId = asked?.ok ? asked.returnId : 0
	await decideReturn(db, staff, { returnId, approves: true, note: null, at: noon, requestId: 'r' })
	const [line] = await db<{ id: number }[]>`select id from return_line where return_id = ${returnId}`
	const back = { returnId, rows: [{ lineId: line?.id ?? 0, received: '1', scrapped: '1' }], warehouseId: null, at: noon, requestId: 'r' }
	expect(await receiveReturn(db, staff, back)).toMatchObject({ ok: true })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 20_000, 0, 0, 3550]])
})

test('of a line of which a part is cancelled only what is still to come stays reserved', async () => {
	const { company, luka } = await makeApprovers(db, 'hazel')
	const { a } = company.locations
	await makeBudget(db, company, { locationId: a, amountMinor: 20_000 })
	const order = await placed(luka, [[company.skus.bean, '4', a]])
	const [group] = await groupsOf(order.orderId)
	const allocationId = group?.allocationId ?? 0
	await db`update allocation set cancelled_quantity = 1 where id = ${allocationId}`
	expect(await ship(await staffOf(company), group?.id ?? 0, { quantities: [{ allocationId, quantity: '1' }] })).toMatchObject({ ok: true })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 20_000, 0, 3600, 1800]])
})

test('a budget that asks goes beyond by a yes, by what was shown and no more, and the record names the request', async () => {
	const { company, luka, jana, petr } = await makeApprovers(db, 'cedar')
	const { a } = company.locations
	const budgetId = await makeBudget(db, company, { locationId: a, amountMinor: 6000, onBeyond: 'ask' })
	await db`insert into approval_rule (account_id, name, step, currency, beyond_budget, approver_contact_id, created_at) values (${company.accountId}, 'Overspending', 1, 'USD', true, ${jana.contactId}, ${noon})`
	const first = await placed(luka, [[company.skus.bean, '2', a]])
	const cart = await cartOf(luka, [[company.skus.bean, '2', a]])
	expect(await place(luka, cart)).toMatchObject({
		ok: false,
		refusals: [{ code: 'APPROVAL_NEEDED' }],
		offers: [{ kind: 'approval' }, { kind: 'next_period', startsOn: '2026-04-01' }],
	})
	const ask = async (one: { cartId: number; version: number }) => {
		const made = await askApproval(asShopper(db, luka), luka, {
			...one,
			payment: poOf(one.cartId),
			seen: null,
			consentedHash: null,
			message: null,
			locale: 'en',
			at: noon,
		})
		if (!made?.ok) throw new Error(JSON.stringify(made))
		return made.requestId
	}
	const requestId = await ask(cart)
	const [step] = await db`select approver_contact_id, reasons from approval_step where request_id = ${requestId}`
	expect(step).toEqual({
		approverContactId: jana.contactId,
		reasons: [
			{ ruleId: expect.any(Number), name: 'Overspending', amountMinor: 1200, atLeastMinor: 0, budgets: [{ budgetId, name: 'Downtown', shortMinor: 1200 }] },
		],
	})
	// Somebody else orders meanwhile: it would go further beyond than she was shown.
	const small = await placed(jana, [[company.skus.jug, '1', a]])
	const answer = (who: Shopper, id: number) =>
		answerApproval(asShopper(db, who), who, { requestId: id, approves: true, note: null, seenVersion: null, locale: 'en', at: noon })
	expect(await answer(petr, requestId)).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_NOT_YOURS' }] })
	expect(await answer(jana, requestId)).toMatchObject({ ok: false, isReturned: true, refusals: [{ code: 'BUDGET_EXCEEDED' }] })
	await cancelOrder(asShopper(db, luka), luka, { number: small.number, at: noon })
	expect(await answer(jana, requestId)).toMatchObject({ ok: true, state: 'approved' })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 6000, 1200, 7200, 0]])
	const draws =
		await db`select order_id, drawn_minor, beyond_minor, request_id from company_budget_draw where budget_id = ${budgetId} and reserved_minor > 0 order by order_id`
	expect(draws).toEqual([
		{ orderId: first.orderId, drawnMinor: 3600, beyondMinor: 0, requestId: null },
		{ orderId: cart.cartId, drawnMinor: 3600, beyondMinor: 1200, requestId },
	])
	// What was released for one order is nobody else's when another frees the budget.
	await cancelOrder(asShopper(db, luka), luka, { number: first.number, at: noon })
	expect(await standing(company)).toEqual([['Downtown', '2026-03-01', 6000, 0, 3600, 0]])
	expect(await place(luka, await cartOf(luka, [[company.skus.bean, '2', a]]))).toMatchObject({ ok: false, refusals: [{ code: 'APPROVAL_NEEDED' }] })
})

test('nobody to ask: a budget that asks refuses like one that does not', async () => {
	const { company, luka } = await makeApprovers(db, 'elm')
	await db`update contact set role = 'viewer' where account_id = ${company.accountId} and id <> ${company.contactId}`
	await makeBudget(db, company, { locationId: company.locations.a, amountMinor: 100, onBeyond: 'ask' })
	const answer = await place(luka, await cartOf(luka, [[company.skus.bean, '2', company.locations.a]]))
	expect(answer && !answer.ok ? answer.refusals.map(({ code }) => code) : []).toEqual(['BUDGET_EXCEEDED', 'APPROVAL_NEEDED'])
})

test('budgets cost a submit two statements for any size of order, and none where a company has none', async () => {
	const { company, luka } = await makeApprovers(db, 'fir')
	const { a, b, c, d } = company.locations
	const { bean, tamper, jug } = company.skus
	await makeRule(db, company, { atLeastMinor: 100_000_000 })
	const counted = async (cells: readonly Cell[]) => {
		const cart = await cartOf(luka, cells)
		const { result, statements } = await statementsOf(db, () => place(luka, cart))
		expect(result).toMatchObject({ ok: true })
		return statements.length
	}
	const small: Cell[] = [[bean, '1', a]]
	const large = [bean, tamper, jug].flatMap((sku) => [a, b, c, d].map((locationId): Cell => [sku, '1', locationId]))
	const without = await counted(small)
	expect(await counted(large)).toBe(without)
	for (const locationId of [a, b, c, d]) await makeBudget(db, company, { locationId, amountMinor: 10_000_000 })
	await makeBudget(db, company, { contactId: company.contactId, amountMinor: 10_000_000 })
	expect([await counted(small), await counted(large)]).toEqual([without + 2, without + 2])
})

test('owners and approvers set budgets, end them and take it back; what was drawn stays, and nobody else sees any of it', async () => {
	const { company, luka, ola, jana } = await makeApprovers(db, 'ginkgo')
	const stranger = await makeApprovers(db, 'gingko')
	const typed = { name: '', locationId: String(company.locations.a), costCentre: '', contactId: '', period: 'month', amount: '60', onBeyond: 'refuse' }
	const change = (who: Shopper, one: Parameters<typeof changeBudgets>[2]['change']) => changeBudgets(asShopper(db, who), who, { change: one, at: noon })
	expect(await change(luka, { kind: 'add', typed })).toMatchObject({ ok: false, refusals: [{ code: 'ROLE_MAY_NOT' }] })
	expect(await change({ ...ola, kind: 'rep' }, { kind: 'add', typed })).toMatchObject({ ok: false, refusals: [{ code: 'ROLE_MAY_NOT' }] })
	const made = await change(ola, { kind: 'add', typed })
	const budgetId = made?.ok ? made.budgetId : 0
	expect(await change(jana, { kind: 'add', typed })).toMatchObject({ ok: false, refusals: [{ code: 'COMPANY_BUDGET_TWICE', facts: { budget: 'Downtown' } }] })
	const first = await placed(luka, [[company.skus.bean, '3', company.locations.a]])
	const save = { kind: 'save', budgetId, typed: { ...typed, name: 'Broadway', amount: '40' } } as const
	expect(await change(stranger.ola, save)).toBeNull()
	expect(await change(jana, save)).toMatchObject({ ok: true })
	// Lowered below what is drawn: it shows, nothing more fits, and another month begins with the new amount.
	expect(await standing(company)).toEqual([['Broadway', '2026-03-01', 4000, 0, 5400, 0]])
	expect(await place(luka, await cartOf(luka, [[company.skus.jug, '1', company.locations.a]]))).toMatchObject({
		ok: false,
		refusals: [{ code: 'BUDGET_EXCEEDED' }],
	})
	const filter = { text: 'road', scope: 'store' as const, isEnded: false, after: null }
	const listed = await openBudgets(db, luka, filter, noon)
	expect(listed).toMatchObject({ mayChange: false, budgets: [{ id: budgetId, of: 'Downtown', amountMinor: 4000, reservedMinor: 5400 }] })
	expect((await openBudgets(db, luka, { ...filter, scope: 'buyer' }, noon))?.budgets).toEqual([])
	const opened = await openBudget(db, luka, { budgetId, startsOn: '2026-03-01', after: null, at: noon })
	expect(opened).toMatchObject({ periods: [{ startsOn: '2026-03-01', orders: 1 }], draws: [{ number: first.number, drawnMinor: 5400, beyondMinor: 0 }] })
	expect((await exportDraws(db, luka, { budgetId, startsOn: null, at: noon }))?.rows).toEqual([
		['2026-03-02', first.number, `PO-${first.orderId}`, 'Luka Novak ginkgo', '2026-03-01', 'USD', '54.00', '0.00', '54.00', '0.00'],
	])
	expect(await openBudget(asShopper(db, stranger.luka), stranger.luka, { budgetId, startsOn: null, after: null, at: noon })).toBeNull()
	expect(await change(jana, { kind: 'end', budgetId })).toMatchObject({ ok: true })
	expect(await place(luka, await cartOf(luka, [[company.skus.jug, '1', company.locations.a]]))).toMatchObject({ ok: true })
	expect(await change(jana, { kind: 'add', typed })).toMatchObject({ ok: true })
	expect(await change(jana, { kind: 'putBack', budgetId })).toMatchObject({ ok: false, refusals: [{ code: 'COMPANY_BUDGET_TWICE' }] })
})

test('a budget used up is told to the owners once in its period, and who changed it stands in the trail', async () => {
	const { company, luka, ola, petr } = await makeApprovers(db, 'quartzite')
	const { accountId, locations, skus } = company
	const typed = { name: 'Downtown', locationId: String(locations.a), costCentre: '', contactId: '', period: 'month', amount: '54.00', onBeyond: 'refuse' }
	const change = (kind: 'save' | 'end' | 'putBack', budgetId: number, amount = '54.00') =>
		changeBudgets(asShopper(db, ola), ola, { change: kind === 'save' ? { kind, budgetId, typed: { ...typed, amount } } : { kind, budgetId }, at: noon })
	const made = await changeBudgets(asShopper(db, petr), petr, { change: { kind: 'add', typed }, at: noon })
	const budgetId = made?.ok ? made.budgetId : 0
	const told = () =>
		db`select contact_id, payload->>'startsOn' as on from outbox_event where topic = 'budget.exhausted' and account_id = ${accountId} order by id`
	const bean = (quantity: string): Cell => [skus.bean, quantity, locations.a]
	await placed(luka, [bean('1')])
	expect(await told()).toEqual([])
	const second = await placed(luka, [bean('2')])
	expect(await told()).toEqual([{ contactId: ola.contactId, on: '2026-03-01' }])
	// Given back and used up again, or raised and used up again: it was said.
	await cancelOrder(asShopper(db, luka), luka, { number: second.number, at: noon })
	await placed(luka, [bean('2')])
	await change('save', budgetId, '72.00')
	await placed(luka, [bean('1')])
	expect(await told()).toHaveLength(1)
	await placed(luka, [bean('4')], new Date('2026-04-02T12:00:00Z'))
	expect(await told()).toEqual([
		{ contactId: ola.contactId, on: '2026-03-01' },
		{ contactId: ola.contactId, on: '2026-04-01' },
	])
	await change('end', budgetId)
	await change('end', budgetId)
	await change('putBack', budgetId)
	const trail = await db`
		select action, contact_id, (before->>'amountMinor')::int as before, (after->>'amountMinor')::int as after from audit_entry where subject = ${`company_budget:${budgetId}`} order by id`
	expect(trail).toEqual([
		{ action: 'budget.created', contactId: petr.contactId, before: null, after: 5400 },
		{ action: 'budget.changed', contactId: ola.contactId, before: 5400, after: 7200 },
		{ action: 'budget.closed', contactId: ola.contactId, before: 7200, after: null },
		{ action: 'budget.changed', contactId: ola.contactId, before: null, after: 7200 },
	])
	const topics = await db`select topic from outbox_event where subject = ${`budget:${budgetId}`} and topic <> 'budget.exhausted' order by id`
	expect(topics.map(({ topic }) => topic)).toEqual(trail.map(({ action }) => action))
})
