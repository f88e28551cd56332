import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { openHome } from '../../flows/catalog/open-home.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { HomePage } from '../../ui/storefront/home-page.tsx'

export const handle = { i18n: ['storefront'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const title = `${fixedT(locale, 'storefront')('home.title')} · ${shopper.seller.name}`
	return { title, ...(await openHome(db, shopper, { locale, at })) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export default function Home() {
	return <HomePage {...useLoaderData<typeof loader>()} />
}
