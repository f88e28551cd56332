import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Desk } from './desk.server.ts'
import type { Faults } from './faults.ts'
import type { EventRow } from './rows.ts'
import type { WebhookSettings, Webhooks } from './webhooks.server.ts'

/** One running stand-in. */
export type House = {
	desk: Desk
	faults: Faults
	webhooks: Webhooks
	secretKey: string
	publishableKey: string
	/** Events of the request in hand. */
	unsent: EventRow[]
	point: (to: WebhookSettings) => void
}

export type Call = { request: IncomingMessage; response: ServerResponse; url: URL; body: string }

/** Writes the journal, then tells: nobody hears of what could still be forgotten. */
export function settle(house: House): void {
	house.desk.store.flush()
	for (const event of house.unsent.splice(0)) house.webhooks.send(event)
}
