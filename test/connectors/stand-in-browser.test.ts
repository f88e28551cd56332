import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CreateIntent, Intent, Setup } from '../../app/connectors/payment/contract.ts'
import { codesOf, key, taken } from './payment.contract.ts'
import { keys, type Open, open } from './stand-in-desk.ts'

let at: Open
beforeEach(async () => {
	at = await open()
})
afterEach(() => at.close())

const type = async (number: string, more: Record<string, string> = {}) =>
	at.rest(
		'POST',
		'/v1/payment_methods',
		{ type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '34', 'card[cvc]': '123', ...more },
		{ as: keys.publishableKey },
	)

const pay = (paymentMethodId: string, more: Partial<CreateIntent> = {}) =>
	at.pay.createIntent({ amountMinor: 2_500, currency: 'CAD', paymentMethodId, confirm: true, metadata: {}, idempotencyKey: key(), ...more })

describe('a typed card', () => {
	test.each([
		['4242 4242 4242 4241', {}, 'incorrect_number', 'number'],
		['4242', {}, 'incorrect_number', 'number'],
		['4242424242424242', { 'card[exp_month]': '13' }, 'invalid_expiry_month', 'exp_month'],
		['4242424242424242', { 'card[exp_year]': '20' }, 'invalid_expiry_year', 'exp_year'],
		['4242424242424242', { 'card[cvc]': '12' }, 'invalid_cvc', 'cvc'],
	])('%s with %o is refused as %s', async (number, more, code, param) => {
		expect(await type(number, more as Record<string, string>)).toMatchObject({ status: 402, body: { error: { type: 'card_error', code, param } } })
	})

	test('a number of a real card is refused: this is no place for one', async () => {
		expect((await type('4111111111111111')).body.error).toMatchObject({ code: 'card_declined', decline_code: 'test_mode_live_card' })
	})

	test('becomes an id that pays, and the number comes back nowhere', async () => {
		const { body } = await type('4000000000009995')
		expect(JSON.stringify(body)).not.toContain('4000000000009995')
		expect(await pay(String(body['id']))).toMatchObject({ ok: false, refusals: [{ facts: { declineCode: 'insufficient_funds' } }] })
	})

	test('may be made from any page, for its own key only', async () => {
		const asked = await fetch(`${at.origin}/v1/payment_methods`, { method: 'OPTIONS' })
		expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
		const knobs = await fetch(`${at.origin}/_knobs`, { method: 'POST', body: '{}' })
		expect(knobs.status).toBe(401)
	})
})

describe('the bank’s question', () => {
	const answerAt = (url: string, answer: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })

	const asked = async (card: string, more: Partial<CreateIntent> = {}): Promise<Intent> =>
		taken(await pay(card, { returnUrl: 'https://shop.example/checkout/return?cart=7', ...more })).intent

	const urlOf = ({ nextAction }: Intent | Setup) => (nextAction?.kind === 'redirect' ? nextAction.url : '')

	test('answered yes: the money is held and the buyer goes back', async () => {
		const intent = await asked('pm_card_authenticationRequired')
		expect(await (await fetch(urlOf(intent))).text()).toContain('CA$25.00')
		const back = await answerAt(urlOf(intent), 'complete')
		expect(back.status).toBe(303)
		expect(back.headers.get('location')).toMatch(/^https:\/\/shop\.example\/checkout\/return\?cart=7&payment_intent=pi_\w+&.*redirect_status=succeeded$/)
		expect(taken(await at.pay.retrieve(intent.id)).intent).toMatchObject({ status: 'requires_capture', capturableMinor: 2_500, nextAction: null })
	})

	test('answered no: nothing is held and another card may be tried', async () => {
		const intent = await asked('pm_card_authenticationRequired')
		const back = await answerAt(urlOf(intent), 'fail')
		expect(back.headers.get('location')).toContain('redirect_status=failed')
		expect(taken(await at.pay.retrieve(intent.id)).intent).toMatchObject({
			status: 'requires_payment_method',
			declineCode: 'payment_intent_authentication_failure',
		})
		expect(taken(await at.pay.confirm({ intentId: intent.id, paymentMethodId: 'pm_card_visa', idempotencyKey: key() })).intent.status).toBe('requires_capture')
	})

	test('answered twice: the second answer changes nothing', async () => {
		const intent = await asked('pm_card_authenticationRequired')
		await answerAt(urlOf(intent), 'complete')
		await answerAt(urlOf(intent), 'fail')
		expect(taken(await at.pay.retrieve(intent.id)).intent.status).toBe('requires_capture')
	})

	test('without the secret there is no question', async () => {
		const intent = await asked('pm_card_authenticationRequired')
		expect((await fetch(urlOf(intent).replace(/secret=.*/, 'secret=guess'))).status).toBe(404)
	})

	test('3155 asks while the buyer is here; once set up it pays without her; 3184 never does', async () => {
		const customerId = taken(await at.pay.createCustomer({ name: 'Fargo Roasters', metadata: {}, idempotencyKey: key() })).customerId
		const setUp = async (paymentMethodId: string) => {
			const { setup } = taken(
				await at.pay.createSetupIntent({ customerId, paymentMethodId, returnUrl: 'https://shop.example/cards', metadata: {}, idempotencyKey: key() }),
			)
			expect(setup.status).toBe('requires_action')
			await answerAt(urlOf(setup), 'complete')
			const done = taken(await at.pay.retrieveSetupIntent(setup.id)).setup
			expect(done.status).toBe('succeeded')
			return String(done.paymentMethodId)
		}
		const unlessSetUp = await setUp('pm_card_authenticationRequiredOnSetup')
		expect(taken(await pay(unlessSetUp, { customerId, offSession: true })).intent.status).toBe('requires_capture')
		expect(taken(await pay(unlessSetUp, { customerId })).intent.status).toBe('requires_action')
		expect(codesOf(await pay('pm_card_authenticationRequiredOnSetup', { offSession: true }))).toEqual(['card.authentication_required'])
		const always = await setUp('pm_card_authenticationRequired')
		expect(codesOf(await pay(always, { customerId, offSession: true }))).toEqual(['card.authentication_required'])
	})
})

describe('its own pages', () => {
	test('the field is labelled in five languages and never names the shop’s page by guess', async () => {
		const labels = await Promise.all(
			['en', 'fr-CA', 'es', 'ja', 'cs'].map(async (locale) => {
				const page = await (await fetch(`${at.origin}/elements/card?locale=${locale}&host=http://shop.example&id=card-1&key=pk`)).text()
				return /<label class="number">([^<]+)</.exec(page)?.[1]
			}),
		)
		expect(new Set(labels).size).toBe(5)
		expect(labels).not.toContain(undefined)
	})

	test('nothing from the address is written into the page as markup', async () => {
		const evil = '</script><img src=x onerror=alert(1)>'
		const page = await (await fetch(`${at.origin}/elements/card?${new URLSearchParams({ locale: evil, host: evil, id: evil, key: evil })}`)).text()
		expect(page).not.toContain('<img')
	})

	test('the script has the names of Stripe.js that the shop uses', async () => {
		const script = await (await fetch(`${at.origin}/js/card-element`)).text()
		for (const name of ['window.Stripe', 'createPaymentMethod', 'handleNextAction', at.origin]) expect(script).toContain(name)
		expect(() => new Function(script)).not.toThrow()
	})
})
