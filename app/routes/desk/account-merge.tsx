import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { mergeAccounts } from '../../flows/account/merge-accounts.ts'
import { openAccountMerge } from '../../flows/account/open-account-merge.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AccountMergePreview } from '../../ui/desk/account-merge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { accountMerges, placeOf } from '../../ui/sync/merge-room.tsx'
import { idOf } from './read-form.ts'

export const handle = { i18n: ['merge'] }

const pairIn = (params: Readonly<Record<string, string | undefined>>) => {
	const [winnerId, loserId] = [idOf(params['winner']), idOf(params['loser'])]
	return winnerId && loserId ? { winnerId, loserId } : null
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const pair = pairIn(params)
	const page = pair && (await openAccountMerge(db, staff, pair))
	if (!page) throw notFound()
	return { page }
}
export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.page.winner.name, matches) }]

/** Makes them one. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const pair = pairIn(params)
	const done = pair && (await mergeAccounts(db, staff, { ...pair, requestId, at }))
	if (!done) throw notFound()
	return done.ok ? redirect(placeOf(accountMerges, 'merges')) : data({ refusals: done.refusals }, { status: 422 })
}

export default function AccountMerge() {
	const { t } = useTranslation('merge')
	const { page } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const refusals = refused?.refusals ?? page.refusals
	const crumbs = [{ label: t('account.title'), href: placeOf(accountMerges, 'duplicates') }, { label: t('preview.title') }]
	return (
		<>
			<PageHeader title={t('preview.title')} lead={t('account.lead.preview')} breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />} />
			{refusals.length > 0 ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refusals} />
				</div>
			) : null}
			<AccountMergePreview page={page} />
		</>
	)
}
