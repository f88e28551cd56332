import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openAccountReturn } from '../../flows/account/open-account-return.ts'
import { undoAccountMerge } from '../../flows/account/undo-account-merge.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AccountReturn } from '../../ui/desk/account-return.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { accountMerges, placeOf } from '../../ui/sync/merge-room.tsx'
import { idOf } from './read-form.ts'

export const handle = { i18n: ['merge'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const mergeId = idOf(params['id'])
	const page = mergeId ? await openAccountReturn(db, staff, { mergeId, at }) : null
	if (!page) throw notFound()
	return { page }
}
export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.page.loserName, matches) }]

/** Takes the merge back. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const mergeId = idOf(params['id'])
	const done = mergeId ? await undoAccountMerge(db, staff, { mergeId, requestId, at }) : null
	if (!done) throw notFound()
	return done.ok ? redirect(placeOf(accountMerges, 'merges')) : data({ refusals: done.refusals }, { status: 422 })
}

export default function AccountReturnPage() {
	const { t } = useTranslation('merge')
	const { page } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const refusals = refused?.refusals ?? page.refusals
	const title = t('account.undoTitle', { loser: page.loserName, winner: page.winnerName })
	return (
		<>
			<PageHeader
				title={title}
				lead={t('account.lead.return')}
				breadcrumbs={<Breadcrumbs label={t('where')} crumbs={[{ label: t('rooms.merges'), href: placeOf(accountMerges, 'merges') }, { label: title }]} />}
			/>
			{refusals.length > 0 ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refusals} />
				</div>
			) : null}
			<AccountReturn page={page} />
		</>
	)
}
