import type { ActionFunctionArgs } from '@remix-run/node'
import { longestNotice, type Received, receiveNotice } from '../../flows/sync/receive-notice.ts'
import { notFound, problem } from '../../platform/responses.ts'
import { actAsHouse } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'

const refused: Partial<Record<Received, { status: number; code: string }>> = {
	unsigned: { status: 400, code: 'webhook.unsigned' },
	stale: { status: 400, code: 'webhook.stale' },
	too_long: { status: 413, code: 'webhook.too_long' },
}

/** POST /webhooks/sync/:connection: verified, kept once, answered at once; the worker reads what it is about. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, connectors, at, requestId } = context.house
	actAsHouse(context.house)
	const connectionId = idOf(params['connection'])
	if (!connectionId) throw notFound()
	// Nobody's mistake is read to its end.
	if (Number(request.headers.get('content-length') ?? 0) > longestNotice) return problem({ status: 413, code: 'webhook.too_long', requestId })
	const { headers } = request
	const received = await receiveNotice(db, { connectionId, rawBody: await request.text(), headers, systems: connectors.systems, at })
	if (!received) throw notFound()
	const wrong = refused[received]
	return wrong ? problem({ ...wrong, requestId }) : new Response(null, { status: 200 })
}

/** A browser finds nothing at a machine's door. */
export function loader() {
	throw notFound()
}
