import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { Refusal } from '../../engine/base/refusal.ts'
import { addToCart } from '../../flows/cart/add-to-cart.ts'
import { checkRows } from '../../flows/cart/check-rows.ts'
import { openQuickOrder } from '../../flows/cart/open-quick-order.ts'
import { askQuote } from '../../flows/quote/ask-quote.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { QuickOrderPage } from '../../ui/quick-order/quick-order-page.tsx'
import type { QuickAnswer } from '../../ui/quick-order/quick-row.ts'
import { quickSourceHref, readQuickFrom } from '../../ui/quick-order/read-quick-from.ts'
import { type RowsForm, readRowsForm } from '../../ui/quick-order/read-rows-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['checkout'] }

/** `?from=order.NUMBER`, `order.last`, `list.ID` or `parts.SKU` (both with `store=CODE`), or `bought`: rows stand there and are answered already. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const asked = new URL(request.url).searchParams
	const from = readQuickFrom(asked)
	if (asked.has('from') && !from) throw notFound()
	const page = await openQuickOrder(db, shopper, { from, locale, at })
	if (!page) throw notFound()
	const checked = await checkRows(db, shopper, { typed: page.typed, locationId: shopper.locationId, locale, at })
	const t = fixedT(locale, 'checkout')
	return {
		...page,
		rows: checked.ok ? checked.rows : [],
		source: from && page.source ? { ...page.source, href: quickSourceHref(from, page.source.name) } : null,
		...{ currency: shopper.account.currency, mayBuy: shopper.role === 'owner' || shopper.role === 'buyer' },
		title: page.source ? t(`again.of.${page.source.kind}`, { name: page.source.name }) : t('quick.title'),
	}
}

/** Every row with its answer, and what stands against all of them. */
async function answerRows({ db, at, locale }: House, shopper: Shopper, { typed, unread, text, note }: RowsForm, refusals: readonly Refusal[]) {
	const checked = await checkRows(db, shopper, { typed, locationId: shopper.locationId, locale, at })
	const answer: QuickAnswer = {
		kind: 'checked',
		typed,
		unread,
		text,
		note,
		rows: checked.ok ? checked.rows : [],
		refusals: checked.ok ? refusals : checked.refusals,
	}
	return data(answer, { status: checked.ok && refusals.length === 0 ? 200 : 422 })
}

/**
 * `check` answers rows and changes nothing; `add` puts them into the cart, all of them or none, `express` goes on to the
 * checkout with them; `quote` asks for a price of all of them, with a word. Rows come as fields, as JSON, as text and as a file.
 */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const form = await readRowsForm(await request.formData())
	const { intent, typed } = form
	const rows = { typed, locationId: shopper.locationId, locale, at }
	const inLocale = (path: string) => withLocale(path, isLocale(params['locale']) ? params['locale'] : null)
	const told = (refusals: readonly Refusal[]) => answerRows(context.house, shopper, form, refusals)
	if (intent === 'check') return told([])
	if (intent === 'quote') {
		const asked = await askQuote(db, shopper, { from: { typed }, note: form.note || null, locale, at })
		if (!asked) throw notFound()
		return asked.ok ? redirect(inLocale(`/quotes/${asked.number}`)) : told(asked.refusals)
	}
	const added = await addToCart(db, shopper, { cartId: null, ...rows })
	if (!added) throw notFound()
	if (!added.ok) return told(added.refusals)
	if (intent === 'express') return redirect(inLocale('/checkout/express'))
	if (request.headers.get('accept')?.includes('text/html')) return redirect(inLocale('/cart'))
	return data({ kind: 'added', added: typed.length, lines: added.lines } satisfies QuickAnswer)
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function QuickOrder() {
	const { title, ...page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	// Rows of another source are another sheet.
	return <QuickOrderPage key={title} {...page} answer={answer?.kind === 'checked' ? answer : undefined} />
}
