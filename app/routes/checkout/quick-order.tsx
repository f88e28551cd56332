import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { addToCart } from '../../flows/cart/add-to-cart.ts'
import { checkRows } from '../../flows/cart/check-rows.ts'
import { openQuickOrder } from '../../flows/cart/open-quick-order.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { QuickOrderPage } from '../../ui/quick-order/quick-order-page.tsx'
import type { QuickAnswer } from '../../ui/quick-order/quick-row.ts'
import { readRowsForm } from '../../ui/quick-order/read-rows-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['checkout'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openQuickOrder(db, shopper, at)
	return { ...page, currency: shopper.account.currency, title: fixedT(locale, 'checkout')('quick.title') }
}

/** `check` answers rows and changes nothing; `add` puts them into the cart, all of them or none. Rows come as fields, as JSON, as text and as a file. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const { intent, typed, unread, text } = await readRowsForm(await request.formData())
	const rows = { typed, locationId: shopper.locationId, locale, at }
	if (intent === 'check') {
		const checked = await checkRows(db, shopper, rows)
		const answer: QuickAnswer = {
			kind: 'checked',
			typed,
			unread,
			text,
			...(checked.ok ? { rows: checked.rows, refusals: [] } : { rows: [], refusals: checked.refusals }),
		}
		return data(answer, { status: checked.ok ? 200 : 422 })
	}
	const added = await addToCart(db, shopper, { cartId: null, ...rows })
	if (!added) throw notFound()
	if (!added.ok) {
		const checked = await checkRows(db, shopper, rows)
		const answer: QuickAnswer = { kind: 'checked', typed, unread, text, rows: checked.ok ? checked.rows : [], refusals: added.refusals }
		return data(answer, { status: 422 })
	}
	if (request.headers.get('accept')?.includes('text/html')) return redirect(withLocale('/cart', isLocale(params['locale']) ? params['locale'] : null))
	return data({ kind: 'added', added: typed.length, lines: added.lines } satisfies QuickAnswer)
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function QuickOrder() {
	const page = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return <QuickOrderPage {...page} answer={answer?.kind === 'checked' ? answer : undefined} />
}
