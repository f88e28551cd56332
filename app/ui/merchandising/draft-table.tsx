import { useTranslation } from 'react-i18next'
import { microsOf } from '../../engine/base/money.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { unitPrice } from '../format/money.ts'
import { percent } from '../format/number.ts'
import { useUnitName } from '../format/use-unit-name.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { Icon } from '../parts/icon.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TierList } from './tier-list.tsx'
import { useSaid } from './use-said.ts'
import { Window } from './window.tsx'

type Row = {
	rowNumber: number
	line: number | null
	status: 'new' | 'changed' | 'removed' | 'unchanged' | 'rejected'
	sku: string
	name: string | null
	unitCode: string | null
	tierFrom: string | null
	tierPrice: string | null
	oldTierFrom: string | null
	oldTierPrice: string | null
	validFrom: Instant | null
	validTo: Instant | null
	changeBp: number | null
	warnings: readonly { code: string; facts: Record<string, string | number> }[]
	refusals: readonly Refusal[]
}

const tones: Record<Row['status'], Tone> = { new: 'positive', changed: 'accent', removed: 'warning', unchanged: 'neutral', rejected: 'danger' }

/** What a file would make of a book: what stands there, what would, by how much, and what to know before. */
export function DraftTable({ rows, currency }: { rows: readonly Row[]; currency: string }) {
	const { t } = useTranslation(['books', 'merchandising'])
	const { locale } = useReader()
	const unitName = useUnitName()
	return (
		<Table caption={t('draft.table')}>
			<THead>
				<Tr>
					<Th>{t('merchandising:book.product')}</Th>
					<Th>{t('draft.what')}</Th>
					<Th>{t('merchandising:history.before')}</Th>
					<Th>{t('merchandising:history.after')}</Th>
					<Th numeric>{t('draft.change')}</Th>
					<Th>{t('merchandising:books.window')}</Th>
					<Th>{t('draft.notes')}</Th>
				</Tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.rowNumber}>
						<Th scope="row">
							{row.sku}
							<span className="block max-w-64 font-normal text-ink-soft">
								{[row.name, row.unitCode ? unitName(row.unitCode) : null].filter(Boolean).join(' · ')}
							</span>
						</Th>
						<Td>
							<Status tone={tones[row.status]}>{t(`draft.statuses.${row.status}`)}</Status>
							{row.line === null ? null : <span className="block text-xs text-ink-soft">{t('draft.line', { line: row.line })}</span>}
						</Td>
						<Td className="whitespace-nowrap text-ink-soft">
							<TierList from={row.oldTierFrom} price={row.oldTierPrice} currency={currency} />
						</Td>
						<Td className="whitespace-nowrap">
							{row.status === 'removed' || row.status === 'rejected' ? '–' : <TierList from={row.tierFrom} price={row.tierPrice} currency={currency} />}
						</Td>
						<Td numeric>{row.changeBp === null ? '–' : `${row.changeBp > 0 ? '+' : ''}${percent(row.changeBp / 10_000, locale)}`}</Td>
						<Td>{row.status === 'rejected' ? '–' : <Window from={row.validFrom} to={row.validTo} />}</Td>
						<Td className="min-w-48">
							<Notes row={row} currency={currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

function Notes({ row, currency }: { row: Row; currency: string }) {
	const { t } = useTranslation(['books', 'merchandising'])
	const { locale } = useReader()
	const said = useSaid()
	const price = (text: unknown) => (typeof text === 'string' ? unitPrice(microsOf(text), currency, locale) : '')
	const facts = ({ changeBp, floorPrice, unitCost }: Row['warnings'][number]['facts']) => ({
		change: percent(Number(changeBp ?? 0) / 10_000, locale),
		floorPrice: price(floorPrice),
		unitCost: price(unitCost),
	})
	return (
		<ul className="grid gap-1 text-sm">
			{said(row.refusals).map(({ key, message }) => (
				<li key={key} className="flex gap-1.5 text-danger">
					<Icon name="alert" className="mt-0.5 size-4 shrink-0" />
					{message}
				</li>
			))}
			{row.warnings.map(({ code, facts: given }) => (
				<li key={code} className="flex gap-1.5 text-warning">
					<Icon name="alert" className="mt-0.5 size-4 shrink-0" />
					{t(`warning.${code}`, facts(given))}
				</li>
			))}
		</ul>
	)
}
