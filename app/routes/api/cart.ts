import type { LoaderFunctionArgs } from '@remix-run/node'
import { readCartAnswer } from '../../flows/cart/read-cart-answer.ts'
import { apiJson, apiNotFound, idOf } from '../../platform/api.server.ts'
import { requireApiShopper } from '../../platform/session.server.ts'

/** GET /api/v1/carts/:id: the cart, priced now. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireApiShopper(request, context, 'carts:write')
	const answer = await readCartAnswer(db, shopper, idOf(params['id'], context), { locale: shopper.locale, at })
	if (!answer) throw apiNotFound(context)
	return apiJson(answer)
}
