import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { searchCatalog } from '../../flows/catalog/search-catalog.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { readCatalogQuery } from '../../ui/storefront/catalog-query.ts'
import { SearchPage } from '../../ui/storefront/search-page.tsx'

export const handle = { i18n: ['storefront'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const asked = new URL(request.url).searchParams
	const text = (asked.get('q') ?? '').trim().slice(0, 200)
	const filters = { category: asked.get('category'), productClass: asked.get('class') }
	const found = await searchCatalog(db, shopper, { text, ...filters, ...readCatalogQuery(asked), locale, at })
	const t = fixedT(locale, 'storefront')
	return { text, ...filters, found, title: `${text ? t('search.title', { query: text }) : t('search.ask')} · ${shopper.seller.name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }, { name: 'robots', content: 'noindex' }]

export default function Search() {
	const { text, category, productClass, found } = useLoaderData<typeof loader>()
	return <SearchPage {...{ text, category, productClass, found }} />
}
