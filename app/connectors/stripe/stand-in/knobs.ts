import { badRequest } from './api-error.ts'
import { lapseAll } from './capture.ts'
import { closeDispute, openDispute } from './disputes.ts'
import { type House, settle } from './house.server.ts'
import type { WebhookSettings } from './webhooks.server.ts'

/**
 * What no customer of Stripe can do: break things on purpose. The body is one JSON object; each name in it is one turn
 * of a knob. `{}` only reads.
 */
export async function turn(house: House, body: string): Promise<unknown> {
	const asked = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
	const done: Record<string, unknown> = {}
	for (const [name, value] of Object.entries(asked)) {
		done[name] = await turnOne(house, name, value)
		settle(house)
	}
	return { faults: house.faults, ...done }
}

async function turnOne({ desk, faults, webhooks, point }: House, name: string, value: unknown): Promise<unknown> {
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
