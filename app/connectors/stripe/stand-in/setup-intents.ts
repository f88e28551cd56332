import { badRequest, cardError } from './api-error.ts'
import { challengeOf } from './authorise.ts'
import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, expanded } from './endpoint.ts'
import type { Params } from './params.ts'
import { attach, findMethod, noteCard, secretOf } from './payment-methods.ts'
import type { MethodRow, SetupRow } from './rows.ts'
import { declineOf } from './test-cards.ts'

const created = {
	confirm: 'flag',
	customer: 'text',
	description: 'text',
	expand: 'list',
	metadata: 'map',
	payment_method: 'text',
	allowed_payment_method_types: 'list',
	return_url: 'text',
	usage: 'text',
} as const

export const setupIntentEndpoints: Endpoint[] = [
	endpoint({ method: 'POST', path: '/v1/setup_intents', accepts: created, run: createSetup }),
	endpoint({
		method: 'POST',
		path: '/v1/setup_intents/:id/confirm',
		accepts: { payment_method: 'text', return_url: 'text', expand: 'list' },
		run(desk, params, id) {
			const setup = refuseUnless(desk.store.get('setup_intent', id), ['requires_payment_method', 'requires_confirmation', 'requires_action'])
			const method = params.payment_method ?? setup.payment_method
			return expanded(desk, confirmSetup(desk, { ...setup, payment_method: method }, params.return_url), params.expand)
		},
	}),
	endpoint({
		method: 'POST',
		path: '/v1/setup_intents/:id/cancel',
		accepts: { cancellation_reason: 'text', expand: 'list' },
		run(desk, { cancellation_reason: reason }, id) {
			const setup = refuseUnless(desk.store.get('setup_intent', id), ['requires_payment_method', 'requires_confirmation', 'requires_action'])
			const ended = desk.store.put({ ...setup, status: 'canceled', cancellation_reason: reason ?? null, next_action: null } as SetupRow)
			desk.emit('setup_intent.canceled', ended)
			return ended
		},
	}),
	endpoint({
		method: 'GET',
		path: '/v1/setup_intents/:id',
		browser: true,
		accepts: { client_secret: 'text', key: 'text', expand: 'list' },
		run: (desk, { expand }, id) => expanded(desk, desk.store.get('setup_intent', id, 'intent'), expand),
	}),
]

function createSetup(desk: Desk, params: Params<typeof created>) {
	if (params.customer) desk.store.get('customer', params.customer, 'customer')
	const method = params.payment_method ? findMethod(desk, params.payment_method).id : null
	const setup = desk.store.put(newSetup(desk, params, method))
	desk.emit('setup_intent.created', setup)
	return expanded(desk, params.confirm ? confirmSetup(desk, setup, params.return_url) : setup, params.expand)
}

function refuseUnless(setup: SetupRow, statuses: string[]): SetupRow {
	if (statuses.includes(setup.status)) return setup
	throw badRequest(`You cannot do this to a SetupIntent that has a status of ${setup.status}.`, { code: 'setup_intent_unexpected_state', setup_intent: setup })
}

function confirmSetup(desk: Desk, setup: SetupRow, returnUrl: string | undefined): SetupRow {
	if (!setup.payment_method) {
		throw badRequest('You cannot confirm this SetupIntent because it’s missing a payment method.', {
			code: 'setup_intent_unexpected_state',
			setup_intent: setup,
		})
	}
	const method = findMethod(desk, setup.payment_method)
	const { behaviour } = secretOf(desk, method.id)
	const decline = behaviour === 'decline_after_attach' ? null : declineOf(behaviour)
	if (decline) return refuseCard(desk, setup, method, decline)
	if (behaviour.startsWith('authenticate')) {
		const next = challengeOf(desk, setup, returnUrl) as SetupRow['next_action']
		const waiting = desk.store.put({ ...setup, payment_method: method.id, status: 'requires_action', next_action: next } as SetupRow)
		desk.emit('setup_intent.requires_action', waiting)
		return waiting
	}
	return finish(desk, setup, method)
}

function refuseCard(desk: Desk, setup: SetupRow, method: MethodRow, decline: { code: string; decline_code?: string; message: string }): never {
	const last = { ...decline, type: 'card_error', payment_method: method } as unknown as SetupRow['last_setup_error']
	const waiting = desk.store.put({ ...setup, payment_method: null, status: 'requires_payment_method', last_setup_error: last } as SetupRow)
	desk.emit('setup_intent.setup_failed', waiting)
	throw cardError(decline.message, { ...decline, setup_intent: waiting, payment_method: method })
}

function finish(desk: Desk, setup: SetupRow, method: MethodRow): SetupRow {
	if (setup.customer) attach(desk, method, setup.customer)
	noteCard(desk, method.id, { setUp: setup.usage === 'off_session' })
	const done = desk.store.put({ ...setup, payment_method: method.id, status: 'succeeded', next_action: null, last_setup_error: null } as SetupRow)
	desk.emit('setup_intent.succeeded', done)
	return done
}

/** The buyer has answered her bank's question. */
export function answerSetupChallenge(desk: Desk, setup: SetupRow, passed: boolean): SetupRow {
	const method = desk.store.get('payment_method', setup.payment_method ?? '')
	if (passed) return finish(desk, setup, method)
	const last = {
		type: 'invalid_request_error',
		code: 'setup_intent_authentication_failure',
		message: 'The provided PaymentMethod has failed authentication.',
		payment_method: method,
	}
	const failed = desk.store.put({
		...setup,
		status: 'requires_payment_method',
		payment_method: null,
		next_action: null,
		last_setup_error: last as unknown as SetupRow['last_setup_error'],
	} as SetupRow)
	desk.emit('setup_intent.setup_failed', failed)
	return failed
}

function newSetup(desk: Desk, params: Params<typeof created>, method: string | null): SetupRow {
	const id = newId('seti')
	return {
		id,
		object: 'setup_intent',
		allowed_payment_method_types: (params.allowed_payment_method_types ?? null) as SetupRow['allowed_payment_method_types'],
		application: null,
		automatic_payment_methods: null,
		cancellation_reason: null,
		client_secret: `${id}_${newId('secret', 25)}`,
		created: desk.now(),
		customer: params.customer ?? null,
		description: params.description ?? null,
		excluded_payment_method_types: null,
		flow_directions: null,
		last_setup_error: null,
		latest_attempt: null,
		livemode: false,
		mandate: null,
		metadata: params.metadata ?? {},
		next_action: null,
		on_behalf_of: null,
		payment_method: method,
		payment_method_configuration_details: null,
		payment_method_options: null,
		payment_method_types: params.allowed_payment_method_types ?? ['card'],
		single_use_mandate: null,
		status: method ? 'requires_confirmation' : 'requires_payment_method',
		usage: params.usage ?? 'off_session',
	}
}
