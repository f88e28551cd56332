import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeSettings } from '../../flows/sync-setup/change-settings.ts'
import { openSettings } from '../../flows/sync-setup/open-settings.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { SettingsForm } from '../../ui/sync/settings-form.tsx'
import { idOf } from '../desk/read-form.ts'
import { readSettingsForm } from './read-settings-form.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const settings = connectionId && (await openSettings(db, staff, { connectionId, at }))
	if (!settings) throw notFound()
	return { settings, at: at.toISOString(), title: fixedT(locale, 'sync')('rooms.settings') }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** All of them at once, or none. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, wish] = [idOf(params['id']), readSettingsForm(await request.formData())]
	const changed = connectionId && (await changeSettings(db, staff, { connectionId, wish, requestId, at }))
	if (!changed) throw notFound()
	return changed.ok ? redirect(`/admin/sync/${connectionId}/settings`) : data({ refusals: changed.refusals, typed: wish }, { status: 422 })
}

export default function SyncSettings() {
	const { t } = useTranslation('sync')
	const { settings, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<SyncRoomHead connection={settings.connection} room="settings" />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<SettingsForm settings={settings} typed={refused?.typed ?? null} at={at} />
		</>
	)
}
