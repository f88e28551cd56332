import type { IncomingMessage } from 'node:http'
import Stripe from 'stripe'
import { ApiError, badRequest, missing } from './api-error.ts'
import { lapseIfDue } from './capture.ts'
import { chargeEndpoints } from './charges.ts'
import { customerEndpoints } from './customers.ts'
import { newId } from './desk.server.ts'
import { disputeEndpoints, eventEndpoints } from './disputes.ts'
import type { Endpoint } from './endpoint.ts'
import { spend } from './faults.ts'
import { type Call, type House, settle } from './house.server.ts'
import { type Asked, keep, replay } from './idempotency.ts'
import { parseForm } from './params.ts'
import { paymentIntentEndpoints } from './payment-intents.ts'
import { paymentMethodEndpoints } from './payment-methods.ts'
import { refundEndpoints } from './refunds.ts'
import { setupIntentEndpoints } from './setup-intents.ts'

const endpoints: Endpoint[] = [
	...paymentIntentEndpoints,
	...paymentMethodEndpoints,
	...setupIntentEndpoints,
	...customerEndpoints,
	...refundEndpoints,
	...chargeEndpoints,
	...disputeEndpoints,
	...eventEndpoints,
]

type Answer = { status: number; body: string; requestId: string; replayed?: boolean }

export function answerApi(house: House, { request, response, url, body }: Call): void {
	// The browser's card field lives at this origin, but Stripe's API may be called from any page with a publishable key.
	response.setHeader('access-control-allow-origin', '*')
	if (request.method === 'OPTIONS') {
		response
			.writeHead(204, {
				'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-version',
				'access-control-allow-methods': 'GET, POST',
			})
			.end()
		return
	}
	const answer = decide(house, request, url, body)
	settle(house)
	if (request.method === 'POST' && answer.status < 500 && spend(house.faults, 'loseAnswers')) {
		response.destroy()
		return
	}
	response.writeHead(answer.status, {
		'content-type': 'application/json',
		'request-id': answer.requestId,
		'stripe-version': String(request.headers['stripe-version'] ?? Stripe.API_VERSION),
		...(answer.replayed ? { 'idempotent-replayed': 'true' } : {}),
	})
	response.end(answer.body)
}

function decide(house: House, request: IncomingMessage, url: URL, body: string): Answer {
	const { desk, faults } = house
	const requestId = newId('req', 14)
	const post = request.method === 'POST'
	const asked: Asked = { key: post ? (header(request, 'idempotency-key') ?? null) : null, path: url.pathname, body, now: desk.now() }
	desk.request = { id: requestId, idempotencyKey: asked.key }
	try {
		if (spend(faults, 'limitCalls'))
			throw new ApiError(429, { type: 'rate_limit_error', code: 'rate_limit', message: 'Too many requests in a period of time.' })
		if (spend(faults, 'failCalls'))
			return { status: 500, body: envelope({ type: 'api_error', message: 'An error occurred on our side.' }, requestId), requestId }
		const form = post ? body : url.search.slice(1)
		const { endpoint, ids } = find(request.method ?? 'GET', url.pathname)
		refuseKey(house, request, { endpoint, ids, form })
		const first = replay(desk.store, asked)
		if (first) return { ...first, replayed: true }
		if (ids[0] && desk.store.find('payment_intent', ids[0])) lapseIfDue(desk, ids[0])
		settle(house)
		const answer = { ...run(house, () => endpoint.answer(desk, ids, form), requestId), requestId }
		keep(desk.store, asked, answer)
		return answer
	} catch (error) {
		if (error instanceof ApiError) return { status: error.status, body: envelope(error.body, requestId), requestId }
		throw error
	}
}

/** A decline (402) is a fact that stays; any other refusal leaves everything as it was. */
function run(house: House, answer: () => unknown, requestId: string): { status: number; body: string } {
	try {
		return { status: 200, body: JSON.stringify(answer(), null, 2) }
	} catch (error) {
		if (error instanceof ApiError && error.status === 402) return { status: 402, body: envelope(error.body, requestId) }
		house.desk.store.forget()
		house.unsent.length = 0
		throw error
	}
}

function envelope(error: object, requestId: string): string {
	return JSON.stringify({ error: { ...error, request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` } }, null, 2)
}

function find(method: string, path: string): { endpoint: Endpoint; ids: string[] } {
	const steps = path.split('/')
	for (const endpoint of endpoints) {
		const pattern = endpoint.path.split('/')
		if (endpoint.method !== method || pattern.length !== steps.length) continue
		if (pattern.every((step, at) => step === ':id' || step === steps[at])) {
			return { endpoint, ids: steps.filter((_, at) => pattern[at] === ':id').map(decodeURIComponent) }
		}
	}
	throw new ApiError(404, {
		type: 'invalid_request_error',
		message: `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash.`,
	})
}

function refuseKey(house: House, request: IncomingMessage, { endpoint, ids, form }: { endpoint: Endpoint; ids: string[]; form: string }): void {
	const params = parseForm(form)
	const key = keyOf(request) ?? (typeof params['key'] === 'string' ? params['key'] : undefined)
	if (!key) throw new ApiError(401, { type: 'invalid_request_error', message: 'You did not provide an API key.' })
	if (key === house.secretKey) {
		if (/(^|&)card(%5B|\[)number/i.test(form)) {
			throw badRequest('Sending credit card numbers directly to the Stripe API is generally unsafe. Use test tokens that map to the test card you are using.')
		}
		return
	}
	if (key !== house.publishableKey) throw new ApiError(401, { type: 'invalid_request_error', message: `Invalid API Key provided: ${key.slice(0, 8)}****` })
	if (!endpoint.browser) {
		throw new ApiError(401, { type: 'invalid_request_error', message: 'This API call cannot be made with a publishable API key. Please use a secret API key.' })
	}
	const [id] = ids
	if (id && secretOf(house, id) !== params['client_secret']) throw missing('intent', id, 'intent')
}

function secretOf(house: House, id: string): string | null | undefined {
	return (house.desk.store.find('payment_intent', id) ?? house.desk.store.find('setup_intent', id))?.client_secret
}

function keyOf(request: IncomingMessage): string | undefined {
	const [scheme, value] = (request.headers.authorization ?? '').split(' ')
	if (scheme === 'Bearer') return value
	return scheme === 'Basic' && value ? Buffer.from(value, 'base64').toString().split(':')[0] : undefined
}

function header(request: IncomingMessage, name: string): string | undefined {
	const value = request.headers[name]
	return Array.isArray(value) ? value[0] : value
}
