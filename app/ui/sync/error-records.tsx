import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { useNames } from './use-names.ts'
import { useValueText } from './use-value-text.ts'

export type ShownError = {
	id: number
	linkId: number | null
	name: string
	object: string
	recordId: string
	code: string
	field: string
	value: string | boolean | readonly string[] | null
	seen: number
	lastAt: Instant
	group: string
	candidates: readonly string[]
}
export type ShownCandidate = { key: string; object: string; id: string; name: string | null; linkId: number | null }

type RecordsProps = { records: readonly ShownError[]; candidates?: readonly ShownCandidate[]; at: Instant }

/** The records behind the causes, and who may be meant where there are several. */
export function ErrorRecords({ records, candidates = [], at }: RecordsProps) {
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
				{records.map(({ id, linkId, name, object, recordId, code, field, value, seen, lastAt, group, candidates: keys }) => (
					<Tr key={id} className="hover:bg-sunken">
						<Td>
							{linkId ? (
								<TextLink to={`/admin/sync/links/${linkId}`}>{name}</TextLink>
							) : object === 'prospect' ? (
								<TextLink to={`/marketing/people/${recordId}`}>{name}</TextLink>
							) : (
								name
							)}{' '}
							<span className="text-ink-soft">{names.object(object)}</span>
							<Candidates {...{ error: id, group }} candidates={candidates.filter(({ key }) => keys.includes(key))} />
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

/** Each by name, with the press that says that this one is meant. */
function Candidates({ error, group, candidates }: { error: number; group: string; candidates: readonly ShownCandidate[] }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	if (candidates.length === 0) return null
	return (
		<ul aria-label={t('errors.candidates')} className="mt-2 grid gap-2">
			{candidates.map(({ key, object, id, name, linkId }) => (
				<li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
					<span className="min-w-0 wrap-anywhere">
						{linkId ? <TextLink to={`/admin/sync/links/${linkId}`}>{name ?? id}</TextLink> : (name ?? id)}{' '}
						<span className="text-ink-soft">{name ? `${names.object(object)} ${id}` : names.object(object)}</span>
					</span>
					<Form method="post">
						<input type="hidden" name="group" value={group} />
						<input type="hidden" name="error" value={error} />
						<input type="hidden" name="candidate" value={key} />
						<Button type="submit" size="sm" name="act" value="link">
							{t('remedy.linkThis')}
						</Button>
					</Form>
				</li>
			))}
		</ul>
	)
}
