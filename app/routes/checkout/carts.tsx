import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { changeCart } from '../../flows/cart/change-cart.ts'
import { openCarts } from '../../flows/cart/open-carts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { CartsPage } from '../../ui/checkout/carts-page.tsx'
import { readCartsForm } from '../../ui/checkout/read-carts-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['carts', 'checkout'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openCarts(db, shopper, { locale, at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'carts')('title') }
}

/** One change of one cart. Whoever takes a cart or lays one aside goes on in the cart. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const read = readCartsForm(await request.formData())
	if (!read) throw notFound()
	const changed = await changeCart(db, shopper, { ...read, at })
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals, putAway: null }, { status: 422 })
	const goesOn = read.change.kind === 'take' || read.change.kind === 'layAside'
	if (goesOn) return redirect(withLocale('/cart', isLocale(params['locale']) ? params['locale'] : null))
	if (request.headers.get('accept')?.includes('text/html')) return redirect(request.url)
	return data({ refusals: [], putAway: read.change.kind === 'putAway' ? read.cartId : null })
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Carts() {
	const page = useLoaderData<typeof loader>()
	return <CartsPage page={page} answer={useActionData<typeof action>()} />
}
