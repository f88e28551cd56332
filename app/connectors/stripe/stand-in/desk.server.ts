import { randomBytes } from 'node:crypto'
import Stripe from 'stripe'
import type { EventRow } from './rows.ts'
import type { Store } from './store.server.ts'

/** What every endpoint works with. `now` is in seconds, as all of Stripe's instants. */
export type Desk = {
	store: Store
	origin: string
	now: () => number
	/** Notes an event and sends it to the webhook. The object is copied as it is at this moment. */
	emit: (type: string, object: { object: string; id: string }) => void
	/** Whether this account may capture an authorisation more than once; most may not. */
	multicapture: () => boolean
	request: { id: string; idempotencyKey: string | null }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export function newId(prefix: string, length = 24): string {
	return `${prefix}_${[...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('')}`
}

export function newEvent(type: string, object: { object: string; id: string }, desk: Pick<Desk, 'now' | 'request'>): EventRow {
	return {
		id: newId('evt'),
		object: 'event',
		api_version: Stripe.API_VERSION,
		created: desk.now(),
		data: { object: structuredClone(object) },
		livemode: false,
		pending_webhooks: 1,
		request: { id: desk.request.id, idempotency_key: desk.request.idempotencyKey },
		type,
	}
}
