import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { mendErrors } from '../../flows/sync/mend-errors.ts'
import { openSyncErrors } from '../../flows/sync/open-sync-errors.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { useReader } from '../../ui/format/locale.tsx'
import { count } from '../../ui/format/number.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ErrorGroups } from '../../ui/sync/error-groups.tsx'
import { ErrorRecords } from '../../ui/sync/error-records.tsx'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { RunProgress } from '../../ui/sync/run-progress.tsx'
import { idOf } from '../desk/read-form.ts'
import { readErrorQuery, readRemedyForm } from './read-sync-errors.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, query] = [idOf(params['id']), readErrorQuery(new URL(request.url).searchParams)]
	const page = connectionId && (await openSyncErrors(db, staff, connectionId, query))
	if (!page) throw notFound()
	return { page, query, at, title: fixedT(locale, 'sync')('rooms.errors') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** A remedy for one cause. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, asked] = [idOf(params['id']), readRemedyForm(await request.formData())]
	const mended = connectionId && asked && (await mendErrors(db, staff, { connectionId, ...asked, ownSides: connectors.ownSides, requestId, at }))
	if (!mended) throw notFound()
	return mended.ok ? redirect(`/admin/sync/${connectionId}/errors?run=${mended.runId}`) : data({ refusals: mended.refusals, typed: asked }, { status: 422 })
}

export default function SyncErrors() {
	const { t } = useTranslation('sync')
	const { page, query, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	const { locale } = useReader()
	const { connection, groups, groupCount, codes, records, candidates, next, run, outside } = page
	const csv = href({ run: null }, `/admin/sync/${connection.id}/errors.csv`)
	const isFiltered = Boolean(query.text || query.code || query.group)
	return (
		<>
			<SyncRoomHead
				connection={connection}
				room="errors"
				actions={
					records.length > 0 ? (
						<LinkButton to={csv} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<div className="mb-8 grid gap-4 empty:hidden">
				{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
				{run ? <RunProgress run={run} action={`/admin/sync/${connection.id}/runs`} /> : null}
			</div>
			{codes.length === 0 ? (
				<EmptyState picture={<img src="/images/all-done.svg" alt="" width={480} height={360} />} title={t('errors.none')}>
					{t('errors.noneText')}
				</EmptyState>
			) : (
				<div className="grid gap-12 *:min-w-0">
					<div className="grid gap-3">
						<ErrorGroups
							groups={groups}
							connectionId={connection.id}
							outside={outside}
							at={at}
							chosen={query.group ?? refused?.typed.group ?? null}
							typed={refused?.typed ?? null}
						/>
						{groupCount > groups.length ? (
							<p className="text-sm text-ink-soft">{t('errors.cut', { shown: count(groups.length, locale), all: count(groupCount, locale) })}</p>
						) : null}
					</div>
					<div id="error-records">
						<ListFilters submit={t('show')}>
							<ListSearch label={t('errors.search')} value={query.text ?? ''} className="w-full sm:w-72" />
							<ListChoice
								label={t('errors.code')}
								name="code"
								value={query.code}
								any={t('any')}
								options={codes.map((one) => ({ value: one.code, label: `${one.code} (${count(one.count, locale)})` }))}
							/>
							{query.group ? <input type="hidden" name="group" value={query.group} /> : null}
						</ListFilters>
						<ListBody
							empty={records.length === 0 ? <EmptyState title={t(isFiltered ? 'noneFound' : 'errors.none')} /> : null}
							words={{ pages: t('pages'), first: t('first'), next: t('next') }}
							after={query.after}
							nextAfter={next}
						>
							<ErrorRecords records={records} candidates={candidates} at={at} />
						</ListBody>
					</div>
				</div>
			)}
		</>
	)
}
