import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openAccountTwins } from '../../flows/account/open-account-twins.ts'
import { dismissProposal } from '../../flows/merge/dismiss-proposal.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { AccountTwinGroups } from '../../ui/desk/account-twins.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { Proposals } from '../../ui/sync/duplicates.tsx'
import { accountMerges, MergeHead, placeOf } from '../../ui/sync/merge-room.tsx'
import { readTwinQuery } from './read-account-merge.ts'
import { idIn } from './read-form.ts'

export const handle = { i18n: ['merge'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const query = readTwinQuery(new URL(request.url).searchParams)
	return { ...(await openAccountTwins(db, staff, query)), query, at, title: fixedT(locale, 'merge')('account.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `dismiss` a proposal: these two stay two. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const id = idIn(await request.formData(), 'proposal')
	if (!id || !(await dismissProposal(db, staff, { id, requestId, at }))) throw notFound()
	return redirect(placeOf(accountMerges, 'duplicates'))
}

export default function AccountTwins() {
	const { t } = useTranslation('merge')
	const { groups, proposals, next, query, at } = useLoaderData<typeof loader>()
	return (
		<>
			<MergeHead room={accountMerges} place="duplicates" />
			{proposals.length > 0 ? <Proposals proposals={proposals} at={at} /> : null}
			<ListFilters submit={t('show')}>
				<ListSearch label={t('account.search')} value={query.text ?? ''} />
			</ListFilters>
			<ListBody
				empty={groups.length === 0 ? <EmptyState title={t('account.none')}>{t('account.noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<AccountTwinGroups groups={groups} />
			</ListBody>
		</>
	)
}
