import Stripe from 'stripe'
import type { Result } from '../../engine/base/refusal.ts'
import type { BrowserPayment, ConfirmIntent, CreateCustomer, CreateIntent, CreateSetupIntent, PaymentConnector, RefundIntent } from '../payment/contract.ts'
import { toStripeAmount } from './amount.ts'
import { readCard, readDispute, readEvent, readIntent, readRefund, readSetup } from './read.ts'
import { refuseStripe } from './refuse.server.ts'

export type StripeSettings = {
	secretKey: string
	publishableKey: string
	webhookSecret: string
	/** Origin of the local stand-in, such as `http://127.0.0.1:4242`; without it the calls go to Stripe. */
	standInOrigin?: string
	/** One call, in milliseconds. A buyer is waiting, so the SDK's 80 s are too many. */
	timeoutMs?: number
}

const intentExpand = ['latest_charge', 'payment_method']

/** Stripe behind the payment contract, through its own SDK (stack.md). Failures are answered, never thrown, unless they are bugs of ours. */
export function openStripe(settings: StripeSettings): PaymentConnector {
	const stripe = new Stripe(settings.secretKey, {
		...(settings.standInOrigin ? whereStandIn(settings.standInOrigin) : {}),
		telemetry: false,
		maxNetworkRetries: 2,
		timeout: settings.timeoutMs ?? 20_000,
	})
	return { browser: browserOf(settings), ...intents(stripe), ...cards(stripe), ...webhooks(stripe, settings.webhookSecret) }
}

function whereStandIn(origin: string) {
	const { hostname, port, protocol } = new URL(origin)
	return { host: hostname, port, protocol: protocol === 'https:' ? ('https' as const) : ('http' as const) }
}

function browserOf({ publishableKey, secretKey, standInOrigin }: StripeSettings): BrowserPayment {
	if (standInOrigin) return { scriptUrl: `${standInOrigin}/js/card-element`, publishableKey, mode: 'stand-in' }
	return { scriptUrl: 'https://js.stripe.com/v3/', publishableKey, mode: secretKey.includes('_live_') ? 'live' : 'test' }
}

async function answer<T extends object>(call: () => Promise<T>): Promise<Result<T>> {
	try {
		return { ok: true, ...(await call()) }
	} catch (error) {
		return refuseStripe(error)
	}
}

type Intents = 'createIntent' | 'confirm' | 'capture' | 'cancel' | 'refund' | 'retrieve' | 'retrieveRefund' | 'retrieveDispute' | 'listIntents'

function intents(stripe: Stripe): Pick<PaymentConnector, Intents> {
	return {
		createIntent: (ask) => answer(async () => ({ intent: readIntent(await createIntent(stripe, ask)) })),
		confirm: (ask) => answer(async () => ({ intent: readIntent(await confirmIntent(stripe, ask)) })),
		capture: ({ intentId, currency, amountMinor, idempotencyKey }) =>
			answer(async () => {
				const amount = amountMinor === undefined ? {} : { amount_to_capture: toStripeAmount(amountMinor, currency) }
				return { intent: readIntent(await stripe.paymentIntents.capture(intentId, { ...amount, expand: intentExpand }, { idempotencyKey })) }
			}),
		cancel: ({ intentId, reason, idempotencyKey }) =>
			answer(async () => {
				const why = reason ? { cancellation_reason: reason } : {}
				return { intent: readIntent(await stripe.paymentIntents.cancel(intentId, { ...why, expand: intentExpand }, { idempotencyKey })) }
			}),
		refund: (ask) => answer(async () => ({ refund: readRefund(await refundIntent(stripe, ask)) })),
		retrieve: (intentId) => answer(async () => ({ intent: readIntent(await stripe.paymentIntents.retrieve(intentId, { expand: intentExpand })) })),
		retrieveRefund: (refundId) => answer(async () => ({ refund: readRefund(await stripe.refunds.retrieve(refundId)) })),
		retrieveDispute: (disputeId) => answer(async () => ({ dispute: readDispute(await stripe.disputes.retrieve(disputeId)) })),
		listIntents: ({ createdFrom, afterId }) =>
			answer(async () => {
				const page = await stripe.paymentIntents.list({
					created: { gte: Math.floor(createdFrom.getTime() / 1000) },
					limit: 100,
					...(afterId ? { starting_after: afterId } : {}),
				})
				return { intents: page.data.map(readIntent), more: page.has_more }
			}),
	}
}

function createIntent(stripe: Stripe, ask: CreateIntent) {
	return stripe.paymentIntents.create(
		{
			amount: toStripeAmount(ask.amountMinor, ask.currency),
			currency: ask.currency.toLowerCase(),
			capture_method: 'manual',
			// Named, because the kinds an account has switched on may demand a page to return to.
			allowed_payment_method_types: ['card'],
			metadata: ask.metadata,
			expand: intentExpand,
			...(ask.description ? { description: ask.description } : {}),
			...(ask.customerId ? { customer: ask.customerId } : {}),
			...(ask.paymentMethodId ? { payment_method: ask.paymentMethodId } : {}),
			...(ask.saveForLater ? { setup_future_usage: 'off_session' as const } : {}),
			...(ask.confirm ? { confirm: true, ...presence(ask) } : {}),
		},
		{ idempotencyKey: ask.idempotencyKey },
	)
}

function confirmIntent(stripe: Stripe, ask: ConfirmIntent) {
	const card = ask.paymentMethodId ? { payment_method: ask.paymentMethodId } : {}
	return stripe.paymentIntents.confirm(ask.intentId, { ...card, ...presence(ask), expand: intentExpand }, { idempotencyKey: ask.idempotencyKey })
}

function presence({ offSession, returnUrl }: { offSession?: boolean; returnUrl?: string }) {
	if (offSession) return { off_session: true as const }
	return returnUrl ? { return_url: returnUrl } : {}
}

function refundIntent(stripe: Stripe, ask: RefundIntent) {
	const amount = ask.amountMinor === undefined ? {} : { amount: toStripeAmount(ask.amountMinor, ask.currency) }
	const reason = ask.reason ? { reason: ask.reason } : {}
	return stripe.refunds.create({ payment_intent: ask.intentId, ...amount, ...reason, metadata: ask.metadata ?? {} }, { idempotencyKey: ask.idempotencyKey })
}

function cards(stripe: Stripe): Pick<PaymentConnector, 'createCustomer' | 'createSetupIntent' | 'retrieveSetupIntent' | 'listCards' | 'detachCard'> {
	return {
		createCustomer: (ask) => answer(async () => ({ customerId: (await createCustomer(stripe, ask)).id })),
		createSetupIntent: (ask) => answer(async () => ({ setup: readSetup(await createSetup(stripe, ask)) })),
		retrieveSetupIntent: (setupId) => answer(async () => ({ setup: readSetup(await stripe.setupIntents.retrieve(setupId, { expand: ['payment_method'] })) })),
		listCards: (customerId) =>
			answer(async () => ({ cards: (await stripe.paymentMethods.list({ customer: customerId, type: 'card', limit: 100 })).data.map(readCard) })),
		detachCard: ({ paymentMethodId, idempotencyKey }) =>
			answer(async () => ({ card: readCard(await stripe.paymentMethods.detach(paymentMethodId, {}, { idempotencyKey })) })),
	}
}

function createCustomer(stripe: Stripe, ask: CreateCustomer) {
	const email = ask.email ? { email: ask.email } : {}
	const locales = ask.locale ? { preferred_locales: [ask.locale] } : {}
	return stripe.customers.create({ name: ask.name, ...email, ...locales, metadata: ask.metadata }, { idempotencyKey: ask.idempotencyKey })
}

function createSetup(stripe: Stripe, ask: CreateSetupIntent) {
	const card = ask.paymentMethodId ? { payment_method: ask.paymentMethodId, confirm: true, ...(ask.returnUrl ? { return_url: ask.returnUrl } : {}) } : {}
	return stripe.setupIntents.create(
		{ customer: ask.customerId, usage: 'off_session', allowed_payment_method_types: ['card'], expand: ['payment_method'], metadata: ask.metadata, ...card },
		{ idempotencyKey: ask.idempotencyKey },
	)
}

function webhooks(stripe: Stripe, secret: string): Pick<PaymentConnector, 'verifyWebhook'> {
	return {
		verifyWebhook(rawBody, signature, at) {
			try {
				// `receivedAt` is given so that a shifted clock is judged by the clock of the request.
				return { ok: true, event: readEvent(stripe.webhooks.constructEvent(rawBody, signature ?? '', secret, 300, undefined, at.getTime())) }
			} catch (error) {
				if (error instanceof Stripe.errors.StripeSignatureVerificationError) return { ok: false, refusals: [{ code: 'webhook.unsigned', facts: {} }] }
				throw error
			}
		},
	}
}
