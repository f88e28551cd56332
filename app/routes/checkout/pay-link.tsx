import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { type ClientActionFunctionArgs, useActionData, useLoaderData } from '@remix-run/react'
import { openCheckout } from '../../flows/checkout/open-checkout.ts'
import { openPayLink } from '../../flows/payment/open-pay-link.ts'
import { sendPayLink } from '../../flows/payment/send-pay-link.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { CheckoutPage } from '../../ui/checkout/checkout-page.tsx'
import { throughLostConnection } from '../../ui/checkout/connection.ts'
import { PayLinkOver } from '../../ui/checkout/pay-link-over.tsx'
import { readBefore, readPlaceForm } from '../../ui/checkout/read-place-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { place } from './place.server.ts'

export const handle = { i18n: ['checkout', 'engine', 'approvals'] }

const inLocale = (path: string, locale: string | undefined) => withLocale(path, isLocale(locale) ? locale : null)
const idOf = (id: string | undefined) => (/^\d{1,15}$/.test(id ?? '') ? Number(id) : 0)

/** It only reads, so that a scanner which opens links changes nothing. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const question = { locale, at, tax: connectors.tax }
	const link = await openPayLink(db, shopper, { ...question, id: idOf(params['id']) })
	if (!link) throw notFound()
	const opened = link.state === 'open' ? await openCheckout(db, shopper, { ...question, cartId: link.cartId, method: 'card' }) : null
	const payer = { name: shopper.contactName, email: shopper.contactEmail }
	const behalf = shopper.kind === 'rep' ? { buyer: shopper.contactName, account: shopper.account.name } : null
	const checkout = opened && { ...opened, behalf, payer, cardPartMinor: 0, cardDoor: connectors.payment?.browser ?? null }
	return { link, checkout, title: fixedT(locale, 'checkout')('payLink.title') }
}

/** `place` pays and orders what was sent, or nothing; `anew` makes a link for the cart as it is now. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const id = idOf(params['id'])
	const form = await request.formData()
	const question = { locale, at, tax: connectors.tax }
	const link = await openPayLink(db, shopper, { ...question, id })
	if (!link) throw notFound()
	if (['anew', 'sendLink'].includes(String(form.get('intent')))) {
		const sent = await sendPayLink(db, shopper, { ...question, cartId: link.cartId, anewId: id })
		if (!sent?.ok) throw redirect(inLocale('/cart', params['locale']))
		return redirect(inLocale(`/pay/${sent.linkId}`, params['locale']))
	}
	const { wish, refusals } = readPlaceForm(form)
	if (link.state !== 'open') refusals.push({ code: 'PAY_LINK_VOID', facts: {} })
	const kept = { poNumber: wish.poNumber, seen: String(form.get('seen') ?? ''), before: readBefore(form), offers: [] }
	if (refusals.length > 0) return data({ ...kept, refusals, action: null }, { status: 422 })
	const answer = await place(context.house, shopper, { ...wish, cartId: link.cartId, method: 'card', cardPartMinor: 0, payLinkId: id })
	if (!answer) throw notFound()
	if (answer.kind === 'placed') return redirect(inLocale(`/orders/${answer.number}`, params['locale']))
	if (answer.kind === 'action') return data({ ...kept, refusals: [], action: answer.action })
	return data({ ...kept, refusals: answer.refusals, action: null }, { status: 422 })
}

/** A lost connection leaves the page as it is: the same version of the same cart is one order, so pressing again is safe. */
export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => throughLostConnection(() => serverAction<typeof action>())

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function PayLink() {
	const { link, checkout } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	if (!checkout) return <PayLinkOver link={link} />
	return <CheckoutPage {...checkout} asked={{ by: link.senderName }} answer={answer && 'poNumber' in answer ? answer : undefined} />
}
