import Stripe from 'stripe'
import type { Fact, Refusal } from '../../engine/base/refusal.ts'
import type { PaymentRefusalCode } from '../payment/contract.ts'

type Refused = { ok: false; refusals: Refusal[] }

/** What Stripe says no to, in the contract's words. What only a bug of ours can cause is thrown again. */
export function refuseStripe(error: unknown): Refused {
	if (!(error instanceof Stripe.errors.StripeError)) throw error
	if (error instanceof Stripe.errors.StripeCardError) return refuseCard(error)
	if (error instanceof Stripe.errors.StripeIdempotencyError) return refuse('payment.key_reused')
	if (error instanceof Stripe.errors.StripeInvalidRequestError) return refuseRequest(error)
	if (error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError) return refuse('payment.unavailable')
	// No answer, too many calls, or a failure on their side: whether it happened is unknown.
	return refuse('payment.unreachable', { requestId: error.requestId ?? null })
}

function refuse(code: PaymentRefusalCode, facts: Record<string, Fact> = {}): Refused {
	return { ok: false, refusals: [{ code, facts }] }
}

function refuseCard(error: InstanceType<typeof Stripe.errors.StripeCardError>): Refused {
	const intentId = error.payment_intent?.id ?? null
	// The SDK fills a missing decline_code with an empty text.
	const declineCode = error.decline_code || error.code || 'generic_decline'
	if (error.code === 'authentication_required') return refuse('card.authentication_required', { declineCode, intentId })
	return refuse('card.declined', { declineCode, intentId })
}

function refuseRequest(error: InstanceType<typeof Stripe.errors.StripeInvalidRequestError>): Refused {
	const { code, param } = error
	switch (code) {
		case 'resource_missing':
			return refuse('payment.unknown', { param: param ?? null })
		case 'charge_expired_for_capture':
			return refuse('payment.lapsed')
		case 'amount_too_small':
			return refuse('payment.amount_too_small')
		case 'amount_too_large':
			return refuse(param === 'amount_to_capture' ? 'payment.capture_exceeds' : 'payment.amount_too_large')
		case 'charge_already_refunded':
			return refuse('payment.already_refunded')
		case 'charge_disputed':
			return refuse('payment.disputed')
		case 'payment_method_unexpected_state':
		case 'payment_method_customer_mismatch':
			return refuse('card.unusable')
		case 'payment_intent_unexpected_state':
		case 'setup_intent_unexpected_state':
			return refuseState(error)
		case 'parameter_unknown':
		case 'parameter_missing':
		case 'parameter_invalid_integer':
		case 'parameter_invalid_empty':
			throw error
	}
	// A refund above what is left carries no code, only the parameter (seen in Stripe's answers for /v1/refunds).
	if (param === 'amount' && /refund/i.test(error.message)) return refuse('payment.refund_exceeds')
	if (param === 'amount_to_capture') return refuse('payment.capture_exceeds')
	if (param === 'payment_method') return refuse('card.unusable')
	return refuse('payment.refused', { code: code ?? null, param: param ?? null })
}

function refuseState(error: InstanceType<typeof Stripe.errors.StripeInvalidRequestError>): Refused {
	const intent = error.payment_intent
	if (intent?.status === 'canceled' && intent.cancellation_reason === 'automatic') return refuse('payment.lapsed')
	return refuse('payment.unexpected_state', { status: intent?.status ?? null })
}
