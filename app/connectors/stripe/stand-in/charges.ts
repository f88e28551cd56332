import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, expanded, listOf, paging } from './endpoint.ts'
import type { ChargeRow, IntentRow, MethodRow } from './rows.ts'
import type { Decline } from './test-cards.ts'

/** Visa keeps an online authorisation for seven days (docs.stripe.com, place a hold on a payment method). */
export const holdSeconds = 7 * 24 * 60 * 60

export const chargeEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/v1/charges/:id',
		accepts: { expand: 'list' },
		run: (desk, { expand }, id) => expanded(desk, desk.store.get('charge', id), expand),
	}),
	endpoint({
		method: 'GET',
		path: '/v1/charges',
		accepts: { ...paging, payment_intent: 'text', customer: 'text' },
		run: (desk, { payment_intent: intent, customer, ...page }) =>
			listOf(
				'/v1/charges',
				desk.store
					.newestFirst('charge')
					.filter((charge) => (intent === undefined || charge.payment_intent === intent) && (customer === undefined || charge.customer === customer)),
				page,
			),
	}),
]

type NewCharge = { intent: IntentRow; method: MethodRow; decline: Decline | null; authenticated: boolean; multicapture: boolean }

export function newCharge(desk: Desk, { intent, method, decline, authenticated, multicapture }: NewCharge): ChargeRow {
	const held = !decline && intent.capture_method === 'manual'
	return desk.store.put({
		id: newId('ch'),
		object: 'charge',
		amount: intent.amount,
		amount_captured: decline || held ? 0 : intent.amount,
		amount_refunded: 0,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: decline || held ? null : newId('txn'),
		billing_details: method.billing_details as ChargeRow['billing_details'],
		calculated_statement_descriptor: null,
		captured: !decline && !held,
		created: desk.now(),
		currency: intent.currency,
		customer: intent.customer,
		description: intent.description,
		disputed: false,
		failure_balance_transaction: null,
		failure_code: decline?.code ?? null,
		failure_message: decline?.message ?? null,
		fraud_details: {},
		livemode: false,
		metadata: { ...intent.metadata },
		on_behalf_of: null,
		outcome: outcomeOf(decline),
		paid: !decline,
		payment_intent: intent.id,
		payment_method: method.id,
		payment_method_details: { type: 'card', card: cardDetails(desk, { intent, method, held, authenticated, multicapture }) },
		receipt_email: null,
		receipt_number: null,
		receipt_url: null,
		refunded: false,
		review: null,
		shipping: null,
		source: null,
		source_transfer: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: decline ? 'failed' : 'succeeded',
		transfer_data: null,
		transfer_group: null,
	})
}

function outcomeOf(decline: Decline | null): ChargeRow['outcome'] {
	return {
		advice_code: decline ? 'try_again_later' : null,
		network_advice_code: null,
		network_decline_code: decline ? '05' : null,
		network_status: decline ? 'declined_by_network' : 'approved_by_network',
		reason: decline ? (decline.decline_code ?? decline.code) : null,
		seller_message: decline ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
		type: decline ? 'issuer_declined' : 'authorized',
	}
}

type Details = { intent: IntentRow; method: MethodRow; held: boolean; authenticated: boolean; multicapture: boolean }
type CardDetails = NonNullable<NonNullable<ChargeRow['payment_method_details']>['card']>

function cardDetails(desk: Desk, { intent, method, held, authenticated, multicapture }: Details): CardDetails {
	const { card } = method
	return {
		amount_authorized: intent.amount,
		authorization_code: null,
		brand: card.brand,
		...(held ? { capture_before: desk.now() + holdSeconds } : {}),
		checks: card.checks,
		country: card.country,
		exp_month: card.exp_month,
		exp_year: card.exp_year,
		extended_authorization: { status: 'disabled' },
		fingerprint: card.fingerprint ?? null,
		funding: card.funding,
		incremental_authorization: { status: 'unavailable' },
		installments: null,
		last4: card.last4,
		mandate: null,
		multicapture: { status: multicapture ? 'available' : 'unavailable' },
		network: card.brand,
		network_token: { used: false },
		network_transaction_id: null,
		overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
		regulated_status: card.regulated_status,
		three_d_secure: authenticated ? authenticatedFlow : null,
		transaction_link_id: null,
		wallet: null,
	} as CardDetails
}

const authenticatedFlow = {
	authentication_flow: 'challenge',
	electronic_commerce_indicator: '05',
	exemption_indicator: null,
	result: 'authenticated',
	result_reason: null,
	transaction_id: null,
	version: '2.2.0',
}
