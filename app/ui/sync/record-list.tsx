import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useNames } from './use-names.ts'

export const linkStates = ['active', 'held', 'conflict', 'archived', 'never'] as const
export type ShownLink = {
	id: number
	name: string
	crmObject: string
	crmId: string | null
	maObject: string
	maId: string | null
	state: (typeof linkStates)[number]
	stateReason: string | null
	syncedAt: Instant | null
	errors: number
	isPinned: boolean
	isFrozen: boolean
}

export const linkTones: Record<ShownLink['state'], Tone> = { active: 'positive', held: 'warning', conflict: 'danger', archived: 'neutral', never: 'neutral' }

/** Who is linked to whom, and how the link stands. */
export function RecordList({ rows, at }: { rows: readonly ShownLink[]; at: Instant }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	return (
		<Table caption={t('rooms.records')} dense stacks>
			<THead>
				<tr>
					<Th>{t('records.record')}</Th>
					<Th>{t('records.joined')}</Th>
					<Th>{t('records.state')}</Th>
					<Th numeric>{t('records.errors')}</Th>
					<Th numeric>{t('records.synced')}</Th>
				</tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.id} className="hover:bg-sunken">
						<Td>
							<TextLink to={`/admin/sync/links/${row.id}`} className="font-medium">
								{row.name}
							</TextLink>
						</Td>
						<Td label={t('records.joined')}>
							{names.object(row.crmObject)} ↔ {names.object(row.maObject)}
						</Td>
						<Td label={t('records.state')}>
							<Status tone={linkTones[row.state]}>{t(`linkState.${row.state}`)}</Status>
							{row.isPinned ? <span className="ml-2 text-ink-soft">{t('why.pinned')}</span> : null}
							{row.isFrozen ? <span className="ml-2 text-danger">{t('why.frozen')}</span> : null}
						</Td>
						<Td numeric label={t('records.errors')} empty={row.errors === 0}>
							{row.errors === 0 ? '–' : row.errors}
						</Td>
						<Td numeric label={t('records.synced')} empty={row.syncedAt === null}>
							{row.syncedAt ? <DateText instant={row.syncedAt} at={at} /> : '–'}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
