import { afterAll, expect, test } from 'vitest'
import type { PaymentConnector } from '../../../app/connectors/payment/contract.ts'
import { cancelPart } from '../../../app/flows/order/cancel-part.ts'
import { payHeld } from '../../../app/flows/payment/pay-held.ts'
import { releaseOrphans } from '../../../app/flows/payment/release-cards.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { keys, open as openStandIn } from '../../connectors/stand-in-desk.ts'
import { asShopper } from '../../support/as-shopper.ts'
import type { Company } from '../../support/company.ts'
import { makePlacedStory, makeStaff, morning } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 20 })
const desk = await openStandIn()
afterAll(() => desk.close())

/** The order of P2 on a card that is kept for it, its deliveries authorised as checkout leaves them. */
async function onCard(lot: string) {
	const { company, orderId } = await makePlacedStory(db, lot)
	const { accountId, contactId } = company
	await db`update sales_order set payment_method = 'card' where id = ${orderId}`
	await db`update credit_reservation set state = 'released' where order_id = ${orderId}`
	await db`update credit_profile set reserved_minor = 0 where account_id = ${accountId}`
	const customer = await desk.pay.createCustomer({ name: lot, metadata: {}, idempotencyKey: `customer-${lot}` })
	const customerId = customer.ok ? customer.customerId : ''
	const groups = await db<{ id: number; dueMinor: number }[]>`select id, due_minor from delivery_group where order_id = ${orderId} order by sequence, id`
	let paymentMethodId = await cardOf()
	for (const { id, dueMinor } of groups) {
		const key = `${orderId}:1:${id}:1`
		const wish = { amountMinor: dueMinor, currency: 'USD', customerId, paymentMethodId, confirm: true, saveForLater: true, metadata: {}, idempotencyKey: key }
		const made = await desk.pay.createIntent(wish)
		if (!made.ok) throw new Error(JSON.stringify(made))
		paymentMethodId = made.intent.paymentMethodId ?? ''
		await db`insert into payment_attempt (account_id, idempotency_key, order_id, group_id, amount_minor, currency, state, stripe_intent_id, payment_method_id)
			values (${accountId}, ${key}, ${orderId}, ${id}, ${dueMinor}, 'USD', 'authorised', ${made.intent.id}, ${paymentMethodId})`
	}
	await db`insert into saved_card (account_id, contact_id, stripe_customer_id, payment_method_id, brand, last_four, expires_month, expires_year, is_active)
		values (${accountId}, ${contactId}, ${customerId}, ${paymentMethodId}, 'visa', '4242', 12, 2030, false)`
	const userId = await makeStaff(db, company, ['rep'])
	const staff: StaffMember = {
		...{
			kind: 'staff',
			userId,
			name: 'Natalie Ortiz',
			email: '',
			locale: 'en',
			roles: ['rep'],
			seller: company.shopper.seller,
			sessionHash: '',
			actingFor: null,
		},
	}
	const ship = (groupId: number, quantities: { allocationId: number; quantity: string }[] | null = null, pay: PaymentConnector = desk.pay) =>
		shipGroup(db, pay, staff, {
			...{ groupId, quantities, closesShort: false, warehouseId: null, carrier: 'UPS', trackingNumber: '1Z999', at: morning, requestId: 'r' },
		})
	return { company, groups: groups.map(({ id }) => id), ship, orderId, staff }
}

async function cardOf(number = '4242424242424242'): Promise<string> {
	const form = { type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2030', 'card[cvc]': '123' }
	return String((await desk.rest('POST', '/v1/payment_methods', form, { as: keys.publishableKey })).body['id'])
}

const allocationsOf = (groupId: number) =>
	db<{ id: number }[]>`select a.id from allocation a join order_line l on l.id = a.line_id where a.group_id = ${groupId} order by l.sequence`
const oneBean = async (groupId: number, quantity = '1') => [{ allocationId: (await allocationsOf(groupId))[0]?.id ?? 0, quantity }]
const callsOf = (groupId: number) =>
	db<{ state: string; attempt: number; amountMinor: number; capturedMinor: number | null; stripeIntentId: string; key: string }[]>`
		select state, attempt::int as attempt, amount_minor, captured_minor, stripe_intent_id, idempotency_key as key from payment_attempt where group_id = ${groupId} order by attempt`
const paymentsOf = ({ accountId }: Company) =>
	db<{ amountMinor: number; appliedMinor: number }[]>`select amount_minor, applied_minor from payment where account_id = ${accountId} order by id`
const invoicesOf = ({ accountId }: Company) =>
	db<{ totalMinor: number; settledMinor: number }[]>`select total_minor, settled_minor from invoice where account_id = ${accountId} order by id`
const statusOf = async (groupId: number) => (await db`select status from delivery_group where id = ${groupId}`)[0]?.['status']
const intentOf = async (id: string | undefined) => {
	const answer = await desk.pay.retrieve(id ?? '')
	return answer.ok ? answer.intent : null
}
const sumOf = (rows: readonly { amountMinor: number }[]) => rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

test('what ships is captured, the rest goes back to the card and is authorised anew when it ships: every cent once', async () => {
	const { company, groups, ship } = await onCard('quartz')
	const [a = 0, b = 0] = groups
	expect(await ship(a, await oneBean(a))).toMatchObject({ ok: true, status: 'part_shipped' })
	const [first] = await invoicesOf(company)
	const part = first?.totalMinor ?? 0
	expect([part > 0, part < 10111]).toEqual([true, true])
	expect(await paymentsOf(company)).toEqual([{ amountMinor: part, appliedMinor: part }])
	const calls = await callsOf(a)
	expect(calls).toMatchObject([
		{ state: 'captured', amountMinor: 10111, capturedMinor: part },
		{ state: 'scheduled', attempt: 2, amountMinor: 10111 - part },
	])
	expect(calls[1]?.key).toBe(calls[0]?.key.replace(/1$/, '2'))
	expect(await intentOf(calls[0]?.stripeIntentId)).toMatchObject({ status: 'succeeded', capturedMinor: part, capturableMinor: 0 })
	expect(await ship(a, await oneBean(a))).toMatchObject({ ok: true, status: 'part_shipped' })
	expect(await ship(a)).toMatchObject({ ok: true, status: 'shipped' })
	expect(sumOf(await paymentsOf(company))).toBe(10111)
	expect((await callsOf(a)).map(({ state }) => state)).toEqual(['captured', 'captured', 'captured'])
	expect((await invoicesOf(company)).filter((one) => one.settledMinor !== one.totalMinor)).toEqual([])
	const twice = await Promise.all([1, 2, 3].map(() => ship(b)))
	expect(twice.filter((answer) => answer?.ok)).toHaveLength(1)
	expect(sumOf(await paymentsOf(company))).toBe(10111 + 5468)
	expect(await db`select reserved_minor, unbilled_minor, open_invoice_minor from credit_profile where account_id = ${company.accountId}`).toEqual([
		{ reservedMinor: 0, unbilledMinor: 0, openInvoiceMinor: 0 },
	])
})

test('a part that will not come is not asked of the card: it pays what ships, and the rest of the authorisation goes back', async () => {
	const { company, groups, ship, orderId, staff } = await onCard('spinel')
	const [a = 0, b = 0] = groups
	const rep = { ...company.shopper, kind: 'rep' as const, userId: staff.userId, userName: staff.name }
	const [order] = await db<{ number: string }[]>`select number from sales_order where id = ${orderId}`
	const lines = await db<{ id: number; sku: string }[]>`select al.id, l.sku from allocation al join order_line l on l.id = al.line_id where al.group_id = ${a}`
	const jug = lines.find(({ sku }) => sku === company.skus.jug)?.id ?? 0
	const cut = { number: order?.number ?? '', cut: [{ allocationId: jug, quantity: '1' }], note: null, at: morning }
	// Of P2 the last accessory: 9.45 after its promotions, and 7.5 % of it.
	expect(await cancelPart(asShopper(db, company.shopper), rep, cut)).toEqual({ ok: true, lapsedMinor: 1016 })
	expect((await callsOf(a)).map(({ state, amountMinor }) => [state, amountMinor])).toEqual([['authorised', 10111 - 1016]])
	expect((await callsOf(b)).map(({ state, amountMinor }) => [state, amountMinor])).toEqual([['authorised', 5468]])
	expect(await ship(a)).toMatchObject({ ok: true, status: 'shipped' })
	const [call] = await callsOf(a)
	expect(call).toMatchObject({ state: 'captured', capturedMinor: 10111 - 1016 })
	expect(await intentOf(call?.stripeIntentId)).toMatchObject({ status: 'succeeded', capturedMinor: 10111 - 1016, capturableMinor: 0 })
	expect(await paymentsOf(company)).toEqual([{ amountMinor: 10111 - 1016, appliedMinor: 10111 - 1016 }])
	expect(await invoicesOf(company)).toEqual([{ totalMinor: 10111 - 1016, settledMinor: 10111 - 1016 }])
})

test('a decline of the rest holds what has not shipped and is told; what has shipped stays paid', async () => {
	const { company, groups, ship } = await onCard('opal')
	const [a = 0] = groups
	await ship(a, await oneBean(a))
	await db`update payment_attempt set payment_method_id = ${await cardOf('4000000000000002')} where group_id = ${a} and state = 'scheduled'`
	expect(await ship(a)).toMatchObject({ ok: false, refusals: [{ code: 'card.declined' }] })
	expect(await statusOf(a)).toBe('held')
	expect(await ship(a)).toMatchObject({ ok: false, refusals: [{ code: 'GROUP_NOT_OPEN' }] })
	expect(await db`select payload->>'code' as code from outbox_event where account_id = ${company.accountId} and topic = 'payment.declined'`).toEqual([
		{ code: 'generic_decline' },
	])
	expect(await db`select 1 from shipment where account_id = ${company.accountId}`).toHaveLength(1)
	expect(await paymentsOf(company)).toHaveLength(1)
})

test('an authorisation that lapsed before the goods were ready is asked for anew; one that cannot be holds the delivery', async () => {
	const { company, groups, ship } = await onCard('coral')
	const [a = 0, b = 0] = groups
	await desk.knob({ aheadSeconds: 8 * 24 * 60 * 60 })
	expect(await ship(a)).toMatchObject({ ok: true, status: 'shipped' })
	expect((await callsOf(a)).map(({ state, amountMinor }) => [state, amountMinor])).toEqual([
		['failed', 10111],
		['captured', 10111],
	])
	await db`update payment_attempt set payment_method_id = 'pm_card_chargeDeclined' where group_id = ${b}`
	expect(await ship(b)).toMatchObject({ ok: false, refusals: [{ code: 'card.declined' }] })
	expect([await statusOf(b), (await paymentsOf(company)).length]).toEqual(['held', 1])
	await desk.knob({ aheadSeconds: 0 })
})

test('a capture above what is authorised is refused and holds the delivery', async () => {
	const { company, groups, ship } = await onCard('beryl')
	const [a = 0] = groups
	const [smaller] = groups.slice(2)
	const [little] = await callsOf(smaller ?? 0)
	await db`update payment_attempt set stripe_intent_id = ${little?.stripeIntentId ?? ''} where group_id = ${a}`
	expect(await ship(a)).toMatchObject({ ok: false, refusals: [{ code: 'payment.capture_exceeds' }] })
	expect([await statusOf(a), await paymentsOf(company)]).toEqual(['held', []])
})

test('killed between capture and its row: the same shipment goes on, another one finds what was captured and asks for the rest only', async () => {
	const { company, groups, ship } = await onCard('jade')
	const [a = 0, b = 0] = groups
	const dies: PaymentConnector = {
		...desk.pay,
		capture: async (asked) => {
			await desk.pay.capture(asked)
			throw new Error('killed')
		},
	}
	for (const [group, quantities] of [[a, await oneBean(a)] as const, [b, null] as const]) await expect(ship(group, quantities, dies)).rejects.toThrow('killed')
	expect(await paymentsOf(company)).toEqual([])
	// The same: repeated with its key. All of it instead of a part: the key has another body, so what was captured is looked up.
	expect(await ship(b)).toMatchObject({ ok: true, status: 'shipped' })
	expect(await ship(a)).toMatchObject({ ok: true, status: 'shipped' })
	expect(sumOf(await paymentsOf(company))).toBe(10111 + 5468)
	const calls = [...(await callsOf(a)), ...(await callsOf(b))]
	expect(calls.map(({ state }) => state)).toEqual(['captured', 'captured', 'captured'])
	const intents = await Promise.all(calls.map(({ stripeIntentId }) => intentOf(stripeIntentId)))
	expect(intents.reduce((sum, intent) => sum + (intent?.capturedMinor ?? 0), 0)).toBe(10111 + 5468)
})

test('killed between authorising the rest and its row: the same key finds it; what a closed delivery leaves is given back', async () => {
	const { company, groups, ship, orderId } = await onCard('slate')
	const [a = 0] = groups
	await ship(a, await oneBean(a))
	const dies: PaymentConnector = {
		...desk.pay,
		createIntent: async (wish) => {
			await desk.pay.createIntent(wish)
			throw new Error('killed')
		},
	}
	await expect(ship(a, null, dies)).rejects.toThrow('killed')
	expect((await callsOf(a)).map(({ state }) => state)).toEqual(['captured', 'scheduled'])
	expect(await ship(a)).toMatchObject({ ok: true, status: 'shipped' })
	expect(sumOf(await paymentsOf(company))).toBe(10111)
	const listed = await desk.pay.listIntents({ createdFrom: new Date(0) })
	expect(listed.ok ? listed.intents.filter(({ metadata }) => metadata['orderId'] === String(orderId)) : []).toHaveLength(1)
	expect(await releaseOrphans(db, desk.pay, morning)).toBe(0)
})

test('another card pays what a declined one holds, also after its bank asked: the delivery goes on where it was', async () => {
	const { company, groups, ship, orderId } = await onCard('topaz')
	const [a = 0, b = 0] = groups
	const [order] = await db<{ number: string }[]>`select number from sales_order where id = ${orderId}`
	const pay = (paymentMethodId: string, shopper = company.shopper) =>
		payHeld(db, desk.pay, shopper, { number: order?.number ?? '', paymentMethodId, keepsCard: true, at: morning })
	expect(await pay(await cardOf())).toMatchObject({ refusals: [{ code: 'NOTHING_HELD' }] })
	await ship(a, await oneBean(a))
	await db`update payment_attempt set payment_method_id = 'pm_card_chargeDeclined' where group_id = ${a} and state = 'scheduled'`
	await ship(a)
	expect(await statusOf(a)).toBe('held')
	expect(await pay('pm_card_x', { ...company.shopper, kind: 'rep', userId: 1 })).toMatchObject({ refusals: [{ code: 'CARD_BY_BUYER' }] })
	expect(await pay(await cardOf('4000000000009995'))).toMatchObject({ refusals: [{ code: 'card.declined' }] })
	const asking = await cardOf('4000002500003155')
	const asked = await pay(asking)
	const secret = asked?.ok && asked.action?.kind === 'script' ? asked.action.clientSecret : ''
	expect(await statusOf(a)).toBe('held')
	await fetch(`${desk.origin}/3ds/${secret.split('_secret_')[0]}?client_secret=${secret}`, {
		method: 'POST',
		body: new URLSearchParams({ answer: 'complete' }),
	})
	expect(await pay(asking)).toEqual({ ok: true, action: null })
	expect([await statusOf(a), await statusOf(b)]).toEqual(['part_shipped', 'open'])
	expect(await ship(a)).toMatchObject({ ok: true, status: 'shipped' })
	expect(sumOf(await paymentsOf(company))).toBe(10111)
	expect(
		await db`select topic from outbox_event where account_id = ${company.accountId} and topic in ('payment.declined', 'delivery.released') order by id`,
	).toEqual([{ topic: 'payment.declined' }, { topic: 'delivery.released' }])
})

test('killed between authorising for a held delivery and its row: the worker gives it back, and she pays again', async () => {
	const { company, groups, ship, orderId } = await onCard('pyrite')
	const [a = 0] = groups
	const [order] = await db<{ number: string }[]>`select number from sales_order where id = ${orderId}`
	await ship(a, await oneBean(a))
	await db`update payment_attempt set payment_method_id = 'pm_card_chargeDeclined' where group_id = ${a} and state = 'scheduled'`
	await ship(a)
	const dies: PaymentConnector = {
		...desk.pay,
		createIntent: async (wish) => {
			await desk.pay.createIntent(wish)
			throw new Error('killed')
		},
	}
	const wish = { number: order?.number ?? '', paymentMethodId: await cardOf(), keepsCard: false, at: morning }
	await expect(payHeld(db, dies, company.shopper, wish)).rejects.toThrow('killed')
	expect((await callsOf(a)).at(-1)?.state).toBe('prepared')
	expect(await releaseOrphans(db, desk.pay, new Date(morning.getTime() + 11 * 60_000))).toBe(1)
	expect([(await callsOf(a)).at(-1)?.state, await statusOf(a)]).toEqual(['released', 'held'])
	expect(await payHeld(db, desk.pay, company.shopper, { ...wish, paymentMethodId: await cardOf() })).toEqual({ ok: true, action: null })
	const listed = await desk.pay.listIntents({ createdFrom: new Date(0) })
	const held = listed.ok ? listed.intents.filter(({ metadata, status }) => metadata['groupId'] === String(a) && status === 'requires_capture') : []
	expect(held).toHaveLength(1)
	expect(await statusOf(a)).toBe('part_shipped')
})
