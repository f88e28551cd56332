import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadExpress } from '../../flows/checkout/load-express.ts'
import { openCheckout } from '../../flows/checkout/open-checkout.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { ExpressPage } from '../../ui/checkout/express-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['checkout'] }

/** One screen with everything decided; what is still open leads to the whole checkout, which says why. The button posts there too. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const inLocale = (path: string) => withLocale(path, isLocale(params['locale']) ? params['locale'] : null)
	const opened = await openCheckout(db, shopper, { locale, at, method: null, tax: connectors.tax })
	if (!opened) throw redirect(inLocale('/cart'))
	const { open, poNumber } = await loadExpress(db, shopper, opened)
	if (open.length > 0) throw redirect(inLocale(`/checkout?${new URLSearchParams({ open: open.join('.'), ...(poNumber ? { po: poNumber } : {}) })}`))
	const { cart, method, seen, credit, cards } = opened
	const behalf = shopper.kind === 'rep' ? { buyer: shopper.contactName, account: shopper.account.name } : null
	return { cart, method, seen, credit, poNumber, card: cards[0] ?? null, behalf, title: fixedT(locale, 'checkout')('express.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Express() {
	return <ExpressPage {...useLoaderData<typeof loader>()} />
}
