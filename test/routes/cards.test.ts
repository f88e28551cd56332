import { afterAll, expect, test } from 'vitest'
import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import { forgetCards } from '../../app/flows/payment/forget-cards.ts'
import { releaseOrphans } from '../../app/flows/payment/release-cards.ts'
import { sendPayLink } from '../../app/flows/payment/send-pay-link.ts'
import { settleStripeNotices } from '../../app/flows/payment/settle-notices.ts'
import type { Connectors } from '../../app/platform/house.ts'
import { withTransaction } from '../../db/client.server.ts'
import { spendPayLink } from '../../db/queries/pay-link.ts'
import { keys, open as openDesk, receiver } from '../connectors/stand-in-desk.ts'
import { type Company, makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makeStaff } from '../support/placed.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const desk = await openDesk({ now: () => at.getTime() })
const house = testHouse(db, { connectors: { payment: desk.pay } as Connectors, at })
afterAll(() => desk.close())

/** A card typed at the processor's origin: only its id ever comes here. */
async function cardOf(number = '4242424242424242'): Promise<string> {
	const form = { type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2030', 'card[cvc]': '123' }
	return String((await desk.rest('POST', '/v1/payment_methods', form, { as: keys.publishableKey })).body['id'])
}

const cardsOf = ({ accountId }: Company) =>
	db<
		{ id: number; lastFour: string; isActive: boolean; isDefault: boolean; repLimitMinor: number | null; paymentMethodId: string; stripeCustomerId: string }[]
	>`
		select id, last_four, is_active, is_default, rep_limit_minor, payment_method_id, stripe_customer_id from saved_card where account_id = ${accountId} order by id`
const press = (cookie: string, form: Record<string, string>, path = '/company/cards') => ask(house, path, { cookie, form, headers: { Accept: 'text/html' } })

async function buyerAt(lot: string) {
	const company = await makeCompany(db, lot)
	return { company, cookie: await cookieOf(db, company) }
}

test('a card is kept by its brand and last digits; the first is offered first, another when she says so, one that is removed can be put back', async () => {
	const { company, cookie } = await buyerAt('agate')
	expect((await press(cookie, { intent: 'add', paymentMethodId: await cardOf() })).status).toBe(302)
	expect((await press(cookie, { intent: 'add', paymentMethodId: await cardOf('5555555555554444') })).status).toBe(302)
	const [visa, master] = await cardsOf(company)
	expect(visa).toMatchObject({ lastFour: '4242', isDefault: true })
	expect(master).toMatchObject({ lastFour: '4444', isDefault: false, stripeCustomerId: visa?.stripeCustomerId })
	const text = await (await ask(house, '/company/cards', { cookie })).text()
	for (const words of ['Visa •••• 4242', 'Mastercard •••• 4444', 'Good until 12/2030', 'Offered first']) expect(text).toContain(words)
	await press(cookie, { intent: `default:${master?.id}` })
	await press(cookie, { intent: `limit:${visa?.id}`, amount: '250' })
	expect((await press(cookie, { intent: `limit:${visa?.id}`, amount: 'much' })).status).toBe(422)
	expect((await cardsOf(company)).map(({ isDefault, repLimitMinor }) => [isDefault, repLimitMinor])).toEqual([
		[false, 25_000],
		[true, null],
	])
	await press(cookie, { intent: `remove:${master?.id}` })
	expect(await (await ask(house, '/company/cards', { cookie })).text()).toContain('Mastercard •••• 4444 is removed')
	await press(cookie, { intent: `restore:${master?.id}` })
	expect((await cardsOf(company)).map(({ isActive, isDefault }) => [isActive, isDefault])).toEqual([
		[true, true],
		[true, false],
	])
	expect(await db`select topic from outbox_event where account_id = ${company.accountId} and topic like 'card.%' order by id`).toMatchObject(
		['card.saved', 'card.saved', 'card.shared', 'card.removed', 'card.saved'].map((topic) => ({ topic })),
	)
})

test('the bank is asked first, and its answer is read at the processor; its no and a declined card keep nothing', async () => {
	const { company, cookie } = await buyerAt('beryl')
	const asked = async (number: string) => {
		const answer = await (await press(cookie, { intent: 'add', paymentMethodId: await cardOf(number) }, '/company/cards.data')).text()
		const [secret = ''] = /seti_\w+_secret_\w+/.exec(answer) ?? []
		const [setupId = ''] = secret.split('_secret_')
		const say = (word: string) =>
			fetch(`${desk.origin}/3ds/${setupId}?client_secret=${secret}`, { method: 'POST', body: new URLSearchParams({ answer: word }) })
		return { setupId, say, finish: () => press(cookie, { intent: 'finish', setupId }) }
	}
	const first = await asked('4000002500003155')
	expect((await first.finish()).status).toBe(200)
	expect(await cardsOf(company)).toEqual([])
	await first.say('fail')
	expect((await first.finish()).status).toBe(422)
	const second = await asked('4000002500003155')
	await second.say('complete')
	expect((await second.finish()).status).toBe(302)
	expect(await cardsOf(company)).toMatchObject([{ lastFour: '3155' }])
	const declined = await press(cookie, { intent: 'add', paymentMethodId: await cardOf('4000000000009995') })
	expect([declined.status, (await declined.text()).includes('not enough money')]).toEqual([422, true])
	// Somebody else's question is none of hers.
	const other = await buyerAt('coral')
	expect((await press(other.cookie, { intent: 'finish', setupId: second.setupId })).status).toBe(404)
	expect(await cardsOf(other.company)).toEqual([])
})

test('a saving that broke off is finished by the processor’s notice, once; a card number that is posted goes nowhere', async () => {
	const heard = await receiver()
	const { company, cookie } = await buyerAt('slate')
	await desk.knob({ webhook: { url: heard.url, secret: 'whsec_stand_in' } })
	await desk.pay.createSetupIntent({
		...{ customerId: await desk.pay.createCustomer({ name: 'Luka', metadata: {}, idempotencyKey: 'slate' }).then((made) => (made.ok ? made.customerId : '')) },
		...{
			paymentMethodId: await cardOf(),
			idempotencyKey: 'slate-setup',
			metadata: { accountId: String(company.accountId), contactId: String(company.contactId) },
		},
	})
	await desk.knob({ settle: true })
	for (const { body, signature } of [...heard.heard, ...heard.heard])
		await ask(house, '/webhooks/stripe', { method: 'POST', raw: body, headers: { 'stripe-signature': signature, 'content-type': 'application/json' } })
	await settleStripeNotices(db, desk.pay, at)
	expect(await cardsOf(company)).toMatchObject([{ lastFour: '4242', isDefault: true }])
	const [kept] = await cardsOf(company)
	await press(cookie, { intent: `remove:${kept?.id}` })
	// The same notice, late: what she removed is not offered again.
	await db`update webhook_event set processed_at = null`
	await settleStripeNotices(db, desk.pay, at)
	expect((await cardsOf(company)).map(({ isActive }) => isActive)).toEqual([false])
	const number = '4242424242424242'
	for (const intent of ['add', 'finish', `limit:${kept?.id}`])
		await press(cookie, { intent, paymentMethodId: number, setupId: number, amount: number, card: number })
	const [found] = await db<{ count: number }[]>`select count(*)::int as count from saved_card c where c::text like ${`%${number}%`}`
	expect(found?.count).toBe(0)
	await heard.close()
	await desk.knob({ webhook: null })
})

test('a removed card is forgotten at the processor when it can no longer be put back and no delivery waits for it', async () => {
	const { company, cookie } = await buyerAt('jade')
	const paymentMethodId = await cardOf()
	await press(cookie, { intent: 'add', paymentMethodId })
	const [card] = await cardsOf(company)
	const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
	// What others removed before goes first.
	await forgetCards(db, desk.pay, minutesLater(60))
	await press(cookie, { intent: `remove:${card?.id}` })
	expect(await forgetCards(db, desk.pay, minutesLater(10))).toBe(0)
	await db`insert into payment_attempt (account_id, idempotency_key, amount_minor, currency, state, payment_method_id) values (${company.accountId}, 'jade:later', 100, 'USD', 'scheduled', ${paymentMethodId})`
	expect(await forgetCards(db, desk.pay, minutesLater(12))).toBe(0)
	await db`update payment_attempt set state = 'released' where idempotency_key = 'jade:later'`
	expect(await forgetCards(db, desk.pay, minutesLater(12))).toBe(1)
	const listed = await desk.pay.listCards(card?.stripeCustomerId ?? '')
	expect(listed).toEqual({ ok: true, cards: [] })
	expect(await forgetCards(db, desk.pay, minutesLater(12))).toBe(0)
})

/** A cart that Natalie put together for the buyer, and the link she sent for it. */
async function linkOf(lot: string) {
	const { company, cookie } = await buyerAt(lot)
	const userId = await makeStaff(db, company, ['rep'])
	const rep = { ...company.shopper, kind: 'rep' as const, userId, userName: 'Natalie Ortiz' }
	const row = { sku: company.skus.bean, quantity: '3', unit: null, locationId: company.locations.a, requestedOn: null }
	const cart = await addToCart(db, rep, { cartId: null, rows: [row], locale: 'en', at })
	const cartId = cart?.ok ? cart.cartId : 0
	const send = async () => {
		const sent = await sendPayLink(db, rep, { cartId, locale: 'en', at, tax: undefined })
		return sent?.ok ? sent.linkId : 0
	}
	const pay = async (id: number, paymentMethodId: string) => {
		const [head] = await db<{ version: number }[]>`select version from sales_order where id = ${cartId}`
		return press(cookie, { intent: 'place', method: 'card', cartId: String(cartId), version: String(head?.version), paymentMethodId }, `/pay/${id}`)
	}
	return {
		company,
		cookie,
		cartId,
		send,
		pay, // The page's own words: its bytes carry every text of the language beside them.
		see: async (id: number) => (await (await ask(house, `/pay/${id}`, { cookie })).text()).replaceAll(/<script[\s\S]*?<\/script>/g, ''),
	}
}
const heldBy = async ({ accountId }: Company) => {
	const listed = await desk.pay.listIntents({ createdFrom: new Date(0) })
	return listed.ok ? listed.intents.filter(({ metadata, status }) => metadata['accountId'] === String(accountId) && status === 'requires_capture') : []
}

test('a pay link shows the buyer the very order, which her card pays and places, once; looking at it does nothing', async () => {
	const { company, send, pay, see } = await linkOf('onyx')
	const id = await send()
	const rows = async () => (await db`select (select count(*)::int from outbox_event) as events, (select state from pay_link where id = ${id}) as state`)[0]
	const before = await rows()
	for (const words of ['Natalie Ortiz put this order together for you', 'Pay and order']) expect(await see(id)).toContain(words)
	expect(await rows()).toEqual(before)
	const placed = await pay(id, await cardOf())
	expect(placed.headers.get('location')).toMatch(/^\/orders\//)
	expect(await rows()).toMatchObject({ state: 'paid' })
	expect(await see(id)).toContain('This order is paid')
	const [link] = await db<{ accountId: number; orderId: number; hash: string }[]>`select account_id, order_id, hash from pay_link where id = ${id}`
	expect(await withTransaction(db, (tx) => spendPayLink(tx, { ...(link ?? { accountId: 0, orderId: 0, hash: '' }), id, at }))).toBe(false)
	expect((await pay(id, await cardOf())).status).toBe(422)
	expect(await heldBy(company)).toHaveLength(1)
	expect(await db`select channel from sales_order where account_id = ${company.accountId} and stage = 'placed'`).toEqual([{ channel: 'web' }])
	const other = await buyerAt('flint')
	expect((await ask(house, `/pay/${id}`, { cookie: other.cookie })).status).toBe(404)
})

test('a cart that changed makes its link void and holds nobody’s money; a new link is for the cart as it is, the old one for nothing', async () => {
	const { company, cookie, cartId, send, pay, see } = await linkOf('ruby')
	const id = await send()
	await db`update order_line set quantity = 4 where order_id = ${cartId}`
	await db`update allocation a set quantity = 4 from delivery_group g where g.id = a.group_id and g.order_id = ${cartId}`
	expect(await see(id)).toContain('The cart has changed since this link was sent')
	expect((await pay(id, await cardOf())).status).toBe(422)
	expect(await heldBy(company)).toEqual([])
	const anew = await press(cookie, { intent: 'anew' }, `/pay/${id}`)
	const next = Number(anew.headers.get('location')?.split('/').at(-1))
	expect(await see(id)).toContain('A newer link took this one')
	// Between the look and the press the price moves: what the link was sent for is not what would be ordered.
	const moves = {
		...desk.pay,
		createIntent: async (wish: Parameters<typeof desk.pay.createIntent>[0]) => {
			await db`update pay_link set hash = 'moved' where id = ${next}`
			return desk.pay.createIntent(wish)
		},
	}
	const [head] = await db<{ version: number }[]>`select version from sales_order where id = ${cartId}`
	const form = { intent: 'place', method: 'card', cartId: String(cartId), version: String(head?.version), paymentMethodId: await cardOf() }
	const raced = await ask(testHouse(db, { connectors: { payment: moves } as Connectors, at }), `/pay/${next}`, {
		cookie,
		form,
		headers: { Accept: 'text/html' },
	})
	expect([raced.status, await heldBy(company)]).toEqual([422, []])
	const last = await send()
	await db`update pay_link set expires_at = ${at} where id = ${last}`
	expect(await see(last)).toContain('This link has ended')
	expect((await pay(last, await cardOf())).status).toBe(422)
	expect((await pay(await send(), await cardOf())).headers.get('location')).toMatch(/^\/orders\//)
})

test('the bank’s question stands between a pay link and its order; killed before the order, its money is given back and the link still pays', async () => {
	const { company, send, pay } = await linkOf('zircon')
	const id = await send()
	const card = await cardOf('4000002500003155')
	expect((await pay(id, card)).status).toBe(200)
	const [waiting] = await db<{ intentId: string }[]>`select stripe_intent_id as intent_id from payment_attempt where account_id = ${company.accountId}`
	const asked = await desk.pay.retrieve(waiting?.intentId ?? '')
	const secret = asked.ok && asked.intent.nextAction?.kind === 'script' ? asked.intent.nextAction.clientSecret : ''
	await fetch(`${desk.origin}/3ds/${waiting?.intentId}?client_secret=${secret}`, { method: 'POST', body: new URLSearchParams({ answer: 'complete' }) })
	expect(await heldBy(company)).toHaveLength(1)
	await releaseOrphans(db, desk.pay, new Date(at.getTime() + 11 * 60_000))
	expect(await heldBy(company)).toEqual([])
	expect((await pay(id, await cardOf())).headers.get('location')).toMatch(/^\/orders\//)
	expect(await heldBy(company)).toHaveLength(1)
})
