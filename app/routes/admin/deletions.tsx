import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openDeletions } from '../../flows/deletion/open-deletions.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { DeletionList } from '../../ui/sync/deletions.tsx'
import { deletionObjects, deletionStates, readDeletionsQuery } from './read-deletions.ts'

export const handle = { i18n: ['deletion', 'sync'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const query = readDeletionsQuery(new URL(request.url).searchParams)
	return { ...(await openDeletions(db, staff, query, at)), query, at, title: fixedT(locale, 'deletion')('title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Deletions() {
	const { t } = useTranslation('deletion')
	const { t: ofSync } = useTranslation('sync')
	const { deletions, next, query, at } = useLoaderData<typeof loader>()
	const crumbs = [{ label: ofSync('title'), href: '/admin/sync' }, { label: t('title') }]
	return (
		<>
			<PageHeader title={t('title')} lead={t('lead')} breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />} />
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={query.text ?? ''} />
				<ListChoice
					label={t('kind')}
					name="object"
					value={query.object}
					any={t('any')}
					options={deletionObjects.map((value) => ({ value, label: ofSync(`object.${value}`) }))}
				/>
				<ListChoice
					label={t('standing')}
					name="state"
					value={query.state}
					any={t('any')}
					options={deletionStates.map((value) => ({ value, label: t(`state.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={deletions.length === 0 ? <EmptyState title={t('none')}>{t('noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<DeletionList deletions={deletions} at={at} />
			</ListBody>
		</>
	)
}
