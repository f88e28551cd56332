import type { IncomingMessage, ServerResponse } from 'node:http'
import { listenHere, readText, sendJson } from '../../stand-in.server.ts'
import { answerApi } from './answer-api.server.ts'
import { ApiError } from './api-error.ts'
import { type Desk, newEvent, newId } from './desk.server.ts'
import { type Faults, noFaults } from './faults.ts'
import type { House } from './house.server.ts'
import { turn } from './knobs.ts'
import { answerPage } from './pages/answer-page.server.ts'
import { Store } from './store.server.ts'
import { type WebhookSettings, Webhooks } from './webhooks.server.ts'

export type StandInSettings = {
	secretKey: string
	publishableKey: string
	/** 0 takes a free port. Always on 127.0.0.1. */
	port?: number
	webhook?: WebhookSettings
	/** A file that keeps the state over restarts; without it the state ends with the process. */
	journal?: string
	/** The clock, in milliseconds. */
	now?: () => number
}

export type StandIn = {
	origin: string
	/** Where notices go from now on; for a receiver whose address is known only once it listens. */
	tell: (to: WebhookSettings) => void
	close: () => Promise<void>
}

/** Stripe, as far as Kontor uses it, on this machine (stack.md). Speaks its REST to the real SDK, and refuses what Stripe refuses. */
export async function openStripeStandIn(settings: StandInSettings): Promise<StandIn> {
	const house = furnish(settings)
	const { origin, close: hangUp } = await listenHere(settings.port ?? 0, (request, response) => serve(house, request, response))
	house.desk.origin = origin
	const close = () => {
		house.webhooks.close()
		return hangUp()
	}
	return { origin, tell: house.point, close }
}

function furnish({ secretKey, publishableKey, webhook, journal, now = Date.now }: StandInSettings): House {
	const faults: Faults = { ...noFaults }
	let to = webhook ?? null
	const seconds = () => Math.floor(now() / 1000) + faults.aheadSeconds
	const webhooks = new Webhooks(() => to, faults, seconds)
	const store = new Store(journal ?? null)
	const desk: Desk = {
		store,
		origin: '',
		now: seconds,
		multicapture: () => faults.multicapture,
		request: { id: '', idempotencyKey: null },
		emit(type, object) {
			house.unsent.push(store.put(newEvent(type, object, desk)))
		},
	}
	const house: House = { desk, faults, webhooks, secretKey, publishableKey, unsent: [], point: (next) => (to = next) }
	return house
}

async function serve(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const url = new URL(request.url ?? '/', house.desk.origin)
	const body = await readText(request, largestBody)
	if (house.faults.answerDelayMs > 0) await new Promise((resume) => setTimeout(resume, house.faults.answerDelayMs))
	if (url.pathname.startsWith('/v1/')) return answerApi(house, { request, response, url, body })
	if (url.pathname === '/_knobs') return answerKnobs(house, request, response, body)
	answerPage(house, { request, response, url, body })
}

/** Only the holder of the secret key turns knobs, so no page in a browser can. */
async function answerKnobs(house: House, request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
	if (request.headers.authorization !== `Bearer ${house.secretKey}`) return void sendJson(response, 401, { error: 'the secret key is missing' })
	house.desk.request = { id: newId('req', 14), idempotencyKey: null }
	try {
		sendJson(response, 200, await turn(house, body))
	} catch (error) {
		sendJson(response, error instanceof ApiError ? error.status : 400, { error: error instanceof Error ? error.message : 'bad knob' })
	}
}

const largestBody = 256 * 1024
