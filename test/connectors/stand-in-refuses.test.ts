import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authorised, codesOf, key, taken } from './payment.contract.ts'
import { keys, type Open, open } from './stand-in-desk.ts'

let at: Open
beforeEach(async () => {
	at = await open()
})
afterEach(() => at.close())

const day = 86_400

describe('what Stripe refuses, the stand-in refuses', () => {
	test.each([
		['a parameter it does not know', { amount: '500', currency: 'cad', colour: 'red' }, 'parameter_unknown', 'colour'],
		[
			'one within another',
			{ amount: '500', currency: 'cad', 'payment_method_options[card][colour]': 'red' },
			'parameter_unknown',
			'payment_method_options[card][colour]',
		],
		[
			'payment_method_types, gone since 2026-10-28',
			{ amount: '500', currency: 'cad', 'payment_method_types[]': 'card' },
			'parameter_unknown',
			'payment_method_types',
		],
		['no amount', { currency: 'cad' }, 'parameter_missing', 'amount'],
		['an amount that is no integer', { amount: '5.00', currency: 'cad' }, 'parameter_invalid_integer', 'amount'],
		['an amount below the least', { amount: '49', currency: 'cad' }, 'amount_too_small', 'amount'],
		['an amount above the most', { amount: '100000000', currency: 'cad' }, 'amount_too_large', 'amount'],
		['a customer it never met', { amount: '500', currency: 'cad', customer: 'cus_nobody' }, 'resource_missing', 'customer'],
	])('%s', async (_, form, code, param) => {
		const { body, requestId } = await at.rest('POST', '/v1/payment_intents', form as Record<string, string>)
		expect(body.error).toMatchObject({ type: 'invalid_request_error', code, param, message: expect.any(String) })
		expect(requestId).toMatch(/^req_/)
		expect((await at.rest('GET', '/v1/payment_intents')).body['data']).toEqual([])
		expect((await at.rest('GET', '/v1/events')).body['data']).toEqual([])
	})

	test('a capture after the hold has lapsed; the intent is cancelled by itself', async () => {
		const { id } = await authorised(at.pay)
		await at.knob({ aheadSeconds: 7 * day - 5 })
		expect(taken(await at.pay.retrieve(id)).intent.status).toBe('requires_capture')
		await at.knob({ aheadSeconds: 7 * day + 1 })
		expect(codesOf(await at.pay.capture({ intentId: id, currency: 'CAD', idempotencyKey: key() }))).toEqual(['payment.lapsed'])
		expect(taken(await at.pay.retrieve(id)).intent).toMatchObject({ status: 'canceled', cancellationReason: 'automatic', capturableMinor: 0 })
	})

	test('a second capture, unless the account has multicapture and the intent asked for it', async () => {
		const ask = { amount: '1000', currency: 'cad', capture_method: 'manual', confirm: 'true', payment_method: 'pm_card_visa' }
		const plain = await at.rest('POST', '/v1/payment_intents', ask)
		const refused = await at.rest('POST', `/v1/payment_intents/${plain.body['id']}/capture`, { amount_to_capture: '400', final_capture: 'false' })
		expect(refused.body.error).toMatchObject({ param: 'final_capture' })

		await at.knob({ multicapture: true })
		const many = await at.rest('POST', '/v1/payment_intents', { ...ask, 'payment_method_options[card][request_multicapture]': 'if_available' })
		const first = await at.rest('POST', `/v1/payment_intents/${many.body['id']}/capture`, { amount_to_capture: '400', final_capture: 'false' })
		expect(first.body).toMatchObject({ status: 'requires_capture', amount_capturable: 600, amount_received: 400 })
		const last = await at.rest('POST', `/v1/payment_intents/${many.body['id']}/capture`, {})
		expect(last.body).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1000 })
		const again = await at.rest('POST', `/v1/payment_intents/${many.body['id']}/capture`, {})
		expect(again.body.error).toMatchObject({ code: 'payment_intent_unexpected_state' })
	})

	test('a reused key with another body or another address; a replay says that it is one', async () => {
		const reused = randomUUID()
		const form = { amount: '500', currency: 'cad' }
		const first = await at.rest('POST', '/v1/payment_intents', form, { key: reused })
		const replay = await at.rest('POST', '/v1/payment_intents', form, { key: reused })
		expect(replay).toMatchObject({ replayed: true, body: { id: first.body['id'] } })
		const otherBody = await at.rest('POST', '/v1/payment_intents', { ...form, amount: '501' }, { key: reused })
		expect(otherBody).toMatchObject({ status: 400, body: { error: { type: 'idempotency_error' } } })
		const otherPath = await at.rest('POST', '/v1/customers', { name: 'Luka' }, { key: reused })
		expect(otherPath.body.error).toMatchObject({ type: 'idempotency_error', message: expect.stringContaining('/v1/payment_intents') })
		await at.knob({ aheadSeconds: day + 1 })
		expect((await at.rest('POST', '/v1/payment_intents', { ...form, amount: '501' }, { key: reused })).status).toBe(200)
	})

	test('a key whose request was refused for its parameters stays free', async () => {
		const free = randomUUID()
		expect((await at.rest('POST', '/v1/payment_intents', { amount: 'x', currency: 'cad' }, { key: free })).status).toBe(400)
		expect((await at.rest('POST', '/v1/payment_intents', { amount: '500', currency: 'cad' }, { key: free })).status).toBe(200)
	})

	test('what was refused halfway through has left nothing behind', async () => {
		const { customerId } = taken(await at.pay.createCustomer({ name: 'Harbor Clinics', metadata: {}, idempotencyKey: key() }))
		const { setup } = taken(await at.pay.createSetupIntent({ customerId, paymentMethodId: 'pm_card_visa', metadata: {}, idempotencyKey: key() }))
		const before = (await at.rest('GET', '/v1/events', { limit: '100' })).body['data']
		const ask = { amount: '500', currency: 'cad', confirm: 'true', payment_method: String(setup.paymentMethodId) }
		expect((await at.rest('POST', '/v1/payment_intents', ask)).body.error).toMatchObject({ param: 'payment_method' })
		expect((await at.rest('GET', '/v1/payment_intents')).body['data']).toEqual([])
		expect((await at.rest('GET', '/v1/events', { limit: '100' })).body['data']).toEqual(before)
	})

	test('wrong keys, and card numbers that come from a server', async () => {
		expect((await at.rest('GET', '/v1/payment_intents', {}, { as: 'sk_test_wrong' })).status).toBe(401)
		expect((await at.rest('GET', '/v1/payment_intents', {}, { as: keys.publishableKey })).status).toBe(401)
		const typed = { type: 'card', 'card[number]': '4242424242424242', 'card[exp_month]': '12', 'card[exp_year]': '34' }
		expect((await at.rest('POST', '/v1/payment_methods', typed)).body.error?.['message']).toContain('unsafe')
		expect((await at.rest('POST', '/v1/payment_methods', typed, { as: keys.publishableKey })).body).toMatchObject({ object: 'payment_method' })
	})

	test('a charge in dispute is not refunded, and a dispute that was won is', async () => {
		const { id } = await authorised(at.pay)
		taken(await at.pay.capture({ intentId: id, currency: 'CAD', idempotencyKey: key() }))
		const { dispute } = (await at.knob({ dispute: { paymentIntent: id, reason: 'fraudulent' } })) as { dispute: { id: string } }
		expect(codesOf(await at.pay.refund({ intentId: id, currency: 'CAD', idempotencyKey: key() }))).toEqual(['payment.disputed'])
		await at.knob({ closeDispute: { dispute: dispute.id, outcome: 'won' } })
		expect(taken(await at.pay.refund({ intentId: id, currency: 'CAD', idempotencyKey: key() })).refund.amountMinor).toBe(17_478)
	})
})

describe('answers that never arrive', () => {
	test('the SDK asks again with the same key, and there is one intent', async () => {
		await at.knob({ loseAnswers: 1 })
		await authorised(at.pay)
		expect((await at.rest('GET', '/v1/payment_intents')).body['data']).toHaveLength(1)
	})

	test('lost for good: the outcome is unknown, and the same key finds it later', async () => {
		const ask = { amountMinor: 900, currency: 'CAD', paymentMethodId: 'pm_card_visa', confirm: true, metadata: {}, idempotencyKey: key() }
		await at.knob({ loseAnswers: 3 })
		expect(codesOf(await at.pay.createIntent(ask))).toEqual(['payment.unreachable'])
		expect(taken(await at.pay.createIntent(ask)).intent.status).toBe('requires_capture')
		expect((await at.rest('GET', '/v1/payment_intents')).body['data']).toHaveLength(1)
	})

	test('errors on their side are asked again; too many calls are told', async () => {
		await at.knob({ failCalls: 1 })
		await authorised(at.pay)
		await at.knob({ limitCalls: 1 })
		expect(codesOf(await at.pay.retrieve('pi_any'))).toEqual(['payment.unreachable'])
	})

	test('nobody there', async () => {
		await at.close()
		expect(codesOf(await at.pay.retrieve('pi_any'))).toEqual(['payment.unreachable'])
		at = await open()
	})
})

describe('the journal', () => {
	test('a restart forgets nothing, a torn last line is cut, and no card number is in it', async () => {
		const journal = join(mkdtempSync(join(tmpdir(), 'stand-in-')), 'stripe.jsonl')
		const before = await open({ journal })
		const { id } = await authorised(before.pay)
		const typed = { type: 'card', 'card[number]': '4242424242424242', 'card[exp_month]': '12', 'card[exp_year]': '34', 'card[cvc]': '907' }
		const method = await before.rest('POST', '/v1/payment_methods', typed, { as: keys.publishableKey, key: 'typed' })
		await before.close()
		appendFileSync(journal, '{"id":"pi_torn","object":"payment_intent","amo')

		const after = await open({ journal })
		expect(taken(await after.pay.retrieve(id)).intent.status).toBe('requires_capture')
		expect((await after.rest('POST', '/v1/payment_methods', typed, { as: keys.publishableKey, key: 'typed' })).body['id']).toBe(method.body['id'])
		expect(taken(await after.pay.capture({ intentId: id, currency: 'CAD', idempotencyKey: key() })).intent.status).toBe('succeeded')
		await after.close()
		expect(readFileSync(journal, 'utf8')).not.toMatch(/4242424242424242|pi_torn/)

		const third = await open({ journal })
		expect(taken(await third.pay.retrieve(id)).intent.status).toBe('succeeded')
		await third.close()
	})
})
