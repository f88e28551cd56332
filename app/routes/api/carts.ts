import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { createCart } from '../../flows/cart/create-cart.ts'
import { apiJson, apiNotFound, readBody } from '../../platform/api.server.ts'
import { requireApiShopper } from '../../platform/session.server.ts'

const shape = z.strictObject({ name: z.string().trim().min(1).max(120).optional() })

/** POST /api/v1/carts: opens a cart. */
export async function action({ request, context }: ActionFunctionArgs) {
	const shopper = await requireApiShopper(request, context, 'carts:write')
	const { name } = await readBody(request, context, shape)
	const cart = await createCart(context.house.db, shopper, { name: name ?? null, locale: shopper.locale, at: context.house.at })
	if (!cart) throw apiNotFound(context)
	return apiJson(cart, 201)
}

export function loader({ context }: ActionFunctionArgs) {
	return apiNotFound(context)
}
