import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { startList } from '../../flows/sync-list/start-list.ts'
import { changeScope } from '../../flows/sync-setup/change-scope.ts'
import { openScope } from '../../flows/sync-setup/open-scope.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { ScopeObjects } from '../../ui/sync/scope.tsx'
import { idOf } from '../desk/read-form.ts'
import { readDryChange, readScopeForm, readTried } from './read-scope-form.ts'

export const handle = { i18n: ['sync', 'crm'] }

/** `try` shows what a filter would change, and saves nothing. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, tried] = [idOf(params['id']), readTried(new URL(request.url).searchParams)]
	const page = connectionId && (await openScope(db, staff, { connectionId, tried, ownSides: connectors.ownSides }))
	if (!page) throw notFound()
	return { page, at, title: fixedT(locale, 'sync')('rooms.scope') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `who` goes over by which source, `filter`, and `backfill` of those who were there before; `dry` begins a list of what a filter would write, and leads to it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, form] = [idOf(params['id']), await request.formData()]
	const [change, edit] = [readDryChange(form), readScopeForm(form)]
	if (connectionId && change) {
		const page = await openScope(db, staff, { connectionId, tried: change.filter ?? null, ownSides: connectors.ownSides })
		const refusals = page?.objects.flatMap((object) => object.refusals) ?? []
		const begun =
			refusals.length > 0 ? { ok: false as const, refusals } : await startList(db, staff, { connectionId, wish: { kind: 'dry_run', change }, requestId, at })
		if (!begun) throw notFound()
		return begun.ok ? redirect(`/admin/sync/${connectionId}/lists/${begun.runId}`) : data({ refusals: begun.refusals }, { status: 422 })
	}
	const done = connectionId && edit && (await changeScope(db, staff, { connectionId, ...edit, ownSides: connectors.ownSides, requestId, at }))
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals }, { status: 422 })
	return redirect(done.runId === null ? `/admin/sync/${connectionId}/scope#object-${edit.objectMapId}` : `/admin/sync/${connectionId}/runs`)
}

export default function SyncScope() {
	const { t } = useTranslation('sync')
	const { page, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const refusals = refused?.refusals ?? page.objects.flatMap((object) => object.refusals)
	return (
		<>
			<SyncRoomHead connection={page.connection} room="scope" />
			{refusals.length > 0 ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refusals} />
				</div>
			) : null}
			<ScopeObjects connectionId={page.connection.id} objects={page.objects} at={at} />
		</>
	)
}
