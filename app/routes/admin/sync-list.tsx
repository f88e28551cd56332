import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeList } from '../../flows/sync-list/change-list.ts'
import { openList } from '../../flows/sync-list/open-list.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ListHead, ListLines } from '../../ui/sync/list-sheet.tsx'
import { SyncListHead } from '../../ui/sync/room-head.tsx'
import { useNames } from '../../ui/sync/use-names.ts'
import { idOf, oneOf } from '../desk/read-form.ts'
import { readListQuery } from './read-sync-list.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, runId, query] = [idOf(params['id']), idOf(params['run']), readListQuery(new URL(request.url).searchParams)]
	const page = connectionId && runId && (await openList(db, staff, { connectionId, runId, query }))
	if (!page) throw notFound()
	return { page, query, at, title: fixedT(locale, 'sync')(`runKind.${page.run.kind}`) }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `mend` what stands apart, `apply` an undo, `cancel` what is under way. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, runId, form] = [idOf(params['id']), idOf(params['run']), await request.formData()]
	const act = oneOf(['mend', 'apply', 'cancel'], form.get('act'))
	const done = connectionId && runId && act ? await changeList(db, staff, { connectionId, runId, act, requestId, at }) : null
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals }, { status: 422 })
	return redirect(`/admin/sync/${connectionId}/lists/${runId}`)
}

export default function SyncList() {
	const { t } = useTranslation('sync')
	const { page, query, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const names = useNames()
	const href = useListHref()
	const { connection, run, lines, next } = page
	const isFiltered = Boolean(query.text || query.field || query.state)
	return (
		<>
			<SyncListHead
				connection={connection}
				kind={run.kind}
				actions={
					run.fields.length > 0 ? (
						<LinkButton to={href({}, `/admin/sync/${connection.id}/lists/${run.id}.csv`)} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ListHead run={run} at={at} isOutside={connection.isOutside} />
			{run.fields.length > 0 ? (
				<ListFilters submit={t('show')}>
					<ListSearch label={t('list.search')} value={query.text ?? ''} className="w-full sm:w-64" />
					<ListChoice
						label={t('errors.field')}
						name="field"
						value={query.field}
						any={t('any')}
						options={run.fields.map(({ side, object, field, count }) => ({
							...{ value: `${side}:${object}:${field}`, label: `${t(`side.${side}`)} · ${names.object(object)} · ${names.field(field)} (${count})` },
						}))}
					/>
					<ListChoice
						label={t('list.state')}
						name="state"
						value={query.state}
						any={t('any')}
						options={(['open', 'done', 'refused'] as const).map((value) => ({ value, label: t(`lineState.${run.kind}.${value}`) }))}
					/>
				</ListFilters>
			) : null}
			<ListBody
				empty={
					lines.length === 0 && run.stage !== 'listing' ? (
						<EmptyState title={t(isFiltered ? 'noneFound' : run.stage === 'cancelled' ? 'list.stage.cancelled' : `list.none.${run.kind}`)}>
							{isFiltered || run.stage === 'cancelled' ? null : t(`list.noneText.${run.kind}`)}
						</EmptyState>
					) : null
				}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<ListLines kind={run.kind} stage={run.stage} lines={lines} names={page.names} />
			</ListBody>
		</>
	)
}
