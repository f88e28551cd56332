import type { Result } from '../../engine/base/refusal.ts'

/**
 * What Kontor asks of a card processor (commerce-engine.md section 8). One intent stands for one delivery group.
 * A card number is in no type here: the browser hands it to the processor and gives us only an id.
 *
 * Amounts are minor units by ISO 4217, currencies upper-case codes. "Customer" is the processor's word for the
 * account that pays; it is used here and nowhere else. Every writing call takes an idempotency key and may be
 * repeated with it; after `payment.unreachable` the outcome is unknown and repeating is the only right answer.
 */
export type PaymentConnector = {
	/** What the browser needs: the script that draws the card field, and the key that may only create cards; null where no card is taken. */
	browser: BrowserPayment | null
	createIntent(ask: CreateIntent): Promise<Result<{ intent: Intent }>>
	confirm(ask: ConfirmIntent): Promise<Result<{ intent: Intent }>>
	/** Captures `amountMinor` (default: all that is capturable) and releases the rest. */
	capture(ask: { intentId: string; currency: string; amountMinor?: number; idempotencyKey: string }): Promise<Result<{ intent: Intent }>>
	cancel(ask: { intentId: string; reason?: CancelReason; idempotencyKey: string }): Promise<Result<{ intent: Intent }>>
	refund(ask: RefundIntent): Promise<Result<{ refund: Refund }>>
	retrieve(intentId: string): Promise<Result<{ intent: Intent }>>
	retrieveRefund(refundId: string): Promise<Result<{ refund: Refund }>>
	retrieveDispute(disputeId: string): Promise<Result<{ dispute: Dispute }>>
	/** Newest first, at most 100: how the worker finds authorisations that no order claims. */
	listIntents(ask: { createdFrom: Date; afterId?: string }): Promise<Result<{ intents: Intent[]; more: boolean }>>
	createCustomer(ask: CreateCustomer): Promise<Result<{ customerId: string }>>
	/** Saves a card for later, off-session use. */
	createSetupIntent(ask: CreateSetupIntent): Promise<Result<{ setup: Setup }>>
	retrieveSetupIntent(setupId: string): Promise<Result<{ setup: Setup }>>
	listCards(customerId: string): Promise<Result<{ cards: Card[] }>>
	/** Forgets a saved card. */
	detachCard(ask: { paymentMethodId: string; idempotencyKey: string }): Promise<Result<{ card: Card }>>
	/** `rawBody` must be the bytes as received. Refuses a wrong or old signature (300 s) with `webhook.unsigned`. */
	verifyWebhook(rawBody: string | Uint8Array, signature: string | null, at: Date): Result<{ event: PaymentEvent }>
}

export type BrowserPayment = { scriptUrl: string; publishableKey: string; mode: 'live' | 'test' | 'stand-in' }

export type CreateIntent = {
	amountMinor: number
	currency: string
	metadata: Record<string, string>
	idempotencyKey: string
	customerId?: string
	paymentMethodId?: string
	/** Authorise at once. Without it the intent waits for `confirm`. */
	confirm?: boolean
	/** Nobody is present: a bank that asks for the buyer is a refusal, `card.authentication_required`. */
	offSession?: boolean
	/** Keep the card with the customer, for groups that are authorised later. */
	saveForLater?: boolean
	/** Where the bank's page sends the buyer back. Without it the action is for the browser script. */
	returnUrl?: string
	description?: string
}

export type ConfirmIntent = { intentId: string; idempotencyKey: string; paymentMethodId?: string; offSession?: boolean; returnUrl?: string }
export type RefundIntent = {
	intentId: string
	currency: string
	idempotencyKey: string
	amountMinor?: number
	reason?: RefundReason
	metadata?: Record<string, string>
}
export type CreateCustomer = { name: string; email?: string; locale?: string; metadata: Record<string, string>; idempotencyKey: string }
export type CreateSetupIntent = { customerId: string; paymentMethodId?: string; returnUrl?: string; metadata: Record<string, string>; idempotencyKey: string }

export type CancelReason = 'abandoned' | 'duplicate' | 'fraudulent' | 'requested_by_customer'
export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer'

export type IntentStatus =
	| 'requires_payment_method'
	| 'requires_confirmation'
	| 'requires_action'
	| 'processing'
	| 'requires_capture'
	| 'succeeded'
	| 'canceled'

/** What the buyer must still do at her bank: a page to open, or a secret for `handleNextAction` of the browser script. */
export type NextAction = { kind: 'redirect'; url: string } | { kind: 'script'; clientSecret: string }

export type Intent = {
	id: string
	status: IntentStatus
	amountMinor: number
	capturableMinor: number
	capturedMinor: number
	currency: string
	customerId: string | null
	paymentMethodId: string | null
	card: CardFacts | null
	chargeId: string | null
	nextAction: NextAction | null
	/** The authorisation lapses at this instant. */
	captureBefore: Date | null
	/** Why the last attempt failed, in the processor's own code. */
	declineCode: string | null
	/** `automatic` when the processor let the authorisation lapse. */
	cancellationReason: string | null
	metadata: Record<string, string>
	createdAt: Date
}

export type CardFacts = { brand: string; last4: string; expMonth: number; expYear: number }
export type Card = CardFacts & { paymentMethodId: string; customerId: string | null }

export type Setup = {
	id: string
	status: 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'processing' | 'succeeded' | 'canceled'
	customerId: string | null
	paymentMethodId: string | null
	card: CardFacts | null
	clientSecret: string | null
	nextAction: NextAction | null
	declineCode: string | null
	metadata: Record<string, string>
}

export type Refund = {
	id: string
	intentId: string | null
	chargeId: string | null
	amountMinor: number
	currency: string
	status: string
	reason: string | null
	metadata: Record<string, string>
	createdAt: Date
}

export type Dispute = {
	id: string
	intentId: string | null
	chargeId: string
	amountMinor: number
	currency: string
	reason: string
	status: string
	respondBy: Date | null
	createdAt: Date
}

/** A verified notice. It says that something changed; the state is read again, for notices come late, twice and in any order. */
export type PaymentEvent = { id: string; type: string; createdAt: Date; subject: EventSubject }

export type EventSubject =
	| { kind: 'intent'; intent: Intent }
	| { kind: 'setup'; setup: Setup }
	| { kind: 'refund'; refund: Refund }
	| { kind: 'dispute'; dispute: Dispute }
	| { kind: 'charge'; chargeId: string; intentId: string | null }
	| { kind: 'other' }

/** Every refusal a payment connector may answer; each is a key of the `refusals` namespace. */
export const paymentRefusals = [
	'card.declined',
	'card.authentication_required',
	'card.unusable',
	'payment.amount_too_small',
	'payment.amount_too_large',
	'payment.capture_exceeds',
	'payment.key_reused',
	'payment.lapsed',
	'payment.already_refunded',
	'payment.refund_exceeds',
	'payment.disputed',
	'payment.refused',
	'payment.unavailable',
	'payment.unexpected_state',
	'payment.unknown',
	'payment.unreachable',
	'webhook.unsigned',
] as const

export type PaymentRefusalCode = (typeof paymentRefusals)[number]

declare module '../../platform/house.ts' {
	interface Connectors {
		payment: PaymentConnector
	}
}
