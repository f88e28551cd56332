import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { type ClientActionFunctionArgs, useActionData, useLoaderData } from '@remix-run/react'
import { openCheckout } from '../../flows/checkout/open-checkout.ts'
import { sendPayLink } from '../../flows/payment/send-pay-link.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { CheckoutPage } from '../../ui/checkout/checkout-page.tsx'
import { throughLostConnection } from '../../ui/checkout/connection.ts'
import { readBefore, readPlaceForm } from '../../ui/checkout/read-place-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ask, place } from './place.server.ts'

export const handle = { i18n: ['checkout', 'engine', 'approvals'] }

const inLocale = (path: string, locale: string | undefined) => withLocale(path, isLocale(locale) ? locale : null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const asked = new URL(request.url).searchParams
	const pay = asked.get('pay')
	const opened = await openCheckout(db, shopper, { locale, at, method: pay === 'po' || pay === 'card' ? pay : null, tax: connectors.tax })
	if (!opened) throw redirect(inLocale('/cart', params['locale']))
	const behalf = shopper.kind === 'rep' ? { buyer: shopper.contactName, account: shopper.account.name } : null
	const part = asked.get('part') ?? ''
	const cardPartMinor = opened.method === 'po' && /^\d{1,15}$/.test(part) ? Math.min(Number(part), opened.cart.totalMinor) : 0
	const payer = { name: shopper.contactName, email: shopper.contactEmail }
	return {
		...opened,
		behalf,
		isLinkSent: asked.has('sent'),
		cardPartMinor,
		stoppedBy: (asked.get('open') ?? '').split('.'),
		suggestedPo: (asked.get('po') ?? '').slice(0, 60),
		payer,
		cardDoor: connectors.payment?.browser ?? null,
		title: fixedT(locale, 'checkout')('checkout.title'),
	}
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const { wish, refusals } = readPlaceForm(form)
	const kept = { poNumber: wish.poNumber, seen: String(form.get('seen') ?? ''), before: readBefore(form) }
	// The loader that follows asks for the tax again; what was typed and what was seen comes back with it.
	if (form.get('intent') === 'requote') return data({ ...kept, refusals: [], offers: [], action: null })
	if (refusals.length > 0) return data({ ...kept, refusals, offers: [], action: null }, { status: 422 })
	if (form.get('intent') === 'sendLink' && shopper.kind === 'rep') return sendLink(context.house, shopper, wish.cartId, params['locale'])
	const isAsking = form.get('intent') === 'ask'
	const answer = isAsking ? await ask(context.house, shopper, wish, String(form.get('message') ?? '')) : await place(context.house, shopper, wish)
	if (!answer) throw notFound()
	if (answer.kind === 'asked') return redirect(inLocale(`/approvals/${answer.requestId}`, params['locale']))
	if (answer.kind === 'placed') return redirect(inLocale(`/orders/${answer.number}`, params['locale']))
	if (answer.kind === 'action') return data({ ...kept, refusals: [], offers: [], action: answer.action })
	return data({ ...kept, refusals: answer.refusals, offers: answer.offers, action: null }, { status: 422 })
}

/** The remedy of `CARD_BY_BUYER`: the buyer pays the very cart that is seen here. */
async function sendLink({ db, at, locale, connectors }: House, shopper: Shopper, cartId: number, path: string | undefined) {
	const sent = await sendPayLink(db, shopper, { cartId, locale, at, tax: connectors.tax })
	if (!sent?.ok) throw notFound()
	return redirect(inLocale('/checkout?pay=card&sent=1', path))
}

/** A lost connection leaves the page as it is: the same version of the same cart is one order, so pressing again is safe. */
export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => throughLostConnection(() => serverAction<typeof action>())

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Checkout() {
	const opened = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return <CheckoutPage {...opened} answer={answer && 'poNumber' in answer ? answer : undefined} />
}
