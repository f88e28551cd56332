import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openSyncRoom } from '../../flows/sync/open-sync-room.ts'
import { changeConnection } from '../../flows/sync-setup/change-connection.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ConnectionSheet } from '../../ui/sync/connection-sheet.tsx'
import { idIn, oneOf } from '../desk/read-form.ts'

export const handle = { i18n: ['sync', 'desk'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	return { connections: await openSyncRoom(db, staff, at), at: at.toISOString(), title: fixedT(locale, 'sync')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `pause` and `run`. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const form = await request.formData()
	const [connectionId, act] = [idIn(form, 'connection'), oneOf(['pause', 'run'], form.get('act'))]
	if (!connectionId || !act || !(await changeConnection(db, staff, { connectionId, act, requestId, at }))) throw notFound()
	return redirect('/admin/sync')
}

export default function AdminSync() {
	const { t } = useTranslation('sync')
	const { connections, at } = useLoaderData<typeof loader>()
	return (
		<>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<>
						<LinkButton to="/admin/sync/deletions" variant="quiet">
							{t('deletions')}
						</LinkButton>
						<LinkButton to="/admin/sync/new" icon="plus">
							{t('connect.open')}
						</LinkButton>
					</>
				}
			/>
			{connections.length === 0 ? <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState> : null}
			<div className="grid gap-16 *:min-w-0">
				{connections.map((connection) => (
					<ConnectionSheet key={connection.id} connection={connection} at={at} />
				))}
			</div>
		</>
	)
}
