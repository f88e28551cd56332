import type { ActionFunctionArgs } from '@remix-run/node'
import { receiveNotice } from '../../flows/payment/receive-notice.ts'
import { problem } from '../../platform/responses.ts'
import { actAsHouse } from '../../platform/session.server.ts'

/** POST /webhooks/stripe: verified, stored raw, answered at once. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, connectors, at, requestId } = context.house
	actAsHouse(context.house)
	const received = await receiveNotice(db, connectors.payment, { body: await request.text(), signature: request.headers.get('stripe-signature'), at })
	if (!received.ok) return problem({ status: 400, code: 'webhook.unsigned', requestId })
	return new Response(null, { status: 200 })
}

export function loader() {
	return new Response(null, { status: 405, headers: { Allow: 'POST' } })
}
