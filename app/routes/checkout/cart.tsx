import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { type ClientActionFunctionArgs, type ShouldRevalidateFunctionArgs, useActionData, useLoaderData } from '@remix-run/react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { openCart } from '../../flows/cart/open-cart.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { localPath } from '../../platform/local-path.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { CartPage } from '../../ui/checkout/cart-page.tsx'
import { QuickAdd } from '../../ui/checkout/cart-tools.tsx'
import { throughLostConnection } from '../../ui/checkout/connection.ts'
import { packCart, unpackCart } from '../../ui/checkout/pack-cart.ts'
import { readCartForm } from '../../ui/checkout/read-cart-form.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { editCart } from './edit-cart.server.ts'

export const handle = { i18n: ['quotes', 'carts', 'checkout', 'price', 'engine'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const { cart, ...opened } = await openCart(db, shopper, { locale, at })
	return {
		...opened,
		cart: cart && packCart(cart),
		isRep: shopper.kind === 'rep',
		currency: shopper.account.currency,
		title: fixedT(locale, 'checkout')('cart.title'),
	}
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const answer = await editCart(context.house, shopper, readCartForm(form))
	if (!answer) throw notFound()
	const wantsPage = request.headers.get('accept')?.includes('text/html')
	// Without scripts a page that was saved is asked for anew, so that loading it again saves nothing twice.
	if (answer.ok && wantsPage)
		return redirect(localPath(String(form.get('back') ?? ''), withLocale('/cart', isLocale(params['locale']) ? params['locale'] : null)))
	return data(answer, { status: answer.ok ? 200 : 422 })
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) => throughLostConnection(() => serverAction<typeof action>())

/** Which store and which products are in sight is nothing to the server. */
export function shouldRevalidate({ currentUrl, nextUrl, formMethod, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs) {
	const isHere = currentUrl.pathname === nextUrl.pathname && (formMethod === undefined || formMethod === 'GET') && currentUrl.search !== nextUrl.search
	return isHere ? false : defaultShouldRevalidate
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Cart() {
	const { t } = useTranslation('checkout')
	const { cart: packed, refusals, shipTos, today, currency, isRep } = useLoaderData<typeof loader>()
	const cart = useMemo(() => packed && unpackCart(packed), [packed])
	const answer = useActionData<typeof action>()
	if (cart) return <CartPage {...{ cart, shipTos, today, answer, isRep }} />
	return (
		<div className="pb-16">
			<EmptyState
				heading="h1"
				title={refusals.length > 0 ? t('cart.tooLarge') : t('cart.empty')}
				picture={<img src="/images/empty-cart.svg" alt="" width={480} height={360} />}
				action={
					<div className="flex flex-wrap justify-center gap-2">
						<LinkButton to="/" variant="primary">
							{t('cart.browse')}
						</LinkButton>
						<LinkButton to="/carts">{t('carts:title')}</LinkButton>
					</div>
				}
			>
				{t('cart.emptyText')}
			</EmptyState>
			<div className="mx-auto max-w-2xl">
				<QuickAdd cartId={null} currency={currency} shipTos={shipTos} answer={answer?.kind === 'add' ? answer : undefined} open />
			</div>
		</div>
	)
}
