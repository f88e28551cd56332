import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { addToCart } from '../../flows/cart/add-to-cart.ts'
import { readApiLines } from '../../flows/cart/read-api-lines.ts'
import { readCartAnswer } from '../../flows/cart/read-cart-answer.ts'
import { apiJson, apiNotFound, idOf, readBody, refusedByApi } from '../../platform/api.server.ts'
import { requireApiShopper } from '../../platform/session.server.ts'

const line = z.strictObject({
	sku: z.string().min(1).max(80),
	quantity: z.union([z.string().max(20), z.number().transform(String)]),
	unit: z.string().max(20).optional(),
	shipTo: z.string().max(40).optional(),
	requestedOn: z.string().max(20).optional(),
})
const shape = z.strictObject({ lines: z.array(line).min(1) })

/** POST /api/v1/carts/:id/lines: adds up to 2,000 lines in one call, all or, with every refusal, none; answers the priced cart. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireApiShopper(request, context, 'carts:write')
	const cartId = idOf(params['id'], context)
	const { lines } = await readBody(request, context, shape)
	const read = await readApiLines(db, shopper, lines)
	if (!read.ok) return refusedByApi(context, read.refusals)
	const added = await addToCart(db, shopper, { cartId, rows: read.rows, locale: shopper.locale, at })
	if (!added) throw apiNotFound(context)
	if (!added.ok) return refusedByApi(context, added.refusals)
	const cart = await readCartAnswer(db, shopper, cartId, { locale: shopper.locale, at })
	return apiJson({ notices: added.notices, cart })
}

export function loader({ context }: ActionFunctionArgs) {
	return apiNotFound(context)
}
