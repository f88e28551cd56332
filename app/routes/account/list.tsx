import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { changeList } from '../../flows/list/change-list.ts'
import { openList } from '../../flows/list/open-list.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { ListPage } from '../../ui/lists/list-page.tsx'
import { readListChange } from '../../ui/lists/read-list-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['lists', 'account', 'storefront'] }

const idOf = (text: string | undefined) => (/^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : 0)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openList(db, shopper, { listId: idOf(params['id']), locale, at })
	if (!page) throw notFound()
	return { page, currency: shopper.account.currency, title: page.list.name }
}

/** One change: `rename`, `share:yes|no`, `archive`, `restore`, `add` (rows as text), `remove:<line>`, `putBack:<line>`, `par` (of one store). */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const read = readListChange(await request.formData())
	if (!read) throw notFound()
	const { change, unread, text } = read
	const changed =
		unread.length > 0
			? { ok: false as const, refusals: unread.map((one) => ({ code: 'ROW_UNREADABLE', line: one.row, facts: { text: one.text } })) }
			: await changeList(db, shopper, { listId: idOf(params['id']), change, at })
	if (!changed) throw notFound()
	if (!changed.ok) return data({ kind: change.kind, refusals: changed.refusals, text, removed: null }, { status: 422 })
	if (request.headers.get('accept')?.includes('text/html')) return redirect(request.url)
	return data({ kind: change.kind, refusals: [], text: '', removed: change.kind === 'remove' ? change.lineId : null })
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function List() {
	const { page, currency } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	return (
		<AccountPage>
			<ListPage page={page} currency={currency} answer={answer} />
		</AccountPage>
	)
}
