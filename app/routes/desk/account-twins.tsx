import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openAccountTwins } from '../../flows/account/open-account-twins.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { AccountMergeHead, AccountTwinGroups } from '../../ui/desk/account-twins.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readTwinQuery } from './read-account-merge.ts'

export const handle = { i18n: ['merge'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const query = readTwinQuery(new URL(request.url).searchParams)
	return { ...(await openAccountTwins(db, staff, query)), query, title: fixedT(locale, 'merge')('account.title') }
}
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function AccountTwins() {
	const { t } = useTranslation('merge')
	const { groups, next, query } = useLoaderData<typeof loader>()
	return (
		<>
			<AccountMergeHead room="duplicates" />
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
