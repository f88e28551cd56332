import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeLink } from '../../flows/sync/change-link.ts'
import { openWhy } from '../../flows/sync/open-why.ts'
import { startList } from '../../flows/sync-list/start-list.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ErrorRecords } from '../../ui/sync/error-records.tsx'
import { useNames } from '../../ui/sync/use-names.ts'
import { WhyFields } from '../../ui/sync/why.tsx'
import { idOf } from '../desk/read-form.ts'
import { readLinkForm } from './read-link-form.ts'

export const handle = { i18n: ['sync'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const linkId = idOf(params['link'])
	const why = linkId && (await openWhy(db, staff, { linkId, ownSides: connectors.ownSides }))
	if (!why) throw notFound()
	return { why, at, title: why.link.name }
}

export const meta: MetaFunction<typeof loader> = ({ data: found, matches }) => [{ title: pageTitle(found?.title, matches) }]

/** `revert`, `pin`, `unpin`, `unfreeze` of a field; `resync` and `again` of the record; `undo` begins a list of what the sync wrote on it and can be given back, and leads to it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId, connectors } = context.house
	const staff = await requireStaff(request, context, 'administrator')
	const [linkId, form] = [idOf(params['link']), await request.formData()]
	if (linkId && form.get('act') === 'undo') {
		const why = await openWhy(db, staff, { linkId, ownSides: connectors.ownSides })
		const begun = why && (await startList(db, staff, { connectionId: why.connection.id, wish: { kind: 'undo', subject: { linkId } }, requestId, at }))
		if (!begun) throw notFound()
		return begun.ok ? redirect(`/admin/sync/${why.connection.id}/lists/${begun.runId}`) : data({ refusals: begun.refusals }, { status: 422 })
	}
	const wish = readLinkForm(form)
	const done = linkId && wish && (await changeLink(db, staff, { linkId, wish, ownSides: connectors.ownSides, requestId, at }))
	if (!done) throw notFound()
	if (!done.ok) return data({ refusals: done.refusals }, { status: 422 })
	return redirect(wish.act === 'again' ? '/admin/sync' : `/admin/sync/links/${linkId}`)
}

export default function SyncLink() {
	const { t } = useTranslation('sync')
	const { why, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const names = useNames()
	const { connection, link, fields, errors, isRead, outside } = why
	const isUnread = (['crm', 'ma'] as const).some((role) => role !== outside && !isRead[role])
	const crumbs = [{ label: t('title'), href: '/admin/sync' }, { label: t('rooms.records'), href: `/admin/sync/${connection.id}/records` }, { label: link.name }]
	const isResting = link.state === 'archived' || link.state === 'never'
	return (
		<>
			<PageHeader
				title={link.name}
				kicker={`${names.object(link.crmObject)} ${link.crmId ?? '–'} ↔ ${names.object(link.maObject)} ${link.maId ?? '–'} · ${t(`linkState.${link.state}`)}`}
				lead={t('why.lead')}
				breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />}
				actions={
					<Form method="post" className="flex flex-wrap gap-2">
						{isResting ? (
							<Button type="submit" name="act" value="again">
								{t('why.again')}
							</Button>
						) : null}
						<Button type="submit" name="act" value="undo" icon="undo">
							{t('list.undoShow')}
						</Button>
						<Button type="submit" name="act" value="resync" icon="refresh">
							{t('why.resync')}
						</Button>
					</Form>
				}
			/>
			<div className="mb-8 grid gap-4 empty:hidden">
				{refused ? <RefusalList title={t('refused')} refusals={refused.refusals} /> : null}
				{link.stateReason ? <Banner tone="info">{t(`stateReason.${link.stateReason}`, { defaultValue: link.stateReason })}</Banner> : null}
				{isUnread ? <Banner tone="warning">{t('why.notRead')}</Banner> : null}
				{outside ? <Banner tone="info">{t('why.seenLast', { side: t(`side.${outside}`), again: t('why.resync') })}</Banner> : null}
			</div>
			<div className="grid gap-12 *:min-w-0">
				{errors.length > 0 ? <ErrorRecords records={errors} at={at} /> : null}
				<Section title={t('why.title')}>
					<WhyFields fields={fields} names={why.names} at={at} />
				</Section>
			</div>
		</>
	)
}
