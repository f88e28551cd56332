import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { placeOrder } from '../../flows/checkout/place-order.ts'
import { readSeen } from '../../flows/checkout/read-seen.ts'
import { apiJson, apiNotFound, idOf, readBody, refusedByApi } from '../../platform/api.server.ts'
import { problem } from '../../platform/responses.ts'
import { requireApiShopper } from '../../platform/session.server.ts'

const seenLine = z.strictObject({ sequence: z.number().int().positive(), unitPrice: z.string().max(30).nullable() })

const shape = z.strictObject({
	version: z.number().int().positive().max(2_147_483_647),
	payment: z.strictObject({ method: z.literal('po'), poNumber: z.string().max(60) }),
	/** What was last read; with it a price that rose since is refused until `consentedHash` names the new hash. */
	seen: z.strictObject({ hash: z.string().max(100), totalMinor: z.number().int(), lines: z.array(seenLine).max(2000).optional() }).optional(),
	consentedHash: z.string().max(100).optional(),
})

/** POST /api/v1/carts/:id/submit: places the cart on a purchase order. The same Idempotency-Key answers the same order. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const shopper = await requireApiShopper(request, context, 'orders:write')
	const cartId = idOf(params['id'], context)
	const idempotencyKey = request.headers.get('idempotency-key')?.trim() ?? ''
	if (!/^[\x21-\x7e]{8,100}$/.test(idempotencyKey))
		return problem({ status: 400, code: 'IDEMPOTENCY_KEY_MISSING', requestId, detail: 'Send an Idempotency-Key header of 8 to 100 characters.' })
	const body = await readBody(request, context, shape)
	const { method, poNumber } = body.payment
	const placed = await placeOrder(db, shopper, {
		...{ cartId, version: body.version, idempotencyKey, locale: shopper.locale, at },
		payment: { method, poNumber, cardPartMinor: 0, cardReference: null },
		seen: body.seen ? readSeen(body.seen) : null,
		consentedHash: body.consentedHash ?? null,
	})
	if (!placed) throw apiNotFound(context)
	if (!placed.ok) return refusedByApi(context, placed.refusals)
	const { orderId, number, totalMinor, currency, isReplay } = placed
	return apiJson({ orderId, number, totalMinor, currency, isReplay }, isReplay ? 200 : 201)
}

export function loader({ context }: ActionFunctionArgs) {
	return apiNotFound(context)
}
