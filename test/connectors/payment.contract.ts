import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CreateIntent, Intent, PaymentConnector } from '../../app/connectors/payment/contract.ts'
import type { Result } from '../../app/engine/base/refusal.ts'

/** The one suite that every payment connector passes: the stand-in always, Stripe itself where a test key is given. */
export function paymentContract(name: string, connector: () => PaymentConnector): void {
	describe(`${name}: an authorisation for one delivery group`, () => holds(connector))
	describe(`${name}: cards that say no or ask for the buyer`, () => declines(connector))
	describe(`${name}: saved cards`, () => savedCards(connector))
	describe(`${name}: giving money back`, () => refunds(connector))
	describe(`${name}: keys`, () => keys(connector))
}

export const key = () => randomUUID()

export async function authorised(pay: PaymentConnector, more: Partial<CreateIntent> = {}): Promise<Intent> {
	return taken(
		await pay.createIntent({
			amountMinor: 17_478,
			currency: 'CAD',
			paymentMethodId: 'pm_card_visa',
			confirm: true,
			metadata: { group: 'Harbor Clinics, 12 May' },
			idempotencyKey: key(),
			...more,
		}),
	).intent
}

export function taken<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusals)}`)
	return result
}

export function codesOf(result: Result<unknown>): string[] {
	return result.ok ? [] : result.refusals.map(({ code }) => code)
}

function holds(connector: () => PaymentConnector): void {
	test('is held for seven days, captured once, and keeps what it was for', async () => {
		const pay = connector()
		const intent = await authorised(pay)
		expect(intent).toMatchObject({ status: 'requires_capture', amountMinor: 17_478, capturableMinor: 17_478, capturedMinor: 0, currency: 'CAD' })
		expect(intent.card).toMatchObject({ brand: 'visa', last4: '4242' })
		expect(intent.metadata).toEqual({ group: 'Harbor Clinics, 12 May' })
		const days = ((intent.captureBefore?.getTime() ?? 0) - intent.createdAt.getTime()) / 86_400_000
		expect(days).toBeGreaterThan(6)
		expect(days).toBeLessThanOrEqual(7.1)

		const captured = taken(await pay.capture({ intentId: intent.id, currency: 'CAD', idempotencyKey: key() })).intent
		expect(captured).toMatchObject({ status: 'succeeded', capturableMinor: 0, capturedMinor: 17_478 })
		expect(taken(await pay.retrieve(intent.id)).intent).toMatchObject({ status: 'succeeded', capturedMinor: 17_478 })
	})

	test('a second capture is refused, for few accounts have multicapture', async () => {
		const pay = connector()
		const { id } = await authorised(pay)
		taken(await pay.capture({ intentId: id, currency: 'CAD', amountMinor: 10_000, idempotencyKey: key() }))
		const again = await pay.capture({ intentId: id, currency: 'CAD', amountMinor: 7_478, idempotencyKey: key() })
		expect(again).toEqual({ ok: false, refusals: [{ code: 'payment.unexpected_state', facts: { status: 'succeeded' } }] })
	})

	test('a capture above what is held is refused and changes nothing', async () => {
		const pay = connector()
		const { id } = await authorised(pay)
		expect(codesOf(await pay.capture({ intentId: id, currency: 'CAD', amountMinor: 17_479, idempotencyKey: key() }))).toEqual(['payment.capture_exceeds'])
		expect(taken(await pay.retrieve(id)).intent).toMatchObject({ status: 'requires_capture', capturableMinor: 17_478 })
	})

	test('a cancelled hold can be neither captured nor cancelled again', async () => {
		const pay = connector()
		const { id } = await authorised(pay)
		expect(taken(await pay.cancel({ intentId: id, reason: 'abandoned', idempotencyKey: key() })).intent.status).toBe('canceled')
		expect(codesOf(await pay.capture({ intentId: id, currency: 'CAD', idempotencyKey: key() }))).toEqual(['payment.unexpected_state'])
		expect(codesOf(await pay.cancel({ intentId: id, idempotencyKey: key() }))).toEqual(['payment.unexpected_state'])
	})

	test('an intent made early is confirmed later with the card', async () => {
		const pay = connector()
		const { id, status } = await authorised(pay, { confirm: false, paymentMethodId: undefined as never })
		expect(status).toBe('requires_payment_method')
		const intent = taken(await pay.confirm({ intentId: id, paymentMethodId: 'pm_card_visa', idempotencyKey: key() })).intent
		expect(intent.status).toBe('requires_capture')
	})

	test('amounts below what the processor takes, and ids it never gave, are refused', async () => {
		const pay = connector()
		const small = await pay.createIntent({ amountMinor: 10, currency: 'USD', metadata: {}, idempotencyKey: key() })
		expect(codesOf(small)).toEqual(['payment.amount_too_small'])
		expect(codesOf(await pay.retrieve('pi_3NeverGivenAway00000000'))).toEqual(['payment.unknown'])
		expect(codesOf(await pay.capture({ intentId: 'pi_3NeverGivenAway00000000', currency: 'CAD', idempotencyKey: key() }))).toEqual(['payment.unknown'])
	})

	test('yen have no cents', async () => {
		const intent = await authorised(connector(), { amountMinor: 5_250, currency: 'JPY' })
		expect(intent).toMatchObject({ amountMinor: 5_250, currency: 'JPY' })
	})
}

function declines(connector: () => PaymentConnector): void {
	const ask = (paymentMethodId: string, more: Partial<CreateIntent> = {}) =>
		connector().createIntent({ amountMinor: 2_500, currency: 'USD', confirm: true, metadata: {}, paymentMethodId, idempotencyKey: key(), ...more })

	test.each([
		['pm_card_visa_chargeDeclined', 'generic_decline'],
		['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
		['pm_card_visa_chargeDeclinedLostCard', 'lost_card'],
		['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
		['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
	])('%s is declined as %s, and the intent waits for another card', async (card, declineCode) => {
		const result = await ask(card)
		expect(result).toMatchObject({ ok: false, refusals: [{ code: 'card.declined', facts: { declineCode } }] })
		if (result.ok) return
		const intentId = String(result.refusals[0]?.facts['intentId'])
		expect(taken(await connector().retrieve(intentId)).intent).toMatchObject({ status: 'requires_payment_method', declineCode, capturableMinor: 0 })
		expect(taken(await connector().confirm({ intentId, paymentMethodId: 'pm_card_visa', idempotencyKey: key() })).intent.status).toBe('requires_capture')
	})

	test('a bank that asks for the buyer gives a page to go to, or a secret for the script', async () => {
		const redirected = taken(await ask('pm_card_authenticationRequired', { returnUrl: 'https://shop.example/checkout/return' })).intent
		expect(redirected).toMatchObject({ status: 'requires_action', nextAction: { kind: 'redirect', url: expect.stringMatching(/^https?:/) } })
		const scripted = taken(await ask('pm_card_authenticationRequired')).intent
		expect(scripted).toMatchObject({ status: 'requires_action', nextAction: { kind: 'script', clientSecret: expect.stringContaining('_secret_') } })
	})

	test('behind the buyer’s back the same card is refused, and says why', async () => {
		const result = await ask('pm_card_authenticationRequired', { offSession: true })
		expect(result).toMatchObject({ ok: false, refusals: [{ code: 'card.authentication_required', facts: { declineCode: 'authentication_required' } }] })
	})
}

function savedCards(connector: () => PaymentConnector): void {
	const newCustomer = async () =>
		taken(await connector().createCustomer({ name: 'Harbor Clinics', email: 'mina@harbor.example', metadata: { account: '7' }, idempotencyKey: key() }))
			.customerId

	const save = async (customerId: string, paymentMethodId: string) =>
		connector().createSetupIntent({ customerId, paymentMethodId, metadata: {}, idempotencyKey: key() })

	test('a card saved with a SetupIntent pays later without the buyer', async () => {
		const pay = connector()
		const customerId = await newCustomer()
		const { setup } = taken(await save(customerId, 'pm_card_visa'))
		expect(setup).toMatchObject({ status: 'succeeded', customerId })
		const paymentMethodId = String(setup.paymentMethodId)
		expect(taken(await pay.listCards(customerId)).cards).toMatchObject([{ paymentMethodId, last4: '4242' }])
		expect((await authorised(pay, { customerId, paymentMethodId, offSession: true })).status).toBe('requires_capture')
		expect((await authorised(pay, { customerId, paymentMethodId, offSession: true })).status).toBe('requires_capture')

		taken(await pay.detachCard({ paymentMethodId, idempotencyKey: key() }))
		expect(taken(await pay.listCards(customerId)).cards).toEqual([])
	})

	test('a card that pays the first group may be kept for the others', async () => {
		const pay = connector()
		const customerId = await newCustomer()
		const first = await authorised(pay, { customerId, saveForLater: true })
		const later = await authorised(pay, { customerId, paymentMethodId: String(first.paymentMethodId), offSession: true })
		expect(later).toMatchObject({ status: 'requires_capture', customerId })
	})

	test('a card that was not kept pays once', async () => {
		const pay = connector()
		const first = await authorised(pay)
		const again = await pay.createIntent({
			amountMinor: 2_500,
			currency: 'CAD',
			paymentMethodId: String(first.paymentMethodId),
			confirm: true,
			metadata: {},
			idempotencyKey: key(),
		})
		expect(codesOf(again)).toEqual(['card.unusable'])
	})

	test('another account’s card does not pay', async () => {
		const { setup } = taken(await save(await newCustomer(), 'pm_card_visa'))
		const stolen = await connector().createIntent({
			amountMinor: 2_500,
			currency: 'CAD',
			customerId: await newCustomer(),
			paymentMethodId: String(setup.paymentMethodId),
			confirm: true,
			metadata: {},
			idempotencyKey: key(),
		})
		expect(codesOf(stolen)).toEqual(['card.unusable'])
	})

	test('a card that saves well and then declines is refused when its group is due', async () => {
		const pay = connector()
		const customerId = await newCustomer()
		const { setup } = taken(await save(customerId, 'pm_card_chargeCustomerFail'))
		expect(setup.status).toBe('succeeded')
		const due = await pay.createIntent({
			amountMinor: 2_500,
			currency: 'CAD',
			customerId,
			paymentMethodId: String(setup.paymentMethodId),
			confirm: true,
			offSession: true,
			metadata: {},
			idempotencyKey: key(),
		})
		expect(codesOf(due)).toEqual(['card.declined'])
	})

	test('a card that never pays is not saved', async () => {
		const customerId = await newCustomer()
		expect(codesOf(await save(customerId, 'pm_card_visa_chargeDeclined'))).toEqual(['card.declined'])
		expect(taken(await connector().listCards(customerId)).cards).toEqual([])
	})
}

function refunds(connector: () => PaymentConnector): void {
	const captured = async () => {
		const { id } = await authorised(connector())
		return taken(await connector().capture({ intentId: id, currency: 'CAD', idempotencyKey: key() })).intent.id
	}

	test('partly, then the rest, and never more than was taken', async () => {
		const pay = connector()
		const intentId = await captured()
		const part = taken(await pay.refund({ intentId, currency: 'CAD', amountMinor: 5_000, metadata: { creditNote: 'CN-1' }, idempotencyKey: key() })).refund
		expect(part).toMatchObject({ intentId, amountMinor: 5_000, currency: 'CAD', status: 'succeeded', metadata: { creditNote: 'CN-1' } })
		expect(codesOf(await pay.refund({ intentId, currency: 'CAD', amountMinor: 12_479, idempotencyKey: key() }))).toEqual(['payment.refund_exceeds'])
		expect(taken(await pay.refund({ intentId, currency: 'CAD', idempotencyKey: key() })).refund.amountMinor).toBe(12_478)
		expect(codesOf(await pay.refund({ intentId, currency: 'CAD', idempotencyKey: key() }))).toEqual(['payment.already_refunded'])
	})

	test('a hold that was never captured has nothing to give back', async () => {
		const { id } = await authorised(connector())
		expect((await connector().refund({ intentId: id, currency: 'CAD', idempotencyKey: key() })).ok).toBe(false)
	})
}

function keys(connector: () => PaymentConnector): void {
	test('the same key answers the same intent; with another body it is refused', async () => {
		const pay = connector()
		const idempotencyKey = key()
		const first = await authorised(pay, { idempotencyKey })
		expect((await authorised(pay, { idempotencyKey })).id).toBe(first.id)
		const other = await pay.createIntent({ amountMinor: 1_000, currency: 'CAD', metadata: {}, idempotencyKey })
		expect(codesOf(other)).toEqual(['payment.key_reused'])
	})

	test('a decline is remembered under its key as well', async () => {
		const ask: CreateIntent = {
			amountMinor: 2_500,
			currency: 'USD',
			confirm: true,
			metadata: {},
			paymentMethodId: 'pm_card_visa_chargeDeclined',
			idempotencyKey: key(),
		}
		expect(await connector().createIntent(ask)).toEqual(await connector().createIntent(ask))
	})

	test('intents of the last minutes can be listed, newest first', async () => {
		const pay = connector()
		const older = await authorised(pay)
		const newer = await authorised(pay)
		const { intents } = taken(await pay.listIntents({ createdFrom: older.createdAt }))
		const places = [newer.id, older.id].map((id) => intents.findIndex((intent) => intent.id === id))
		expect(places[0]).toBeGreaterThanOrEqual(0)
		expect(places[1]).toBeGreaterThan(places[0] ?? 0)
	})
}
