import { badRequest } from './api-error.ts'
import { authorise } from './authorise.ts'
import { cancelIntent, captureIntent, lapseIfDue } from './capture.ts'
import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, expanded, listOf, paging } from './endpoint.ts'
import { type Params, required } from './params.ts'
import { findMethod } from './payment-methods.ts'
import type { IntentRow } from './rows.ts'

const created = {
	amount: 'int',
	currency: 'text',
	capture_method: 'text',
	confirm: 'flag',
	confirmation_method: 'text',
	customer: 'text',
	description: 'text',
	expand: 'list',
	metadata: 'map',
	off_session: 'flag',
	payment_method: 'text',
	payment_method_options: { card: { request_multicapture: 'text', request_three_d_secure: 'text' } },
	allowed_payment_method_types: 'list',
	receipt_email: 'text',
	return_url: 'text',
	setup_future_usage: 'text',
} as const

/** The least Stripe takes, in its own amounts (docs.stripe.com/currencies); other currencies count as 50. */
const least: { [currency: string]: number } = { gbp: 30, mxn: 1000, czk: 1500, sek: 300, nok: 300, dkk: 250, pln: 200, aed: 200, hkd: 400 }
const most = 99_999_999

export const paymentIntentEndpoints: Endpoint[] = [
	endpoint({ method: 'POST', path: '/v1/payment_intents', accepts: created, run: createIntent }),
	endpoint({
		method: 'POST',
		path: '/v1/payment_intents/:id/confirm',
		accepts: { payment_method: 'text', off_session: 'flag', return_url: 'text', setup_future_usage: 'text', expand: 'list' },
		run: confirmIntent,
	}),
	endpoint({
		method: 'POST',
		path: '/v1/payment_intents/:id/capture',
		accepts: { amount_to_capture: 'int', final_capture: 'flag', metadata: 'map', expand: 'list' },
		run: (desk, { expand, ...params }, id) => expanded(desk, captureIntent(desk, id, params), expand),
	}),
	endpoint({
		method: 'POST',
		path: '/v1/payment_intents/:id/cancel',
		accepts: { cancellation_reason: 'text', expand: 'list' },
		run: (desk, { expand, cancellation_reason: reason }, id) => expanded(desk, cancelIntent(desk, id, reason), expand),
	}),
	endpoint({
		method: 'GET',
		path: '/v1/payment_intents/:id',
		browser: true,
		accepts: { client_secret: 'text', key: 'text', expand: 'list' },
		run: (desk, { expand }, id) => expanded(desk, lapseIfDue(desk, id), expand),
	}),
	endpoint({
		method: 'GET',
		path: '/v1/payment_intents',
		accepts: { ...paging, customer: 'text', expand: 'list' },
		run: (desk, { customer, expand: _, ...page }) =>
			listOf(
				'/v1/payment_intents',
				desk.store.newestFirst('payment_intent').filter((intent) => customer === undefined || intent.customer === customer),
				page,
			),
	}),
]

function createIntent(desk: Desk, params: Params<typeof created>) {
	refuseAmount(required(params.amount, 'amount'), required(params.currency, 'currency'))
	if (params.customer) desk.store.get('customer', params.customer, 'customer')
	if (params.off_session && !params.confirm) throw badRequest('off_session can only be passed when confirm is true.', { param: 'off_session' })
	const method = params.payment_method ? findMethod(desk, params.payment_method).id : null
	const intent = desk.store.put(newIntent(desk, params, method))
	desk.emit('payment_intent.created', intent)
	const settled = params.confirm ? authorise(desk, intent, { offSession: params.off_session ?? false, returnUrl: params.return_url }) : intent
	return expanded(desk, settled, params.expand)
}

function refuseAmount(amount: number, currency: string): void {
	if (!/^[a-z]{3}$/.test(currency)) throw badRequest(`Invalid currency: ${currency}.`, { param: 'currency' })
	if (amount < 1) throw badRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' })
	const minimum = least[currency] ?? 50
	if (amount < minimum) throw badRequest(`Amount must be at least ${minimum} ${currency}`, { code: 'amount_too_small', param: 'amount' })
	if (amount > most) throw badRequest(`Amount must be no more than ${most} ${currency}`, { code: 'amount_too_large', param: 'amount' })
}

type ConfirmParams = { payment_method?: string; off_session?: boolean; return_url?: string; setup_future_usage?: string; expand?: string[] }

function confirmIntent(desk: Desk, params: ConfirmParams, id: string) {
	const intent = lapseIfDue(desk, id)
	if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
		throw badRequest(
			`You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed or has a status of ${intent.status}.`,
			{
				code: 'payment_intent_unexpected_state',
				payment_intent: intent,
			},
		)
	}
	const method = params.payment_method ? findMethod(desk, params.payment_method).id : intent.payment_method
	const usage = (params.setup_future_usage as IntentRow['setup_future_usage'] | undefined) ?? intent.setup_future_usage
	const settled = authorise(
		desk,
		{ ...intent, payment_method: method, setup_future_usage: usage, next_action: null },
		{ offSession: params.off_session ?? false, returnUrl: params.return_url },
	)
	return expanded(desk, settled, params.expand)
}

function newIntent(desk: Desk, params: Params<typeof created>, method: string | null): IntentRow {
	const id = newId('pi')
	return {
		id,
		object: 'payment_intent',
		allowed_payment_method_types: (params.allowed_payment_method_types ?? null) as IntentRow['allowed_payment_method_types'],
		amount: params.amount ?? 0,
		amount_capturable: 0,
		amount_details: { tip: {} },
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		automatic_payment_methods: null,
		canceled_at: null,
		cancellation_reason: null,
		capture_method: (params.capture_method ?? 'automatic_async') as IntentRow['capture_method'],
		client_secret: `${id}_${newId('secret', 25)}`,
		confirmation_method: 'automatic',
		created: desk.now(),
		currency: params.currency ?? '',
		customer: params.customer ?? null,
		customer_account: null,
		description: params.description ?? null,
		excluded_payment_method_types: null,
		last_payment_error: null,
		latest_charge: null,
		livemode: false,
		managed_payments: null,
		metadata: params.metadata ?? {},
		next_action: null,
		on_behalf_of: null,
		payment_method: method,
		payment_method_configuration_details: null,
		payment_method_options: {
			card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic', ...params.payment_method_options?.card },
		} as NonNullable<IntentRow['payment_method_options']>,
		payment_method_types: params.allowed_payment_method_types ?? ['card'],
		payment_record: null,
		processing: null,
		receipt_email: params.receipt_email ?? null,
		review: null,
		setup_future_usage: (params.setup_future_usage as IntentRow['setup_future_usage'] | undefined) ?? null,
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: method ? 'requires_confirmation' : 'requires_payment_method',
		transfer_data: null,
		transfer_group: null,
	}
}
