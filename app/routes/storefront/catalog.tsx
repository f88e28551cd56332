import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { openCategoryTops } from '../../flows/catalog/open-storefront.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readCatalogQuery } from '../../ui/storefront/catalog-query.ts'
import { CategoriesPage } from '../../ui/storefront/categories-page.tsx'

export const handle = { i18n: ['storefront'] }

/** Every category of the shop, a page of the top level at a time. Who sees nothing finds no such page. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const { cursor } = readCatalogQuery(new URL(request.url).searchParams)
	const page = await openCategoryTops(db, shopper, { cursor, locale })
	if (page.tops.length === 0) throw notFound()
	return { ...page, isFirst: cursor === null, title: fixedT(locale, 'storefront')('shell.allCategories') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Categories() {
	return <CategoriesPage {...useLoaderData<typeof loader>()} />
}
