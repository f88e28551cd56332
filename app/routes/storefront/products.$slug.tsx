import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { openProduct } from '../../flows/catalog/open-product.ts'
import { requestPrice } from '../../flows/catalog/request-price.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper, shopperOrGuest } from '../../platform/session.server.ts'
import { ProductPage } from '../../ui/storefront/product-page.tsx'

export const handle = { i18n: ['storefront', 'price', 'quotes'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await shopperOrGuest(request, context)
	const asked = new URL(request.url).searchParams
	const page = await openProduct(db, shopper, {
		slug: params['slug'] ?? '',
		quantity: asked.get('quantity'),
		unit: asked.get('unit'),
		chosen: asked.getAll('choose').slice(0, 50),
		locale,
		at,
	})
	if (!page) throw notFound()
	return { page, shopName: shopper.seller.name }
}

/** Asks for a price where no book has one. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	if (!(await requestPrice(db, shopper, { slug: params['slug'] ?? '', at }))) throw notFound()
	return data({ ok: true })
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
	{ title: loaded ? `${loaded.page.product.name} · ${loaded.shopName}` : '' },
	{ name: 'description', content: loaded?.page.product.summary ?? '' },
]

export default function Product() {
	const { page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	// Another product is another page: nothing typed for the one before may stay.
	return <ProductPage key={page.product.id} page={page} isAsked={answer?.ok === true} />
}
