import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCard, readDispute, readEvent, readIntent, readRefund, readSetup } from '../../app/connectors/stripe/read.ts'
import { key, taken } from './payment.contract.ts'
import { type Open, open } from './stand-in-desk.ts'

const dataFolder = process.env['KONTOR_OUTSIDE_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
const file = resolve(dataFolder, 'contracts/stripe/fixtures3.json')
const published = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { resources: Record<string, Record<string, unknown>> }).resources : null
const fixture = <T>(name: string) => published?.[name] as T

// Newer than the published fixtures (in the SDK's types of 2026-10-28), or older and gone from them.
const newer: Record<string, string[]> = {
	payment_intent: ['allowed_payment_method_types', 'payment_record'],
	setup_intent: ['allowed_payment_method_types'],
	dispute: ['intended_submission_method'],
	customer: ['customer_account'],
}
const notKept: Record<string, string[]> = { charge: ['refunds', 'level3'] }

describe.skipIf(!published)('Stripe’s published fixtures (needs the outside data)', () => {
	test('are read by the same readers', () => {
		expect(readIntent(fixture<Stripe.PaymentIntent>('payment_intent'))).toMatchObject({
			id: 'pi_1PgafyB7WZ01zgkWSjxsAJo3',
			amountMinor: 1099,
			currency: 'USD',
			status: 'requires_payment_method',
			nextAction: null,
			captureBefore: null,
		})
		expect(readSetup(fixture<Stripe.SetupIntent>('setup_intent'))).toMatchObject({ id: 'seti_1Pgag7B7WZ01zgkWSgwGdb8Z', status: 'requires_payment_method' })
		expect(readRefund(fixture<Stripe.Refund>('refund'))).toMatchObject({ amountMinor: 100, currency: 'USD', status: 'succeeded', intentId: null })
		expect(readDispute(fixture<Stripe.Dispute>('dispute'))).toMatchObject({ amountMinor: 1000, reason: 'general', respondBy: new Date(1723679999000) })
		expect(readCard(fixture<Stripe.PaymentMethod>('payment_method'))).toMatchObject({ brand: 'visa', last4: '4242', expMonth: 8, expYear: 2030 })
		expect(readEvent(fixture<Stripe.Event>('event'))).toMatchObject({ type: 'plan.created', subject: { kind: 'other' } })
	})

	describe('have the shape of the stand-in’s objects', () => {
		let at: Open
		let made: Record<string, Record<string, unknown>>
		beforeAll(async () => {
			at = await open()
			made = await makeOneOfEach(at)
		})
		afterAll(() => at.close())

		test.each(['payment_intent', 'charge', 'refund', 'customer', 'setup_intent', 'payment_method', 'dispute', 'event'])('%s', (name) => {
			const theirs = Object.keys(fixture<object>(name))
			const ours = Object.keys(made[name] ?? {})
			expect(ours.filter((field) => !theirs.includes(field) && !newer[name]?.includes(field))).toEqual([])
			expect(theirs.filter((field) => !ours.includes(field) && !notKept[name]?.includes(field))).toEqual([])
		})

		test.each([
			['payment_method', 'card'],
			['charge', 'outcome'],
		])('%s.%s', (name, part) => {
			const theirs = Object.keys(fixture<Record<string, object>>(name)[part] ?? {})
			expect(Object.keys((made[name]?.[part] as object | undefined) ?? {}).toSorted()).toEqual(theirs.toSorted())
		})
	})
})

async function makeOneOfEach(at: Open): Promise<Record<string, Record<string, unknown>>> {
	const { customerId } = taken(await at.pay.createCustomer({ name: 'Harbor Clinics', metadata: {}, idempotencyKey: key() }))
	const { setup } = taken(await at.pay.createSetupIntent({ customerId, paymentMethodId: 'pm_card_visa', metadata: {}, idempotencyKey: key() }))
	const ask = { amount: '1000', currency: 'cad', confirm: 'true', payment_method: 'pm_card_visa' }
	const intent = (await at.rest('POST', '/v1/payment_intents', ask)).body
	const charge = (await at.rest('GET', `/v1/charges/${intent['latest_charge']}`)).body
	const refund = (await at.rest('POST', '/v1/refunds', { payment_intent: String(intent['id']), amount: '100' })).body
	const { dispute } = (await at.knob({ dispute: { paymentIntent: intent['id'] } })) as { dispute: Record<string, unknown> }
	const get = async (path: string) => (await at.rest('GET', path)).body
	const events = (await get('/v1/events'))['data'] as Record<string, unknown>[]
	return {
		payment_intent: intent,
		charge,
		refund,
		dispute,
		customer: await get(`/v1/customers/${customerId}`),
		setup_intent: await get(`/v1/setup_intents/${setup.id}`),
		payment_method: await get(`/v1/payment_methods/${setup.paymentMethodId}`),
		event: events[0] ?? {},
	}
}
