import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { openShelf } from '../../flows/catalog/open-catalog-page.ts'
import { notFound } from '../../platform/responses.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { readAvailability, readCatalogQuery } from '../../ui/storefront/catalog-query.ts'
import { CategoryPage } from '../../ui/storefront/category-page.tsx'

export const handle = { i18n: ['storefront'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const asked = new URL(request.url).searchParams
	const chosen = readAvailability(asked)
	const page = await openShelf(db, shopper, { ...readCatalogQuery(asked), category: params['category'] ?? '', chosen, locale, at })
	// A category the account may not see answers exactly like one that does not exist.
	if (!page?.category) throw notFound()
	return { category: page.category, products: page.products, nextCursor: page.nextCursor, chosen, counts: page.counts, shopName: shopper.seller.name }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.category.name} · ${data.shopName}` : '' }]

export default function Category() {
	return <CategoryPage {...useLoaderData<typeof loader>()} />
}
