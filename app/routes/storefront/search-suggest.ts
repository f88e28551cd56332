import type { LoaderFunctionArgs } from '@remix-run/node'
import { suggestProducts } from '../../flows/catalog/suggest-products.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'

/** What hangs under the search box while somebody types. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const found = await suggestProducts(db, shopper, { text: (new URL(request.url).searchParams.get('q') ?? '').slice(0, 200), locale })
	const suggestions = found.map(({ slug, name, sku, picture }) => ({ href: `/products/${slug}`, name, sku, picture }))
	return Response.json({ suggestions }, { headers: { 'Cache-Control': 'private, no-store' } })
}
