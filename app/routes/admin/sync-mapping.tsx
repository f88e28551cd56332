import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { startList } from '../../flows/sync-list/start-list.ts'
import { addOfferedFields, type OfferTaken } from '../../flows/sync-setup/add-offered-fields.ts'
import { changeMapping } from '../../flows/sync-setup/change-mapping.ts'
import { changeMirrors, type MirrorEdit } from '../../flows/sync-setup/change-mirrors.ts'
import { changeObjects, type ObjectEdit } from '../../flows/sync-setup/change-objects.ts'
import { openMapping } from '../../flows/sync-setup/open-mapping.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { MappingObjects } from '../../ui/sync/mapping.tsx'
import { MirrorRoom } from '../../ui/sync/mirrors.tsx'
import { SyncRoomHead } from '../../ui/sync/room-head.tsx'
import { idOf } from '../desk/read-form.ts'
import { readMappingForm } from './read-mapping-form.ts'
import { readMirrorForm } from './read-mirror-form.ts'
import { readObjectForm } from './read-object-form.ts'
import { readOfferForm } from './read-offer-form.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const mapping =
		connectionId &&
		(await openMapping(db, staff, {
			...{ connectionId, ownSides: connectors.ownSides, sides: connectors.sides, systems: connectors.systems },
			pick: new URL(request.url).searchParams.get('pick')?.slice(0, 255) || null,
		}))
	if (!mapping) throw notFound()
	return { mapping, title: fixedT(locale, 'sync')('rooms.mapping') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `add`, `wake` and `take_out` of a whole object. */
async function changeObject({ request, params, context }: ActionFunctionArgs, edit: ObjectEdit) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const { ownSides, sides, systems } = connectors
	const changed = connectionId && (await changeObjects(db, staff, { connectionId, edit, ownSides, sides, systems, requestId, at }))
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals }, { status: 422 })
	return redirect(`/admin/sync/${connectionId}/mapping${edit.act === 'take_out' ? '' : `#object-${changed.id}`}`)
}

/** `add`, `again` and `out` of an object of the other system's own. */
async function changeMirror({ request, params, context }: ActionFunctionArgs, edit: MirrorEdit) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const changed = connectionId && (await changeMirrors(db, staff, { connectionId, edit, sides: connectors.sides, requestId, at }))
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals }, { status: 422 })
	return redirect(`/admin/sync/${connectionId}/mapping#${edit.act === 'mirror_out' ? 'mirrors' : `mirror-${changed.id}`}`)
}

/** `add` of what the first map has by now. */
async function takeOffer({ request, params, context }: ActionFunctionArgs, taken: OfferTaken) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const connectionId = idOf(params['id'])
	const { ownSides, sides, systems } = connectors
	const added = connectionId && (await addOfferedFields(db, staff, { connectionId, taken, ownSides, sides, systems, requestId, at }))
	if (!added) throw notFound()
	if (!added.ok) return data({ refusals: added.refusals }, { status: 422 })
	return redirect(`/admin/sync/${connectionId}/mapping#object-${taken.objectMapId}`)
}

/** `save`, `add` and `remove`, of one field or of a whole object; with `try` only a list of what that would write. */
export async function action(given: ActionFunctionArgs) {
	const { request, params, context } = given
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [connectionId, form] = [idOf(params['id']), await request.formData()]
	const object = readObjectForm(form)
	if (object) return await changeObject(given, object)
	const mirror = readMirrorForm(form)
	if (mirror) return await changeMirror(given, mirror)
	const offer = readOfferForm(form)
	if (offer) return await takeOffer(given, offer)
	const edit = readMappingForm(form)
	if (connectionId && edit && form.get('try') === 'yes') {
		const begun = await startList(db, staff, { connectionId, wish: { kind: 'dry_run', change: { mapping: edit } }, requestId, at })
		if (!begun) throw notFound()
		return begun.ok ? redirect(`/admin/sync/${connectionId}/lists/${begun.runId}`) : data({ refusals: begun.refusals }, { status: 422 })
	}
	const changed =
		connectionId &&
		edit &&
		(await changeMapping(db, staff, {
			connectionId,
			edit,
			isRamped: form.get('ramp') === 'yes',
			...{ ownSides: connectors.ownSides, sides: connectors.sides },
			requestId,
			at,
		}))
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals }, { status: 422 })
	return redirect(`/admin/sync/${connectionId}/mapping#${edit.key ? `field-${edit.key}` : `object-${edit.objectMapId}`}`)
}

export default function SyncMapping() {
	const { t } = useTranslation('sync')
	const { mapping } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<SyncRoomHead connection={{ id: mapping.connectionId, name: mapping.name, isOutside: mapping.isOutside }} room="mapping" />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<MappingObjects objects={mapping.objects} offers={mapping.offers} kept={mapping.kept} isOutside={mapping.isOutside} />
			<div className="mt-12 empty:hidden">
				<MirrorRoom room={mapping.mirrorRoom} />
			</div>
		</>
	)
}
