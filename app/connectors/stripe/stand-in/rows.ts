import type Stripe from 'stripe'
import type { Behaviour } from './test-cards.ts'

/** Stored objects: the SDK's own types, with references as plain ids, so a field that Stripe adds is a type error here. */
export type IntentRow = Plain<Stripe.PaymentIntent, 'customer' | 'payment_method' | 'latest_charge'>
export type SetupRow = Plain<Stripe.SetupIntent, 'customer' | 'payment_method'>
export type ChargeRow = Plain<Stripe.Charge, 'customer' | 'payment_intent'>
export type RefundRow = Plain<Stripe.Refund, 'charge' | 'payment_intent'>
export type DisputeRow = Omit<Stripe.Dispute, 'charge' | 'payment_intent'> & { charge: string; payment_intent: string | null }
export type MethodRow = Plain<Stripe.PaymentMethod, 'customer'> & { card: Stripe.PaymentMethod.Card }
export type CustomerRow = Stripe.Customer
export type EventRow = {
	id: string
	object: 'event'
	api_version: string
	created: number
	data: { object: { object: string; id: string } }
	livemode: false
	pending_webhooks: number
	request: { id: string | null; idempotency_key: string | null }
	type: string
}

/** What Stripe knows of a card and shows to nobody. */
export type CardRow = { id: string; object: 'card_secret'; behaviour: Behaviour; setUp: boolean; used: boolean }

/** The first answer to an idempotency key. `digest` is of method, path and body, so that no card number is kept. */
export type AnswerRow = { id: string; object: 'answer'; path: string; digest: string; status: number; body: string; requestId: string; at: number }

type Plain<T, K extends keyof T> = Omit<T, K> & { [P in K]: string | null }

export type Rows = {
	payment_intent: IntentRow
	setup_intent: SetupRow
	charge: ChargeRow
	refund: RefundRow
	dispute: DisputeRow
	payment_method: MethodRow
	customer: CustomerRow
	event: EventRow
	card_secret: CardRow
	answer: AnswerRow
}
