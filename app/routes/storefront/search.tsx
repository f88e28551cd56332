import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { searchCatalog } from '../../flows/catalog/search-catalog.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { readCatalogQuery, readSearchQuery } from '../../ui/storefront/catalog-query.ts'
import { SearchPage } from '../../ui/storefront/search-page.tsx'

export const handle = { i18n: ['storefront'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const asked = new URL(request.url).searchParams
	const query = readSearchQuery(asked)
	const found = await searchCatalog(db, shopper, { ...query, ...readCatalogQuery(asked), locale, at })
	if (found.redirect) throw redirect(found.redirect)
	const t = fixedT(locale, 'storefront')
	return { query, found, title: `${query.text ? t('search.title', { query: query.text }) : t('search.ask')} · ${shopper.seller.name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }, { name: 'robots', content: 'noindex' }]

export default function Search() {
	const { query, found } = useLoaderData<typeof loader>()
	return <SearchPage query={query} found={found} />
}
