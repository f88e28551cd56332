import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { openLiveCart } from '../../flows/desk/open-live-cart.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { LiveCartPage } from '../../ui/desk/live-cart.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from './read-form.ts'

export const handle = { i18n: ['desk', 'checkout', 'engine'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const [accountId, cartId] = [idOf(params['id']), idOf(params['cartId'])]
	const live = accountId === null || cartId === null ? null : await openLiveCart(db, staff, { accountId, cartId, locale, at })
	if (!live) throw notFound()
	return { live, at, title: fixedT(locale, 'desk')('carts.of', { name: live.account.name }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function LiveCart() {
	const { live, at } = useLoaderData<typeof loader>()
	return <LiveCartPage live={live} at={at} />
}
