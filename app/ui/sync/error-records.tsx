import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useNames } from './use-names.ts'
import { useValueText } from './use-value-text.ts'

export type ShownError = {
	id: number
	linkId: number | null
	name: string
	object: string
	code: string
	field: string
	value: string | boolean | readonly string[] | null
	seen: number
	lastAt: Instant
}

/** The records behind the causes. */
export function ErrorRecords({ records, at }: { records: readonly ShownError[]; at: Instant }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	const valueText = useValueText()
	return (
		<Table caption={t('errors.list')} showCaption dense stacks>
			<THead>
				<tr>
					<Th>{t('errors.record')}</Th>
					<Th>{t('errors.field')}</Th>
					<Th>{t('errors.value')}</Th>
					<Th>{t('errors.code')}</Th>
					<Th numeric>{t('errors.times')}</Th>
					<Th numeric>{t('errors.lastSeen')}</Th>
				</tr>
			</THead>
			<TBody>
				{records.map(({ id, linkId, name, object, code, field, value, seen, lastAt }) => (
					<Tr key={id} className="hover:bg-sunken">
						<Td>
							{linkId ? <TextLink to={`/admin/sync/links/${linkId}`}>{name}</TextLink> : name} <span className="text-ink-soft">{names.object(object)}</span>
						</Td>
						<Td label={t('errors.field')}>{names.field(field)}</Td>
						<Td label={t('errors.value')} empty={value === null} className="min-w-40 wrap-break-word">
							<span className="line-clamp-3">{value === null ? '–' : valueText(value, field)}</span>
						</Td>
						<Td label={t('errors.code')} className="font-mono text-xs whitespace-nowrap">
							{code}
						</Td>
						<Td numeric label={t('errors.times')}>
							{seen}
						</Td>
						<Td numeric label={t('errors.lastSeen')}>
							<DateText instant={lastAt} at={at} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}
