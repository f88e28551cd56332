import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { openStorefront } from '../../flows/catalog/open-storefront.ts'
import { shopperOrGuest } from '../../platform/session.server.ts'
import { StoreLayout } from '../../ui/storefront/store-layout.tsx'

export const handle = { i18n: ['storefront'] }

/** What surrounds every page of the shop: two statements beside the session's. */
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
		currency: account.currency,
		locationId,
		...(await openStorefront(db, shopper, locale)),
	}
}

export default function Shop() {
	return (
		<StoreLayout store={useLoaderData<typeof loader>()}>
			<Outlet />
		</StoreLayout>
	)
}
