import { afterAll, expect, test } from 'vitest'
import { placeOrder } from '../../app/flows/checkout/place-order.ts'
import { authoriseCart } from '../../app/flows/payment/authorise-cart.ts'
import { authoriseDue } from '../../app/flows/payment/authorise-due.ts'
import { releaseOrphans } from '../../app/flows/payment/release-cards.ts'
import { settleStripeNotices } from '../../app/flows/payment/settle-notices.ts'
import type { Connectors } from '../../app/platform/house.ts'
import { openSession } from '../../app/platform/session.server.ts'
import { keys, open as openDesk, receiver } from '../connectors/stand-in-desk.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const desk = await openDesk({ now: () => at.getTime() })
const house = testHouse(db, { connectors: { payment: desk.pay } as Connectors, at })
const page = { Accept: 'text/html' }
afterAll(() => desk.close())

/** A card typed at the processor's origin: only its id ever comes here. */
async function cardOf(number = '4242424242424242'): Promise<string> {
	const form = { type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2030', 'card[cvc]': '123' }
	return String((await desk.rest('POST', '/v1/payment_methods', form, { as: keys.publishableKey })).body['id'])
}

async function open(lot: string) {
	const company = await makeCompany(db, lot)
	await makeStoryPromotions(db, company)
	const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${company.contactId}`
	const cookie = (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''
	const { a, b, c } = company.locations
	const { bean, tamper, jug } = company.skus
	const form = {
		intent: 'add',
		sku: [bean, bean, bean, tamper, tamper, jug],
		quantity: ['3', '1', '1', '1', '1', '1'],
		locationId: [a, b, c, a, b, a].map(String),
	}
	await ask(house, '/cart/lines', { cookie, form, headers: page })
	return { company, cookie }
}

async function formOf({ accountId }: Company, paymentMethodId: string, more: Record<string, string> = {}): Promise<Record<string, string>> {
	const [cart] = await db<{ id: number; version: number }[]>`select id, version from sales_order where account_id = ${accountId} and stage = 'cart'`
	return { intent: 'place', method: 'card', cartId: String(cart?.id), version: String(cart?.version), paymentMethodId, ...more }
}

const place = (cookie: string, form: Record<string, string>) => ask(house, '/checkout', { cookie, form, headers: page })
const attemptsOf = ({ accountId }: Company) =>
	db<{ state: string; amountMinor: number; stripeIntentId: string | null; orderId: number | null; authoriseOn: string | null; key: string }[]>`
		select state, amount_minor, stripe_intent_id, order_id, authorise_on, idempotency_key as key from payment_attempt where account_id = ${accountId} order by id`
const ordersOf = ({ accountId }: Company) =>
	db`select number, payment_method, total_minor from sales_order where account_id = ${accountId} and stage = 'placed'`
const intentOf = async (id: string | null | undefined) => {
	const answer = await desk.pay.retrieve(id ?? '')
	return answer.ok ? answer.intent : null
}

test('one authorisation per delivery, each with its row, and they are the order’s', async () => {
	const { company, cookie } = await open('agate')
	const placed = await place(cookie, await formOf(company, await cardOf()))
	expect(placed.headers.get('location')).toMatch(/^\/orders\//)
	const attempts = await attemptsOf(company)
	expect(attempts.map(({ state, amountMinor }) => [state, amountMinor])).toEqual([
		['authorised', 10111],
		['authorised', 5468],
		['authorised', 1899],
	])
	expect(attempts.every(({ orderId }) => orderId !== null)).toBe(true)
	const intents = await Promise.all(attempts.map(({ stripeIntentId }) => intentOf(stripeIntentId)))
	expect(intents.map((intent) => [intent?.status, intent?.capturableMinor])).toEqual([
		['requires_capture', 10111],
		['requires_capture', 5468],
		['requires_capture', 1899],
	])
	expect(await ordersOf(company)).toMatchObject([{ paymentMethod: 'card', totalMinor: 17478 }])
	const [credit] = await db`select reserved_minor from credit_profile where account_id = ${company.accountId}`
	expect(credit).toEqual({ reservedMinor: 0 })
})

test('a declined card says so in the person’s language, keeps the cart and holds nobody’s money', async () => {
	const { company, cookie } = await open('beryl')
	const declined = await ask(house, '/cs/checkout', { cookie, form: await formOf(company, await cardOf('4000000000009995')), headers: page })
	expect(declined.status).toBe(422)
	expect(await declined.text()).toMatch(/Na (této )?kartě není dost/)
	expect(await ordersOf(company)).toEqual([])
	expect((await attemptsOf(company)).map(({ state }) => state)).toEqual(['declined', 'prepared', 'prepared'])
	const again = await place(cookie, await formOf(company, await cardOf()))
	expect(again.headers.get('location')).toMatch(/^\/orders\//)
})

test('the bank is asked first: the answer is read from the processor, never believed from the browser', async () => {
	const { company, cookie } = await open('coral')
	const form = await formOf(company, await cardOf('4000002500003155'))
	for (let asked = 0; asked < 3; asked += 1) {
		const answer = await ask(house, '/checkout.data', { cookie, form })
		expect([answer.status, (await answer.text()).includes('clientSecret')]).toEqual([200, true])
		const unbelieved = await ask(house, '/checkout.data', { cookie, form })
		expect((await unbelieved.text()).includes('clientSecret')).toBe(true)
		const waiting = (await attemptsOf(company)).find(({ state }) => state === 'requires_action')
		const intent = await intentOf(waiting?.stripeIntentId)
		const secret = intent?.nextAction?.kind === 'script' ? intent.nextAction.clientSecret : ''
		await fetch(`${desk.origin}/3ds/${intent?.id}?client_secret=${secret}`, { method: 'POST', body: new URLSearchParams({ answer: 'complete' }) })
	}
	expect((await place(cookie, form)).headers.get('location')).toMatch(/^\/orders\//)
	expect((await attemptsOf(company)).map(({ state }) => state)).toEqual(['authorised', 'authorised', 'authorised'])
})

test('the bank said no: refused, and what was authorised before is given back', async () => {
	const { company, cookie } = await open('topaz')
	const form = await formOf(company, await cardOf('4000002760003184'))
	await place(cookie, form)
	const [first] = await attemptsOf(company)
	const intent = await intentOf(first?.stripeIntentId)
	const secret = intent?.nextAction?.kind === 'script' ? intent.nextAction.clientSecret : ''
	await fetch(`${desk.origin}/3ds/${intent?.id}?client_secret=${secret}`, { method: 'POST', body: new URLSearchParams({ answer: 'fail' }) })
	expect((await place(cookie, form)).status).toBe(422)
	expect((await attemptsOf(company))[0]?.state).toBe('declined')
	expect(await ordersOf(company)).toEqual([])
})

test('a lost answer is asked again with the same key: nothing is authorised twice', async () => {
	const { company, cookie } = await open('jade')
	const form = await formOf(company, await cardOf())
	await desk.knob({ failCalls: 3 })
	const lost = await place(cookie, form)
	expect([lost.status, (await lost.text()).includes('Nothing is lost')]).toEqual([422, true])
	await desk.knob({ failCalls: 0 })
	expect((await place(cookie, form)).headers.get('location')).toMatch(/^\/orders\//)
	expect(await attemptsOf(company)).toHaveLength(3)
	const listed = await desk.pay.listIntents({ createdFrom: new Date(0) })
	const own = listed.ok ? listed.intents.filter(({ metadata }) => metadata['accountId'] === String(company.accountId)) : []
	expect(own).toHaveLength(3)
})

test('what was authorised must be exactly what is due: an amount that moved since, or a card nobody was asked about, is refused', async () => {
	const { company, cookie } = await open('opal')
	const paymentMethodId = await cardOf()
	const form = await formOf(company, paymentMethodId)
	const payment = { method: 'card' as const, poNumber: null, cardReference: paymentMethodId }
	const wish = { cartId: Number(form['cartId']), version: Number(form['version']), payment, seen: null, consentedHash: null, locale: 'en', at }
	const submit = () => placeOrder(db, company.shopper, { ...wish, idempotencyKey: 'key' })
	expect(await submit()).toMatchObject({ ok: false, refusals: [{ code: 'CARD_CHANGED' }, { code: 'CARD_CHANGED' }, { code: 'CARD_CHANGED' }] })
	expect(await authoriseCart(db, desk.pay, company.shopper, { ...wish, paymentMethodId, keepsCard: false })).toEqual({ ok: true, action: null })
	await db`update price_book_entry set tier_price = '{54.90}' where product_id = ${company.products.tamper}`
	expect(await submit()).toMatchObject({ ok: false, refusals: [{ code: 'CARD_CHANGED' }, { code: 'CARD_CHANGED' }] })
	expect(await ordersOf(company)).toEqual([])
	expect((await place(cookie, form)).status).toBe(302)
	expect((await attemptsOf(company)).filter(({ orderId }) => orderId !== null)).toHaveLength(3)
})

test('deliveries that ship after the window are put on their day, authorised then, and a decline holds them', async () => {
	const { company, cookie } = await open('ruby')
	await db`update delivery_group set requested_on = '2026-04-15' where account_id = ${company.accountId} and location_id in (${company.locations.b}, ${company.locations.c})`
	expect((await place(cookie, await formOf(company, await cardOf('4000000000000341')))).status).toBe(422)
	expect((await place(cookie, await formOf(company, await cardOf()))).status).toBe(302)
	const due = () => db`select state, authorise_on from payment_attempt where account_id = ${company.accountId} and order_id is not null order by id`
	expect(await due()).toEqual([
		{ state: 'authorised', authoriseOn: null },
		{ state: 'scheduled', authoriseOn: '2026-04-10' },
		{ state: 'scheduled', authoriseOn: '2026-04-10' },
	])
	expect(await authoriseDue(db, desk.pay, new Date('2026-04-09T18:00:00Z'))).toBe(0)
	await db`update payment_attempt set payment_method_id = ${await cardOf('4000000000000002')} where account_id = ${company.accountId} and id = (select max(id) from payment_attempt where account_id = ${company.accountId})`
	expect(await authoriseDue(db, desk.pay, new Date('2026-04-10T18:00:00Z'))).toBe(2)
	expect((await due()).map((one) => one['state'])).toEqual(['authorised', 'authorised', 'declined'])
	const groups = await db`select status from delivery_group where account_id = ${company.accountId} order by id`
	expect(groups.map((one) => one['status'])).toEqual(['open', 'open', 'held'])
	const events = await db`select payload->>'code' as code from outbox_event where account_id = ${company.accountId} and topic = 'payment.declined'`
	expect(events).toEqual([{ code: 'generic_decline' }])
	expect(await authoriseDue(db, desk.pay, new Date('2026-04-13T18:00:00Z'))).toBe(0)
})

test('what no order claimed is released after ten minutes, also when its answer was lost', async () => {
	const { company, cookie } = await open('flint')
	await place(cookie, await formOf(company, await cardOf('4000002500003155')))
	const [waiting] = await attemptsOf(company)
	await db`update payment_attempt set stripe_intent_id = null, state = 'prepared' where account_id = ${company.accountId}`
	await releaseOrphans(db, desk.pay, new Date(at.getTime() + 9 * 60_000))
	expect((await attemptsOf(company)).map(({ state }) => state)).toEqual(['prepared', 'prepared', 'prepared'])
	await releaseOrphans(db, desk.pay, new Date(at.getTime() + 11 * 60_000))
	expect((await attemptsOf(company)).map(({ state }) => state)).toEqual(['released', 'released', 'released'])
	expect((await intentOf(waiting?.stripeIntentId))?.status).toBe('canceled')
})

test('the worker gives a call up at the moment it is made again: what it then holds is given back, and the next press is a new call', async () => {
	const { company, cookie } = await open('garnet')
	const paymentMethodId = await cardOf()
	const form = await formOf(company, paymentMethodId)
	await desk.knob({ failCalls: 3 })
	await place(cookie, form)
	await desk.knob({ failCalls: 0 })
	expect((await attemptsOf(company)).map(({ state }) => state)).toEqual(['prepared', 'prepared', 'prepared'])
	const createIntent: typeof desk.pay.createIntent = async (wish) => {
		await releaseOrphans(db, desk.pay, new Date(at.getTime() + 11 * 60_000))
		return desk.pay.createIntent(wish)
	}
	const late = testHouse(db, { connectors: { payment: { ...desk.pay, createIntent } } as Connectors, at })
	expect((await ask(late, '/checkout', { cookie, form, headers: page })).status).toBe(422)
	const own = async () => {
		const listed = await desk.pay.listIntents({ createdFrom: new Date(0) })
		return listed.ok ? listed.intents.filter(({ metadata }) => metadata['accountId'] === String(company.accountId)).map(({ status }) => status) : []
	}
	expect([...new Set(await own())]).toEqual(['canceled'])
	expect((await place(cookie, form)).headers.get('location')).toMatch(/^\/orders\//)
	expect((await own()).filter((status) => status === 'requires_capture')).toHaveLength(3)
})

test('credit that is short is topped up by card: the card pays its part, terms the rest', async () => {
	const { company, cookie } = await open('onyx')
	await db`update credit_profile set limit_minor = 10000 where account_id = ${company.accountId}`
	const short = await place(cookie, await formOf(company, '', { method: 'po', poNumber: 'PO-1' }))
	const html = await short.text()
	expect(html).toContain('/checkout?pay=po&amp;part=7478#pay')
	const answer = await place(cookie, await formOf(company, await cardOf(), { method: 'po', poNumber: 'PO-1', cardPartMinor: '7478' }))
	expect(answer.status).toBe(302)
	const [credit] = await db`select reserved_minor from credit_profile where account_id = ${company.accountId}`
	expect(credit).toEqual({ reservedMinor: 10000 })
	expect((await attemptsOf(company)).filter(({ state }) => state === 'authorised').map(({ amountMinor }) => amountMinor)).toEqual([7478])
})

test('notices: unsigned refused, twice is one, and an old one never takes back what has moved since', async () => {
	const heard = await receiver()
	await desk.knob({ webhook: { url: heard.url, secret: 'whsec_stand_in' } })
	const { company, cookie } = await open('zircon')
	await place(cookie, await formOf(company, await cardOf()))
	await desk.knob({ settle: true })
	const post = (body: string, signature: string) =>
		ask(house, '/webhooks/stripe', { method: 'POST', raw: body, headers: { 'stripe-signature': signature, 'content-type': 'application/json' } })
	const [first] = heard.heard
	expect((await post(first?.body ?? '', 't=1,v1=00')).status).toBe(400)
	expect((await post(`${first?.body} `, first?.signature ?? '')).status).toBe(400)
	for (const { body, signature } of [...heard.heard, ...heard.heard].reverse()) expect((await post(body, signature)).status).toBe(200)
	const told = heard.heard.length
	expect(await db`select count(*)::int as count from webhook_event`).toEqual([{ count: told }])
	const [attempt] = await attemptsOf(company)
	await desk.pay.cancel({ intentId: attempt?.stripeIntentId ?? '', idempotencyKey: 'by hand' })
	expect(await settleStripeNotices(db, desk.pay, at)).toBe(told)
	expect(await settleStripeNotices(db, desk.pay, at)).toBe(0)
	expect((await attemptsOf(company)).map(({ state }) => state)).toEqual(['released', 'authorised', 'authorised'])
	await heard.close()
	await desk.knob({ webhook: null })
})

test('a card number posted to every door of cart and checkout is found in no table', async () => {
	const { company, cookie } = await open('pyrite')
	const number = '4242424242424242'
	const form = await formOf(company, number, { card: number, poNumber: number.slice(0, 4), number, 'card[number]': number, cvc: '123' })
	for (const path of ['/cart', '/cart/lines', '/checkout', '/cart.data', '/checkout.data']) await ask(house, path, { cookie, form, headers: page })
	await ask(house, '/cart', { cookie, form: { intent: 'paste', rows: `${number} 1` }, headers: page })
	await ask(house, '/cart', { cookie, form: { intent: 'coupon', code: number }, headers: page })
	const tables = await db<
		{ name: string }[]
	>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`
	for (const { name } of tables) {
		const [found] = await db.unsafe<{ count: number }[]>(`select count(*)::int as count from "${name}" t where t::text like '%${number}%'`)
		expect(found?.count, name).toBe(0)
	}
})

test('refunds and disputes are written as the processor has them: told twice, late and backwards, each is one, and its end is told once', async () => {
	const heard = await receiver()
	const { company, cookie } = await open('citrine')
	await place(cookie, await formOf(company, await cardOf()))
	const [first, second] = await attemptsOf(company)
	const ids = [first?.stripeIntentId ?? '', second?.stripeIntentId ?? '']
	for (const [index, intentId] of ids.entries()) await desk.pay.capture({ intentId, currency: 'USD', idempotencyKey: `citrine-${index}` })
	await desk.knob({ settle: true })
	await desk.knob({ webhook: { url: heard.url, secret: 'whsec_stand_in' } })
	await desk.pay.refund({ intentId: ids[0] ?? '', currency: 'USD', amountMinor: 1000, idempotencyKey: 'citrine-refund' })
	const opened = (await desk.knob({ dispute: { paymentIntent: ids[1], reason: 'product_not_received' } })) as { dispute: { id: string } }
	await desk.knob({ settle: true })
	const before = heard.heard.length
	const tell = async (notices: typeof heard.heard) => {
		for (const { body, signature } of notices)
			await ask(house, '/webhooks/stripe', { method: 'POST', raw: body, headers: { 'stripe-signature': signature, 'content-type': 'application/json' } })
		await settleStripeNotices(db, desk.pay, at)
	}
	await desk.knob({ closeDispute: { dispute: opened.dispute.id, outcome: 'lost' } })
	await desk.knob({ settle: true })
	// The end of the dispute is heard of before its beginning, and all of it twice.
	await tell(heard.heard.slice(before))
	await tell([...heard.heard, ...heard.heard].reverse())
	expect(await db`select stripe_intent_id, amount_minor, status from card_refund where account_id = ${company.accountId}`).toEqual([
		{ stripeIntentId: ids[0], amountMinor: 1000, status: 'succeeded' },
	])
	expect(await db`select stripe_intent_id, amount_minor, reason, status from card_dispute where account_id = ${company.accountId}`).toEqual([
		{ stripeIntentId: ids[1], amountMinor: second?.amountMinor, reason: 'product_not_received', status: 'lost' },
	])
	const events =
		await db`select topic, count(*)::int as count from outbox_event where account_id = ${company.accountId} and topic like 'payment.%' group by 1 order by 1`
	expect(events).toEqual([
		{ topic: 'payment.dispute_closed', count: 1 },
		{ topic: 'payment.disputed', count: 1 },
		{ topic: 'payment.refunded', count: 1 },
	])
	await heard.close()
	await desk.knob({ webhook: null })
})
