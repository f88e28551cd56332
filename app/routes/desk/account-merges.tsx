import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openAccountMerges } from '../../flows/account/open-account-merges.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { AccountMergeList } from '../../ui/desk/account-twins.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { accountMerges, MergeHead } from '../../ui/sync/merge-room.tsx'
import { readAccountMergesQuery } from './read-account-merge.ts'

export const handle = { i18n: ['merge'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const query = readAccountMergesQuery(new URL(request.url).searchParams)
	return { ...(await openAccountMerges(db, staff, query, at)), query, at, title: fixedT(locale, 'merge')('rooms.merges') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function AccountMerges() {
	const { t } = useTranslation('merge')
	const { merges, next, query, at } = useLoaderData<typeof loader>()
	return (
		<>
			<MergeHead room={accountMerges} place="merges" />
			<ListFilters submit={t('show')}>
				<ListSearch label={t('account.search')} value={query.text ?? ''} />
			</ListFilters>
			<ListBody
				empty={merges.length === 0 ? <EmptyState title={t('noMerges')}>{t('noMergesText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<AccountMergeList merges={merges} at={at} />
			</ListBody>
		</>
	)
}
