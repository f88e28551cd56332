import { badRequest } from './api-error.ts'
import { lapseAll } from './capture.ts'
import type { Desk } from './desk.server.ts'
import { closeDispute, openDispute } from './disputes.ts'
import type { Faults } from './faults.ts'
import type { WebhookSettings, Webhooks } from './webhooks.server.ts'

export type Knobs = { desk: Desk; faults: Faults; webhooks: Webhooks; point: (to: WebhookSettings) => void }

/**
 * What no customer of Stripe can do: break things on purpose. The body is one JSON object; each name in it is one turn
 * of a knob. `{}` only reads.
 */
export async function turn(knobs: Knobs, body: string): Promise<unknown> {
	const asked = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
	const done: Record<string, unknown> = {}
	for (const [name, value] of Object.entries(asked)) done[name] = await turnOne(knobs, name, value)
	return { faults: knobs.faults, ...done }
}

async function turnOne({ desk, faults, webhooks, point }: Knobs, name: string, value: unknown): Promise<unknown> {
	switch (name) {
		case 'dispute': {
			const { paymentIntent, reason } = value as { paymentIntent: string; reason?: string }
			return openDispute(desk, paymentIntent, reason ?? 'fraudulent')
		}
		case 'closeDispute': {
			const { dispute, outcome } = value as { dispute: string; outcome: 'won' | 'lost' }
			return closeDispute(desk, dispute, outcome)
		}
		case 'webhook':
			point(value as WebhookSettings)
			return true
		case 'resend':
			webhooks.send(desk.store.get('event', String(value)))
			return true
		case 'release':
			webhooks.release()
			return true
		case 'settle':
			await webhooks.settled()
			return true
	}
	if (!Object.hasOwn(faults, name)) throw badRequest(`Received unknown knob: ${name}`, { code: 'parameter_unknown', param: name })
	Object.assign(faults, { [name]: value })
	if (name === 'aheadSeconds') lapseAll(desk)
	return value
}
