import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { useConnectionName } from './use-connection-name.ts'

export const syncRooms = ['mapping', 'scope', 'settings', 'records', 'errors', 'runs'] as const
/** Before them, where the other side is another system. */
export const outsideRooms = ['setup', 'users'] as const
type Room = (typeof syncRooms)[number] | (typeof outsideRooms)[number]

type HeadProps = { connection: { id: number; name: string; isOutside?: boolean }; room: Room; actions?: ReactNode }

/** Where one is among the rooms of a connection. */
export function SyncRoomHead({ connection: { id, name, isOutside = false }, room, actions }: HeadProps) {
	const { t } = useTranslation('sync')
	const nameOf = useConnectionName()
	const crumbs = [{ label: t('title'), href: '/admin/sync' }, { label: nameOf(name) }]
	return (
		<>
			<PageHeader title={t(`rooms.${room}`)} lead={t(`${room}.lead`)} breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />} actions={actions} />
			<Tabs
				label={t('roomsLabel')}
				tabs={[...(isOutside ? outsideRooms : []), ...syncRooms].map((one) => ({ href: `/admin/sync/${id}/${one}`, label: t(`rooms.${one}`) }))}
				className="mb-8"
			/>
		</>
	)
}

/** Where one is in a list of a connection: behind its runs. */
export function SyncListHead({ connection: { id, name }, kind, actions }: { connection: HeadProps['connection']; kind: string; actions?: ReactNode }) {
	const { t } = useTranslation('sync')
	const crumbs = [
		{ label: t('title'), href: '/admin/sync' },
		{ label: t(`name.${name}`, { defaultValue: name }), href: `/admin/sync/${id}/mapping` },
		{ label: t('rooms.runs'), href: `/admin/sync/${id}/runs` },
		{ label: t(`runKind.${kind}`) },
	]
	return (
		<PageHeader title={t(`runKind.${kind}`)} lead={t(`list.lead.${kind}`)} breadcrumbs={<Breadcrumbs label={t('where')} crumbs={crumbs} />} actions={actions} />
	)
}
