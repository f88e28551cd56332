import type { ActionFunctionArgs } from '@remix-run/node'
import { noteProductView } from '../../flows/catalog/note-product-view.ts'
import { notFound } from '../../platform/responses.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'

/** A page in sight says so by itself; pages fetched ahead and scanners do not. */
export function loader(): never {
	throw notFound()
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const noted = await noteProductView(db, await shopperOrGuest(request, context), { slug: params['slug'] ?? '', at })
	if (!noted) throw notFound()
	return new Response(null, { status: 204 })
}
