import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cancelRun } from '../../flows/sync/cancel-run.ts'
import { openRuns } from '../../flows/sync/open-runs.ts'
import { startList } from '../../flows/sync-list/start-list.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters } from '../../ui/parts/list-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { RunList } from '../../ui/sync/run-list.tsx'
import { StartLists } from '../../ui/sync/start-lists.tsx'
import { idIn, idOf, oneOf } from '../desk/read-form.ts'
import { readListForm } from './read-sync-list.ts'

export const handle = { i18n: ['sync'] }

const kinds = ['resync', 'backfill', 'dry_run', 'reconcile', 'undo', 'live'] as const

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const { searchParams } = new URL(request.url)
	const query = { kind: oneOf(kinds, searchParams.get('kind')), after: idIn(searchParams, 'after'), limit: 20 }
	const connectionId = idOf(params['id'])
	const page = connectionId && (await openRuns(db, staff, connectionId, query))
	if (!page) throw notFound()
	const recent = { from: new Date(at.getTime() - 3_600_000).toISOString().slice(0, 16), to: at.toISOString().slice(0, 16) }
	return { page, query, at, recent, title: fixedT(locale, 'sync')('rooms.runs') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `cancel` takes back what of a run still waits; `dry_run`, `reconcile` and `undo` begin a list, and lead to it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const form = await request.formData()
	const [connectionId, runId, wish] = [idOf(params['id']), idIn(form, 'run'), readListForm(form)]
	if (connectionId && wish) {
		const begun = await startList(db, staff, { connectionId, wish, requestId, at })
		if (!begun) throw notFound()
		return begun.ok ? redirect(`/admin/sync/${connectionId}/lists/${begun.runId}`) : data({ refusals: begun.refusals }, { status: 422 })
	}
	const done = connectionId && runId && form.get('act') === 'cancel' ? await cancelRun(db, staff, { connectionId, runId, requestId, at }) : null
	if (done === null) throw notFound()
	return redirect(`/admin/sync/${connectionId}/runs`)
}

export default function SyncRuns() {
	const { t } = useTranslation('sync')
	const { page, query, at, recent } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { connection, runs, next } = page
	return (
		<>
			<SyncRoomHead connection={connection} room="runs" />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<StartLists {...recent} />
			<ListFilters submit={t('show')}>
				<ListChoice
					label={t('run.kind')}
					name="kind"
					value={query.kind}
					any={t('run.asked')}
					options={kinds.map((value) => ({ value, label: t(`runKind.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={runs.length === 0 ? <EmptyState title={t('run.none')}>{t('run.noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={query.after}
				nextAfter={next}
			>
				<RunList runs={runs} room={`/admin/sync/${connection.id}`} at={at} />
			</ListBody>
		</>
	)
}
