import type { LoaderFunctionArgs } from '@remix-run/node'
import { isRouteErrorResponse, Outlet, useLoaderData, useRouteError } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openStorefront } from '../../flows/catalog/open-storefront.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { ReaderProvider } from '../../ui/format/locale.tsx'
import { MissingPage } from '../../ui/storefront/missing-page.tsx'
import { useStore } from '../../ui/storefront/store.ts'
import { StoreLayout } from '../../ui/storefront/store-layout.tsx'

export const handle = { i18n: ['storefront'] }

/** What surrounds every page of the shop: one statement beside the session's. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const { kind, contactName, userName, locationId, account, seller } = shopper
	return {
		kind,
		person: kind === 'rep' ? userName : contactName,
		buyer: contactName,
		accountName: account.name,
		shopName: seller.name,
		timeZone: seller.timeZone,
		currency: account.currency,
		pricesIncludeTax: seller.pricesIncludeTax,
		locationId,
		...(await openStorefront(db, shopper, locale)),
	}
}

/** Instants read in the shop's own time: an order placed in the evening is not of the next day. */
export default function Shop() {
	const store = useLoaderData<typeof loader>()
	const { i18n } = useTranslation()
	return (
		<ReaderProvider locale={i18n.language} timeZone={store.timeZone}>
			<StoreLayout store={store}>
				<Outlet />
			</StoreLayout>
		</ReaderProvider>
	)
}

/** What is not there, or not hers, is said inside the shop, with its search and shelves at hand; a fault is the root's to say. */
export function ErrorBoundary() {
	const error = useRouteError()
	const store = useStore()
	if (!store || !isRouteErrorResponse(error) || error.status !== 404) throw error
	return (
		<StoreLayout store={store}>
			<MissingPage store={store} />
		</StoreLayout>
	)
}
