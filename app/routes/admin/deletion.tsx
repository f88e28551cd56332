import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { letDeletion } from '../../flows/deletion/let-deletion.ts'
import { openDeletion } from '../../flows/deletion/open-deletion.ts'
import { undoDeletion } from '../../flows/deletion/undo-deletion.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { DeletedRecords, DeletionSheet } from '../../ui/sync/deletions.tsx'
import { idOf, oneOf } from '../desk/read-form.ts'
import { readDeletedQuery } from './read-deletions.ts'

export const handle = { i18n: ['deletion', 'sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [id, query] = [idOf(params['id']), readDeletedQuery(new URL(request.url).searchParams)]
	const page = id && (await openDeletion(db, staff, { id, query, at }))
	if (!page) throw notFound()
	return { ...page, query, at, title: fixedT(locale, 'deletion')('title') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `undo` takes it back, `let` lets it go on. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [id, act] = [idOf(params['id']), oneOf(['undo', 'let'], (await request.formData()).get('act'))]
	const done = id && act ? await (act === 'undo' ? undoDeletion : letDeletion)(db, staff, { id, requestId, at }) : null
	if (!done) throw notFound()
	return done.ok ? redirect(`/admin/sync/deletions/${id}`) : data({ refusals: done.refusals }, { status: 422 })
}

export default function Deletion() {
	const { t } = useTranslation('deletion')
	const { t: ofSync } = useTranslation('sync')
	const { deletion, would, refusals, rows, next, query, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	const crumbs = [{ label: ofSync('title'), href: '/admin/sync' }, { label: t('title'), href: '/admin/sync/deletions' }, { label: `#${deletion.id}` }]
	const old = refusals.find(({ code }) => code === 'DELETION_TOO_OLD')
	return (
		<>
			<PageHeader
				title={`${t('title')} #${deletion.id}`}
				breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />}
				actions={
					<LinkButton to={`/admin/sync/deletions/${deletion.id}.csv${href({}).replace(/^[^?]*/, '')}`} icon="download" reloadDocument>
						{t('csv')}
					</LinkButton>
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<DeletionSheet deletion={deletion} would={would} tooOld={old ? Number(old.facts['days']) : null} at={at} />
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={query.text ?? ''} />
			</ListFilters>
			<ListBody
				empty={rows.length === 0 ? <EmptyState title={t('noRows')} /> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<DeletedRecords rows={rows} />
			</ListBody>
		</>
	)
}
