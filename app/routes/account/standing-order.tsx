import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { changeStanding } from '../../flows/standing/change-standing.ts'
import { openStanding } from '../../flows/standing/open-standing.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readStandingAct } from '../../ui/standing/read-standing-form.ts'
import { StandingPage } from '../../ui/standing/standing-page.tsx'

export const handle = { i18n: ['standing', 'account'] }

const idOf = (text: string | undefined) => (/^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : 0)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openStanding(db, shopper, { standingOrderId: idOf(params['id']), locale, at })
	if (!page) throw notFound()
	return { page, currency: shopper.account.currency, title: page.standing.name, today: at.toISOString().slice(0, 10) }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const act = readStandingAct(await request.formData())
	const changed = act && (await changeStanding(db, shopper, { standingOrderId: idOf(params['id']), act, at }))
	if (!changed) throw notFound()
	return changed.ok ? redirect(new URL(request.url).pathname) : data({ refusals: changed.refusals }, { status: 422 })
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function StandingOrder() {
	const { page, currency, today } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<AccountPage>
			<StandingPage page={page} currency={currency} today={today} refusals={answer?.refusals ?? []} />
		</AccountPage>
	)
}
