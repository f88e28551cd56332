import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cancelRun } from '../../flows/sync/cancel-run.ts'
import { openRuns } from '../../flows/sync/open-runs.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters } from '../../ui/parts/list-page.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { RunList } from '../../ui/sync/run-list.tsx'
import { idIn, idOf, oneOf } from '../desk/read-form.ts'

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
	return { page, query, at, title: fixedT(locale, 'sync')('rooms.runs') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `cancel` takes back what of a run still waits. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const form = await request.formData()
	const [connectionId, runId] = [idOf(params['id']), idIn(form, 'run')]
	const done = connectionId && runId && form.get('act') === 'cancel' ? await cancelRun(db, staff, { connectionId, runId, requestId, at }) : null
	if (done === null) throw notFound()
	return redirect(`/admin/sync/${connectionId}/runs`)
}

export default function SyncRuns() {
	const { t } = useTranslation('sync')
	const { page, query, at } = useLoaderData<typeof loader>()
	const { connection, runs, next } = page
	return (
		<>
			<SyncRoomHead connection={connection} room="runs" />
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
				<RunList runs={runs} action={`/admin/sync/${connection.id}/runs`} at={at} />
			</ListBody>
		</>
	)
}
