import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DayText } from '../parts/date-text.tsx'
import { Td, Th } from '../parts/table.tsx'

/** The head over what can be done with each row: for ears alone. */
export function ActsTh() {
	const { t } = useTranslation('merchandising')
	return (
		<Th>
			<span className="sr-only">{t('history.act')}</span>
		</Th>
	)
}

/** An act at the end of a row that takes something away. */
export function EndButton({ intent = 'end', children }: { intent?: string; children: ReactNode }) {
	return (
		<button type="submit" name="intent" value={intent} className="text-ink-soft hover:text-danger hover:underline">
			{children}
		</button>
	)
}

/** The days that a rate or a fee counts; open where no last day is known. */
export function WindowTd({ from, to }: { from: string; to: string | null }) {
	const { t } = useTranslation(['rates', 'merchandising'])
	return (
		<Td label={t('merchandising:books.window')} className="whitespace-nowrap">
			{from <= '2000-01-01' ? '…' : <DayText day={from} />} – {to ? <DayText day={to} /> : t('tax.open')}
		</Td>
	)
}
