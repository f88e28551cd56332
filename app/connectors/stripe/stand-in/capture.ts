import { badRequest } from './api-error.ts'
import type { Desk } from './desk.server.ts'
import { newId } from './desk.server.ts'
import type { ChargeRow, IntentRow } from './rows.ts'

const open = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture', 'processing']

/** Stripe lets an authorisation lapse by itself; the stand-in does it when somebody looks. */
export function lapseIfDue(desk: Desk, id: string): IntentRow {
	const intent = desk.store.get('payment_intent', id, 'intent')
	const charge = intent.status === 'requires_capture' && intent.latest_charge ? desk.store.get('charge', intent.latest_charge) : null
	const before = charge?.payment_method_details?.card?.capture_before
	if (!charge || before === undefined || desk.now() < before) return intent
	release(desk, charge, 'charge.expired')
	return end(desk, intent, 'automatic')
}

/** All that is due, for a clock that was moved. */
export function lapseAll(desk: Desk): void {
	for (const { id, status } of desk.store.newestFirst('payment_intent')) if (status === 'requires_capture') lapseIfDue(desk, id)
}

export function captureIntent(
	desk: Desk,
	id: string,
	params: { amount_to_capture?: number; final_capture?: boolean; metadata?: Record<string, string> },
): IntentRow {
	const intent = lapseIfDue(desk, id)
	const charge = refuseCapture(desk, intent)
	const amount = params.amount_to_capture ?? intent.amount_capturable
	if (amount < 1) throw badRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount_to_capture' })
	if (amount > intent.amount_capturable) {
		throw badRequest('The requested capture amount is greater than the amount you can capture for this charge.', {
			code: 'amount_too_large',
			param: 'amount_to_capture',
		})
	}
	const final = params.final_capture ?? true
	if (!final && charge.payment_method_details?.card?.multicapture?.status !== 'available') {
		throw badRequest('You cannot set final_capture to false because multicapture is not available for this PaymentIntent.', { param: 'final_capture' })
	}
	const captured = desk.store.put({
		...charge,
		captured: true,
		amount_captured: charge.amount_captured + amount,
		balance_transaction: newId('txn'),
	} as ChargeRow)
	desk.emit('charge.captured', captured)
	const left = final ? 0 : intent.amount_capturable - amount
	const settled = desk.store.put({
		...intent,
		metadata: { ...intent.metadata, ...params.metadata },
		amount_capturable: left,
		amount_received: intent.amount_received + amount,
		status: left === 0 ? 'succeeded' : 'requires_capture',
	} as IntentRow)
	desk.emit(left === 0 ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated', settled)
	return settled
}

function refuseCapture(desk: Desk, intent: IntentRow): ChargeRow {
	if (intent.status === 'canceled' && intent.cancellation_reason === 'automatic') {
		throw badRequest('The charge cannot be captured because its authorization has expired.', { code: 'charge_expired_for_capture', payment_intent: intent })
	}
	if (intent.status !== 'requires_capture' || !intent.latest_charge) {
		throw badRequest(
			`This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
			{ code: 'payment_intent_unexpected_state', payment_intent: intent },
		)
	}
	return desk.store.get('charge', intent.latest_charge)
}

export function cancelIntent(desk: Desk, id: string, reason: string | undefined): IntentRow {
	const intent = lapseIfDue(desk, id)
	if (!open.includes(intent.status)) {
		throw badRequest(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`, {
			code: 'payment_intent_unexpected_state',
			payment_intent: intent,
		})
	}
	if (intent.status === 'requires_capture' && intent.latest_charge) release(desk, desk.store.get('charge', intent.latest_charge), 'charge.refunded')
	return end(desk, intent, reason ?? null)
}

/** Gives held money back: an authorisation that ends without a capture reads as refunded. */
function release(desk: Desk, charge: ChargeRow, event: string): void {
	const released = desk.store.put({ ...charge, refunded: true, amount_refunded: charge.amount - charge.amount_captured })
	desk.emit(event, released)
}

function end(desk: Desk, intent: IntentRow, reason: string | null): IntentRow {
	const ended = desk.store.put({
		...intent,
		status: 'canceled',
		canceled_at: desk.now(),
		cancellation_reason: reason as IntentRow['cancellation_reason'],
		amount_capturable: 0,
		next_action: null,
	} as IntentRow)
	desk.emit('payment_intent.canceled', ended)
	return ended
}
