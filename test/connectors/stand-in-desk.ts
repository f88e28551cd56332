import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PaymentConnector } from '../../app/connectors/payment/contract.ts'
import { openStripeStandIn, type StandIn, type StandInSettings } from '../../app/connectors/stripe/stand-in/open-stand-in.server.ts'
import { openStripe } from '../../app/connectors/stripe/stripe.server.ts'

export const keys = { secretKey: 'sk_test_stand_in', publishableKey: 'pk_test_stand_in' }
export const webhookSecret = 'whsec_stand_in'

export type Open = StandIn & { pay: PaymentConnector; knob: (turns: object) => Promise<Record<string, unknown>>; rest: Rest }
type Answer = { status: number; requestId: string | null; replayed: boolean; body: Record<string, unknown> & { error?: Record<string, unknown> } }
type Rest = (method: 'GET' | 'POST', path: string, form?: Record<string, string>, more?: { as?: string; key?: string }) => Promise<Answer>

export async function open(more: Partial<StandInSettings> = {}): Promise<Open> {
	const standIn = await openStripeStandIn({ ...keys, ...more })
	const knob = async (turns: object) => {
		const answer = await fetch(`${standIn.origin}/_knobs`, {
			method: 'POST',
			body: JSON.stringify(turns),
			headers: { authorization: `Bearer ${keys.secretKey}` },
		})
		if (!answer.ok) throw new Error(await answer.text())
		return (await answer.json()) as Record<string, unknown>
	}
	return { ...standIn, knob, rest: restAt(standIn.origin), pay: openStripe({ ...keys, webhookSecret, standInOrigin: standIn.origin }) }
}

function restAt(origin: string): Rest {
	return async (method, path, form = {}, { as = keys.secretKey, key } = {}) => {
		const body = new URLSearchParams(form)
		const url = method === 'GET' ? `${origin}${path}?${body}` : `${origin}${path}`
		const headers = { authorization: `Bearer ${as}`, ...(key ? { 'idempotency-key': key } : {}) }
		const answer = await fetch(url, method === 'GET' ? { headers } : { method, headers, body })
		return {
			status: answer.status,
			requestId: answer.headers.get('request-id'),
			replayed: answer.headers.get('idempotent-replayed') === 'true',
			body: (await answer.json()) as Answer['body'],
		}
	}
}

export type Heard = { body: string; signature: string }

/** A receiver of notices: what came, in the order it came. `refuse` answers so many of them with 500. */
export async function receiver(refuse = 0) {
	const heard: Heard[] = []
	let left = refuse
	const server = createServer(async (request, response) => {
		const parts: Buffer[] = []
		for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
		if (left-- > 0) {
			response.writeHead(500).end()
			return
		}
		heard.push({ body: Buffer.concat(parts).toString(), signature: String(request.headers['stripe-signature']) })
		response.end()
	})
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const close = () => {
		server.closeAllConnections()
		return new Promise((resolve) => server.close(resolve))
	}
	return { heard, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe` }
}

export const typesOf = (heard: Heard[]) => heard.map(({ body }) => (JSON.parse(body) as { type: string }).type)
