import type Stripe from 'stripe'
import type { Card, CardFacts, Dispute, EventSubject, Intent, NextAction, PaymentEvent, Refund, Setup } from '../payment/contract.ts'
import { fromStripeAmount } from './amount.ts'

/** Stripe's objects → the contract's. Pure; replayed against Stripe's published fixtures by the tests. */
export function readIntent(intent: Stripe.PaymentIntent): Intent {
	const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
	const money = (amount: number) => fromStripeAmount(amount, intent.currency)
	return {
		id: intent.id,
		status: intent.status as Intent['status'],
		amountMinor: money(intent.amount),
		capturableMinor: money(intent.amount_capturable),
		capturedMinor: money(intent.amount_received),
		currency: intent.currency.toUpperCase(),
		customerId: idOf(intent.customer),
		paymentMethodId: idOf(intent.payment_method),
		card: cardFactsOf(intent, charge),
		chargeId: idOf(intent.latest_charge),
		nextAction: readNextAction(intent.next_action, intent.client_secret),
		captureBefore: instant(charge?.payment_method_details?.card?.capture_before),
		declineCode: declineCodeOf(intent.last_payment_error),
		cancellationReason: intent.cancellation_reason,
		metadata: { ...intent.metadata },
		createdAt: instant(intent.created),
	}
}

export function readSetup(setup: Stripe.SetupIntent): Setup {
	return {
		id: setup.id,
		status: setup.status as Setup['status'],
		customerId: idOf(setup.customer),
		paymentMethodId: idOf(setup.payment_method),
		card: typeof setup.payment_method === 'object' ? factsOf(setup.payment_method?.card) : null,
		clientSecret: setup.client_secret,
		nextAction: readNextAction(setup.next_action, setup.client_secret),
		declineCode: declineCodeOf(setup.last_setup_error),
		metadata: { ...setup.metadata },
	}
}

export function readRefund(refund: Stripe.Refund): Refund {
	return {
		id: refund.id,
		intentId: idOf(refund.payment_intent),
		chargeId: idOf(refund.charge),
		amountMinor: fromStripeAmount(refund.amount, refund.currency),
		currency: refund.currency.toUpperCase(),
		status: refund.status ?? 'pending',
		reason: refund.reason,
		metadata: { ...refund.metadata },
		createdAt: instant(refund.created),
	}
}

export function readDispute(dispute: Stripe.Dispute): Dispute {
	return {
		id: dispute.id,
		intentId: idOf(dispute.payment_intent),
		chargeId: typeof dispute.charge === 'string' ? dispute.charge : dispute.charge.id,
		amountMinor: fromStripeAmount(dispute.amount, dispute.currency),
		currency: dispute.currency.toUpperCase(),
		reason: dispute.reason,
		status: dispute.status,
		respondBy: instant(dispute.evidence_details.due_by),
		createdAt: instant(dispute.created),
	}
}

export function readCard(method: Stripe.PaymentMethod): Card {
	return {
		paymentMethodId: method.id,
		customerId: idOf(method.customer),
		...(factsOf(method.card) ?? { brand: 'unknown', last4: '', expMonth: 0, expYear: 0 }),
	}
}

export function readEvent(event: Stripe.Event): PaymentEvent {
	return { id: event.id, type: event.type, createdAt: instant(event.created), subject: readSubject(event) }
}

/** By the object, not by a list of types: a type that Stripe adds later is still read. */
function readSubject(event: Stripe.Event): EventSubject {
	const object = event.data.object as unknown as { object: string }
	switch (object.object) {
		case 'payment_intent':
			return { kind: 'intent', intent: readIntent(object as Stripe.PaymentIntent) }
		case 'setup_intent':
			return { kind: 'setup', setup: readSetup(object as Stripe.SetupIntent) }
		case 'refund':
			return { kind: 'refund', refund: readRefund(object as Stripe.Refund) }
		case 'dispute':
			return { kind: 'dispute', dispute: readDispute(object as Stripe.Dispute) }
		case 'charge': {
			const charge = object as Stripe.Charge
			return { kind: 'charge', chargeId: charge.id, intentId: idOf(charge.payment_intent) }
		}
		default:
			return { kind: 'other' }
	}
}

type Action = { type: string; redirect_to_url?: { url: string | null } | null } | null

function readNextAction(action: Action, clientSecret: string | null): NextAction | null {
	if (action?.type === 'redirect_to_url' && action.redirect_to_url?.url) return { kind: 'redirect', url: action.redirect_to_url.url }
	return action?.type === 'use_stripe_sdk' && clientSecret ? { kind: 'script', clientSecret } : null
}

function declineCodeOf(error: { code?: string; decline_code?: string } | null): string | null {
	return error?.decline_code ?? error?.code ?? null
}

function cardFactsOf(intent: Stripe.PaymentIntent, charge: Stripe.Charge | null): CardFacts | null {
	if (intent.payment_method && typeof intent.payment_method === 'object') return factsOf(intent.payment_method.card)
	return factsOf(charge?.payment_method_details?.card)
}

type AnyCard = { brand: string | null; last4?: string | null; exp_month: number; exp_year: number }

function factsOf(card: AnyCard | null | undefined): CardFacts | null {
	return card ? { brand: card.brand ?? 'unknown', last4: card.last4 ?? '', expMonth: card.exp_month, expYear: card.exp_year } : null
}

function idOf(thing: string | { id: string } | null | undefined): string | null {
	return typeof thing === 'string' ? thing : (thing?.id ?? null)
}

function instant(seconds: number): Date
function instant(seconds: number | null | undefined): Date | null
function instant(seconds: number | null | undefined): Date | null {
	return seconds === null || seconds === undefined ? null : new Date(seconds * 1000)
}
