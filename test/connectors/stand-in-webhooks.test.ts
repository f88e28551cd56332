import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorised, codesOf, key, taken } from './payment.contract.ts'
import { type Open, open, receiver, typesOf, webhookSecret } from './stand-in-desk.ts'

let to: Awaited<ReturnType<typeof receiver>>
let at: Open
beforeEach(async () => {
	to = await receiver()
	at = await open({ webhook: { url: to.url, secret: webhookSecret } })
})
afterEach(() => Promise.all([at.close(), to.close()]))

const held = ['payment_intent.created', 'charge.succeeded', 'payment_intent.amount_capturable_updated']

describe('notices', () => {
	test('come signed, in order, and read as what they are about', async () => {
		const { id } = await authorised(at.pay)
		taken(await at.pay.capture({ intentId: id, currency: 'CAD', idempotencyKey: key() }))
		await at.knob({ settle: true })
		expect(typesOf(to.heard)).toEqual([...held, 'charge.captured', 'payment_intent.succeeded'])
		const last = to.heard.at(-1)
		const { event } = taken(at.pay.verifyWebhook(last?.body ?? '', last?.signature ?? '', new Date()))
		expect(event).toMatchObject({ type: 'payment_intent.succeeded', subject: { kind: 'intent', intent: { id, status: 'succeeded', capturedMinor: 17_478 } } })
	})

	test('a changed body, another secret, no signature and an old one are refused', async () => {
		await authorised(at.pay)
		await at.knob({ settle: true })
		const [first] = to.heard
		const body = first?.body ?? ''
		const signature = first?.signature ?? ''
		const now = new Date()
		expect(at.pay.verifyWebhook(body, signature, now).ok).toBe(true)
		expect(codesOf(at.pay.verifyWebhook(body.replace('17478', '1'), signature, now))).toEqual(['webhook.unsigned'])
		expect(codesOf(at.pay.verifyWebhook(body, null, now))).toEqual(['webhook.unsigned'])
		expect(codesOf(at.pay.verifyWebhook(body, 'nonsense', now))).toEqual(['webhook.unsigned'])
		expect(codesOf(at.pay.verifyWebhook(body, signature, new Date(now.getTime() + 301_000)))).toEqual(['webhook.unsigned'])
	})

	test('may be dropped, doubled and turned round', async () => {
		await at.knob({ dropWebhooks: 1 })
		await authorised(at.pay)
		await at.knob({ settle: true })
		expect(typesOf(to.heard.splice(0))).toEqual(held.slice(1))

		await at.knob({ repeatWebhooks: 1 })
		await authorised(at.pay)
		await at.knob({ settle: true })
		const doubled = to.heard.splice(0)
		expect(typesOf(doubled)).toEqual([held[0], ...held])
		expect(JSON.parse(doubled[0]?.body ?? '').id).toBe(JSON.parse(doubled[1]?.body ?? '').id)

		await at.knob({ reorderWebhooks: 3 })
		await authorised(at.pay)
		await at.knob({ settle: true })
		expect(typesOf(to.heard)).toEqual(held.toReversed())
	})

	test('a request that was refused halfway tells nobody', async () => {
		const { customerId } = taken(await at.pay.createCustomer({ name: 'Mina', metadata: {}, idempotencyKey: key() }))
		const { setup } = taken(await at.pay.createSetupIntent({ customerId, paymentMethodId: 'pm_card_visa', metadata: {}, idempotencyKey: key() }))
		await at.knob({ settle: true })
		to.heard.splice(0)
		const ask = { amount: '500', currency: 'cad', confirm: 'true', payment_method: String(setup.paymentMethodId) }
		expect((await at.rest('POST', '/v1/payment_intents', ask)).status).toBe(400)
		await at.knob({ settle: true })
		expect(typesOf(to.heard)).toEqual([])
	})

	test('a receiver that was away is told again', async () => {
		const away = await receiver(1)
		await at.knob({ webhook: { url: away.url, secret: webhookSecret } })
		taken(await at.pay.createCustomer({ name: 'Mina', metadata: {}, idempotencyKey: key() }))
		await expect.poll(() => typesOf(away.heard), { timeout: 5_000 }).toEqual(['customer.created'])
		await away.close()
	})

	test('a lapsed hold, a refund and a dispute are told', async () => {
		const { id } = await authorised(at.pay)
		const { id: lapsing } = await authorised(at.pay)
		taken(await at.pay.capture({ intentId: id, currency: 'CAD', idempotencyKey: key() }))
		taken(await at.pay.refund({ intentId: id, currency: 'CAD', amountMinor: 1_000, idempotencyKey: key() }))
		await at.knob({ dispute: { paymentIntent: id, reason: 'product_not_received' }, settle: true })
		const disputed = to.heard.find(({ body }) => body.includes('charge.dispute.created'))
		const { event } = taken(at.pay.verifyWebhook(disputed?.body ?? '', disputed?.signature ?? '', new Date()))
		expect(event.subject).toMatchObject({
			kind: 'dispute',
			dispute: { intentId: id, amountMinor: 16_478, reason: 'product_not_received', status: 'needs_response' },
		})
		expect(typesOf(to.heard)).toEqual(expect.arrayContaining(['refund.created', 'charge.refunded']))

		to.heard.splice(0)
		await at.knob({ aheadSeconds: 8 * 86_400, settle: true })
		await at.knob({ settle: true })
		expect(typesOf(to.heard)).toEqual(['charge.expired', 'payment_intent.canceled'])
		expect(to.heard[1]?.body).toContain(lapsing)
	})
})
