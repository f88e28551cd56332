import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { openCheckout } from '../../flows/checkout/open-checkout.ts'
import { placeOrder } from '../../flows/checkout/place-order.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { CheckoutPage } from '../../ui/checkout/checkout-page.tsx'
import { readPlaceForm } from '../../ui/checkout/read-place-form.ts'

export const handle = { i18n: ['checkout', 'engine'] }

const inLocale = (path: string, locale: string | undefined) => withLocale(path, isLocale(locale) ? locale : null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const asked = new URL(request.url).searchParams.get('pay')
	const opened = await openCheckout(db, shopper, { locale, at, method: asked === 'po' || asked === 'card' ? asked : null })
	if (!opened) throw redirect(inLocale('/cart', params['locale']))
	const behalf = shopper.kind === 'rep' ? { buyer: shopper.contactName, account: shopper.account.name } : null
	return { ...opened, behalf, takesCards: !!connectors.payment?.browser, title: fixedT(locale, 'checkout')('checkout.title') }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const { wish, refusals } = readPlaceForm(form)
	const { cartId, version, seen, consentedHash, idempotencyKey, poNumber } = wish
	const payment = { method: 'po' as const, poNumber, cardPartMinor: 0, cardReference: null }
	const placed =
		refusals.length > 0
			? { ok: false as const, refusals, offers: [] }
			: await placeOrder(db, shopper, { cartId, version, seen, consentedHash, idempotencyKey, payment, locale, at })
	if (!placed) throw notFound()
	if (placed.ok) return redirect(inLocale(`/orders/${placed.number}`, params['locale']))
	return data({ refusals: placed.refusals, offers: placed.offers, poNumber, seen: String(form.get('seen') ?? '') }, { status: 422 })
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title ?? '' }]

export default function Checkout() {
	const opened = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return <CheckoutPage {...opened} answer={answer} />
}
