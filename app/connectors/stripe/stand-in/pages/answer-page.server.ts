import { answerChallenge } from '../authorise.ts'
import { newId } from '../desk.server.ts'
import { type Call, type House, settle } from '../house.server.ts'
import type { IntentRow, SetupRow } from '../rows.ts'
import { answerSetupChallenge } from '../setup-intents.ts'
import { cardFrame } from './card-frame.ts'
import { cardScript } from './card-script.ts'
import { challengeDone, challengePage } from './challenge.ts'

/** What a browser sees at this origin: the script, the card field in its frame, and the bank's question. */
export function answerPage(house: House, call: Call): void {
	const { url } = call
	if (url.pathname === '/js/card-element') reply(call, 200, 'text/javascript', cardScript(house.desk.origin))
	else if (url.pathname === '/elements/card') reply(call, 200, 'text/html', cardFrame(url.searchParams))
	else if (url.pathname.startsWith('/3ds/')) answerAsked(house, call)
	else reply(call, url.pathname === '/' ? 200 : 404, 'text/plain', url.pathname === '/' ? 'Stripe stand-in for local use\n' : 'Not found\n')
}

function answerAsked(house: House, call: Call): void {
	const asked = findAsked(house, call.url)
	if (!asked) reply(call, 404, 'text/plain', 'Not found\n')
	else if (call.request.method === 'POST') answerBank(house, call, asked)
	else askBank(call, asked)
}

type Asked = { intent: IntentRow } | { setup: SetupRow }

function findAsked(house: House, url: URL): Asked | null {
	const id = url.pathname.slice('/3ds/'.length)
	const intent = house.desk.store.find('payment_intent', id)
	const setup = house.desk.store.find('setup_intent', id)
	const secret = (intent ?? setup)?.client_secret
	if (!secret || secret !== url.searchParams.get('client_secret')) return null
	return intent ? { intent } : setup ? { setup } : null
}

function askBank(call: Call, asked: Asked): void {
	const { status } = 'intent' in asked ? asked.intent : asked.setup
	const money = 'intent' in asked ? { amount: asked.intent.amount, currency: asked.intent.currency } : null
	reply(
		call,
		200,
		'text/html',
		challengePage({
			framed: call.url.searchParams.has('host'),
			waiting: status === 'requires_action',
			money,
			search: call.url.search,
			locale: call.url.searchParams.get('locale') ?? call.request.headers['accept-language'] ?? 'en',
		}),
	)
}

function answerBank(house: House, call: Call, asked: Asked): void {
	const passed = new URLSearchParams(call.body).get('answer') === 'complete'
	const before = 'intent' in asked ? asked.intent : asked.setup
	house.desk.request = { id: newId('req', 14), idempotencyKey: null }
	// Answering twice (a reload, a second tab) changes nothing.
	if (before.status === 'requires_action') decide(house, asked, passed)
	settle(house)

	const id = before.id
	const now = house.desk.store.find('payment_intent', id) ?? house.desk.store.find('setup_intent', id)
	const returnUrl = before.next_action?.redirect_to_url?.return_url
	const name = 'intent' in asked ? 'payment_intent' : 'setup_intent'
	const succeeded = now !== undefined && ['requires_capture', 'succeeded'].includes(now.status)
	if (returnUrl && !call.url.searchParams.has('host')) {
		const back = new URL(returnUrl)
		back.searchParams.set(name, id)
		back.searchParams.set(`${name}_client_secret`, before.client_secret ?? '')
		back.searchParams.set('redirect_status', succeeded ? 'succeeded' : 'failed')
		call.response.writeHead(303, { location: back.href }).end()
		return
	}
	const error = now && 'last_payment_error' in now ? now.last_payment_error : now?.last_setup_error
	const told = { name, id, status: now?.status, error: succeeded ? null : { code: error?.code, message: error?.message } }
	reply(call, 200, 'text/html', challengeDone(told, call.url.searchParams.get('host')))
}

/** A card that passes the bank's question may still be declined; that is then the answer. */
function decide(house: House, asked: Asked, passed: boolean): void {
	try {
		if ('intent' in asked) answerChallenge(house.desk, asked.intent, passed)
		else answerSetupChallenge(house.desk, asked.setup, passed)
	} catch (error) {
		if (!(error instanceof Error && 'status' in error && error.status === 402)) throw error
	}
}

function reply({ response }: Call, status: number, type: string, body: string): void {
	response
		.writeHead(status, {
			'content-type': `${type}; charset=utf-8`,
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
		})
		.end(body)
}
