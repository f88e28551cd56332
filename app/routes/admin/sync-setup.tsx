import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeKey } from '../../flows/sync-setup/change-key.ts'
import { openSetup } from '../../flows/sync-setup/open-setup.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { SetupSteps } from '../../ui/sync/setup-steps.tsx'
import { idOf } from '../desk/read-form.ts'
import { readKeyForm } from './read-connection-form.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors, publicUrl } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const way = new URL(request.url).searchParams.get('way')
	const setup = connectionId && (await openSetup(db, staff, { connectionId, systems: connectors.systems, publicUrl, way }))
	if (!setup) throw notFound()
	return { setup, at, isKeyOpen: way !== null, title: fixedT(locale, 'sync')('rooms.setup') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** Another key in the place of this one, tried first. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const key = readKeyForm(await request.formData())
	const changed = connectionId && (await changeKey(db, staff, { connectionId, key, systems: connectors.systems, requestId, at }))
	if (!changed) throw notFound()
	return changed.ok ? redirect(`/admin/sync/${connectionId}/setup`) : data({ refusals: changed.refusals }, { status: 422 })
}

export default function SyncSetup() {
	const { t } = useTranslation('sync')
	const { setup, at, isKeyOpen } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<SyncRoomHead connection={setup.connection} room="setup" />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('connect.refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<SetupSteps setup={setup} isKeyOpen={isKeyOpen || Boolean(refused)} at={at} />
		</>
	)
}
