import type { LoaderFunctionArgs } from '@remix-run/node'
import { suggestProducts } from '../../flows/catalog/suggest-products.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'

/** What hangs under the search box while somebody types: where it leads, shelves, products. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const { products, categories, redirects } = await suggestProducts(db, shopper, {
		text: (new URL(request.url).searchParams.get('q') ?? '').slice(0, 200),
		locale,
	})
	const suggestions = [
		...redirects.map(({ term, target }) => ({ kind: 'page', href: target, name: term, sku: null, picture: null })),
		...categories.map(({ slug, name }) => ({ kind: 'category', href: `/catalog/${slug}`, name, sku: null, picture: null })),
		...products.map(({ slug, name, sku, picture }) => ({ kind: 'product', href: `/products/${slug}`, name, sku, picture })),
	]
	return Response.json({ suggestions }, { headers: { 'Cache-Control': 'private, no-store' } })
}
