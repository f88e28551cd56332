import { badRequest, cardError, type ErrorBody } from './api-error.ts'
import { newCharge } from './charges.ts'
import { type Desk, newId } from './desk.server.ts'
import { attach, findMethod, noteCard, refuseSpent, secretOf } from './payment-methods.ts'
import type { CardRow, IntentRow, MethodRow } from './rows.ts'
import { type Decline, declineOf } from './test-cards.ts'

export type Presence = { offSession: boolean; returnUrl: string | undefined }

/** Asks the bank. Answers the intent as it stands afterwards; throws Stripe's 402 when the bank says no. */
export function authorise(desk: Desk, intent: IntentRow, presence: Presence): IntentRow {
	const method = payingMethod(desk, intent)
	const secret = secretOf(desk, method.id)
	if (!mustAuthenticate(secret, presence)) return charge(desk, { ...intent, payment_method: method.id }, method, false)
	if (presence.offSession) {
		const decline = {
			code: 'authentication_required',
			decline_code: 'authentication_required',
			message: 'Your card was declined. This transaction requires authentication.',
		}
		return decideDeclined(desk, { ...intent, payment_method: method.id }, method, decline)
	}
	const waiting = put(desk, {
		...intent,
		payment_method: method.id,
		status: 'requires_action',
		next_action: challengeOf(desk, intent, presence.returnUrl) as IntentRow['next_action'],
	})
	desk.emit('payment_intent.requires_action', waiting)
	return waiting
}

/** The buyer has answered her bank's question. */
export function answerChallenge(desk: Desk, intent: IntentRow, passed: boolean): IntentRow {
	const method = desk.store.get('payment_method', intent.payment_method ?? '')
	if (passed) return charge(desk, { ...intent, next_action: null }, method, true)
	return putFailed(desk, { ...intent, next_action: null }, method, {
		code: 'payment_intent_authentication_failure',
		message:
			'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
	})
}

function payingMethod(desk: Desk, intent: IntentRow): MethodRow {
	if (!intent.payment_method) {
		throw badRequest('You cannot confirm this PaymentIntent because it’s missing a payment method.', {
			code: 'payment_intent_unexpected_state',
			payment_intent: intent,
		})
	}
	const method = findMethod(desk, intent.payment_method)
	if (method.customer && method.customer !== intent.customer) {
		const message = intent.customer
			? `The provided PaymentMethod ${method.id} does not belong to Customer ${intent.customer}.`
			: `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`
		throw badRequest(message, { param: 'payment_method' })
	}
	refuseSpent(desk, method)
	return method
}

/** 3155 asks always while the buyer is present, and behind her back until it was set up; 3184 asks always. */
function mustAuthenticate({ behaviour, setUp }: CardRow, { offSession }: Presence): boolean {
	return behaviour === 'authenticate_always' || (behaviour === 'authenticate_unless_set_up' && !(offSession && setUp))
}

export function challengeOf(desk: Desk, intent: { id: string; client_secret: string | null }, returnUrl: string | undefined) {
	const url = `${desk.origin}/3ds/${intent.id}?client_secret=${intent.client_secret}`
	if (returnUrl) return { type: 'redirect_to_url', redirect_to_url: { url, return_url: returnUrl } }
	return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url, source: newId('src') } }
}

function charge(desk: Desk, intent: IntentRow, method: MethodRow, authenticated: boolean): IntentRow {
	const decline = declineOf(secretOf(desk, method.id).behaviour)
	if (decline) return decideDeclined(desk, intent, method, decline)
	const saved = Boolean(intent.setup_future_usage && intent.customer)
	if (saved && intent.customer) attach(desk, method, intent.customer)
	noteCard(desk, method.id, { used: true, ...(intent.setup_future_usage === 'off_session' ? { setUp: true } : {}) })

	const multicapture = desk.multicapture() && intent.payment_method_options?.card?.request_multicapture === 'if_available'
	const paid = newCharge(desk, { intent, method, decline: null, authenticated, multicapture })
	desk.emit('charge.succeeded', paid)
	const held = intent.capture_method === 'manual'
	const settled = put(desk, {
		...intent,
		latest_charge: paid.id,
		status: held ? 'requires_capture' : 'succeeded',
		amount_capturable: held ? intent.amount : 0,
		amount_received: held ? 0 : intent.amount,
		last_payment_error: null,
		next_action: null,
	})
	desk.emit(held ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', settled)
	return settled
}

function decideDeclined(desk: Desk, intent: IntentRow, method: MethodRow, decline: Decline): never {
	const failed = newCharge(desk, { intent, method, decline, authenticated: false, multicapture: false })
	desk.emit('charge.failed', failed)
	const waiting = putFailed(desk, { ...intent, latest_charge: failed.id }, method, { ...decline, charge: failed.id })
	throw cardError(decline.message, { ...decline, charge: failed.id, payment_intent: waiting, payment_method: method })
}

function putFailed(desk: Desk, intent: IntentRow, method: MethodRow, error: Partial<ErrorBody>): IntentRow {
	const type = error.code === 'payment_intent_authentication_failure' ? 'invalid_request_error' : 'card_error'
	const last = { ...error, type, payment_method: method } as IntentRow['last_payment_error']
	const waiting = put(desk, { ...intent, status: 'requires_payment_method', payment_method: null, last_payment_error: last })
	desk.emit('payment_intent.payment_failed', waiting)
	return waiting
}

const put = (desk: Desk, intent: IntentRow): IntentRow => desk.store.put(intent)
