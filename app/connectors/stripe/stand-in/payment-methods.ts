import { createHash } from 'node:crypto'
import { badRequest, cardError, missing } from './api-error.ts'
import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, listOf, paging } from './endpoint.ts'
import { required } from './params.ts'
import type { CardRow, MethodRow } from './rows.ts'
import { declineOf, findTestCard, type TestCard, testCards } from './test-cards.ts'

const billing = {
	name: 'text',
	email: 'text',
	phone: 'text',
	address: { line1: 'text', line2: 'text', city: 'text', state: 'text', postal_code: 'text', country: 'text' },
} as const

export const paymentMethodEndpoints: Endpoint[] = [
	endpoint({
		method: 'POST',
		path: '/v1/payment_methods',
		browser: true,
		accepts: { type: 'text', card: { number: 'text', exp_month: 'int', exp_year: 'int', cvc: 'text' }, billing_details: billing, metadata: 'map', key: 'text' },
		run(desk, params) {
			if (required(params.type, 'type') !== 'card') throw badRequest(`Invalid type: must be card`, { param: 'type' })
			const card = required(params.card, 'card')
			const typed = {
				number: required(card.number, 'card[number]'),
				exp_month: required(card.exp_month, 'card[exp_month]'),
				exp_year: required(card.exp_year, 'card[exp_year]'),
			}
			const found = findTestCard(card.cvc === undefined ? typed : { ...typed, cvc: card.cvc }, desk.now())
			return newMethod(desk, found, typed, { name: params.billing_details?.name, email: params.billing_details?.email, metadata: params.metadata })
		},
	}),
	endpoint({
		method: 'POST',
		path: '/v1/payment_methods/:id/attach',
		accepts: { customer: 'text', expand: 'list' },
		run: (desk, params, id) => attach(desk, findMethod(desk, id), desk.store.get('customer', required(params.customer, 'customer'), 'customer').id),
	}),
	endpoint({ method: 'POST', path: '/v1/payment_methods/:id/detach', accepts: { expand: 'list' }, run: (desk, _, id) => detach(desk, id) }),
	endpoint({ method: 'GET', path: '/v1/payment_methods/:id', accepts: { expand: 'list' }, run: (desk, _, id) => desk.store.get('payment_method', id) }),
	endpoint({
		method: 'GET',
		path: '/v1/payment_methods',
		accepts: { ...paging, customer: 'text', type: 'text' },
		run(desk, { customer, type: _, ...page }) {
			if (customer) desk.store.get('customer', customer, 'customer')
			const methods = desk.store.newestFirst('payment_method').filter((method) => customer === undefined || method.customer === customer)
			return listOf('/v1/payment_methods', methods, page)
		},
	}),
]

/** An id, or one of Stripe's test tokens such as `pm_card_visa`, which makes a new card each time. */
export function findMethod(desk: Desk, id: string): MethodRow {
	const token = testCards.find(({ tokens }) => tokens.includes(id))
	if (token) return newMethod(desk, token, { number: token.number, exp_month: 12, exp_year: new Date(desk.now() * 1000).getUTCFullYear() + 1 }, {})
	const method = desk.store.find('payment_method', id)
	if (!method) throw missing('PaymentMethod', id, 'payment_method')
	return method
}

export const secretOf = (desk: Desk, methodId: string): CardRow => desk.store.get('card_secret', `secret_${methodId}`)
export const noteCard = (desk: Desk, methodId: string, change: Partial<Pick<CardRow, 'setUp' | 'used'>>): void => {
	desk.store.put({ ...secretOf(desk, methodId), ...change })
}

/** Gives a card to a customer. Stripe asks the bank first, so a card that never pays is refused here already. */
export function attach(desk: Desk, method: MethodRow, customer: string): MethodRow {
	if (method.customer === customer) return method
	if (method.customer) throw badRequest('The payment method you provided has already been attached to a customer.', { code: 'payment_method_unexpected_state' })
	refuseSpent(desk, method)
	const behaviour = secretOf(desk, method.id).behaviour
	const decline = behaviour === 'decline_after_attach' ? null : declineOf(behaviour)
	if (decline) throw cardError(decline.message, decline)
	const attached = desk.store.put({ ...method, customer } as MethodRow & { object: 'payment_method' })
	desk.emit('payment_method.attached', attached)
	return attached
}

function detach(desk: Desk, id: string): MethodRow {
	const method = desk.store.get('payment_method', id)
	if (!method.customer) {
		throw badRequest('The payment method you provided is not attached to a customer so detachment is impossible.', { code: 'payment_method_unexpected_state' })
	}
	noteCard(desk, id, { used: true })
	const detached = desk.store.put({ ...method, customer: null } as MethodRow & { object: 'payment_method' })
	desk.emit('payment_method.detached', detached)
	return detached
}

/** A card without a customer pays once. */
export function refuseSpent(desk: Desk, method: MethodRow): void {
	if (method.customer || !secretOf(desk, method.id).used) return
	throw badRequest(
		'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, or was detached from a Customer. It may not be used again.',
		{ code: 'payment_method_unexpected_state', param: 'payment_method' },
	)
}

type Typed = { number: string; exp_month: number; exp_year: number }
type About = { name?: string | undefined; email?: string | undefined; metadata?: Record<string, string> | undefined }

function newMethod(desk: Desk, card: TestCard, typed: Typed, about: About): MethodRow {
	const id = newId('pm')
	desk.store.put({ id: `secret_${id}`, object: 'card_secret', behaviour: card.behaviour, setUp: false, used: false })
	return desk.store.put({
		id,
		object: 'payment_method',
		allow_redisplay: 'unspecified',
		billing_details: { address: null, email: about.email ?? null, name: about.name ?? null, phone: null, tax_id: null },
		card: {
			brand: card.brand,
			checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'unchecked' },
			country: 'US',
			display_brand: card.brand,
			exp_month: typed.exp_month,
			exp_year: typed.exp_year < 100 ? 2000 + typed.exp_year : typed.exp_year,
			// Equal cards have equal fingerprints, and none leads back to the number.
			fingerprint: createHash('sha256').update(`test card ${card.number}`).digest('base64url').slice(0, 16),
			funding: 'credit',
			generated_from: null,
			last4: card.number.slice(-4),
			networks: { available: [card.brand], preferred: null },
			regulated_status: 'unregulated',
			three_d_secure_usage: { supported: true },
			wallet: null,
		},
		created: desk.now(),
		customer: null,
		customer_account: null,
		livemode: false,
		metadata: about.metadata ?? {},
		type: 'card',
	})
}
