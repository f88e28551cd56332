import { useTranslation } from 'react-i18next'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { cn } from '../parts/cn.ts'
import { Disclosure } from '../parts/disclosure.tsx'
import { control } from '../parts/field.tsx'
import { Window } from './window.tsx'

type WindowCellsProps = {
	id: number
	sku: string
	from: Instant | null
	to: Instant | null
	/** What was typed and refused. */
	edit: { from: string | null; to: string | null } | null | undefined
	isLocked: boolean
}

/** When a price begins and ends, as days of the seller's zone; empty is always. Most prices have no window of their own: it opens on demand. */
export function WindowCells({ id, sku, from, to, edit, isLocked }: WindowCellsProps) {
	const { t } = useTranslation('merchandising')
	const { timeZone } = useReader()
	const dayOf = (instant: Instant | null) => (instant ? dayIn(new Date(instant), timeZone) : '')
	const field = cn(control, 'h-8 w-36 px-2 text-sm tabular-nums')
	if (isLocked) return <Window from={from} to={to} />
	return (
		<Disclosure summary={<Window from={from} to={to} />} open={Boolean(edit)}>
			<input type="hidden" name={`e${id}.window`} value={`${dayOf(from)}|${dayOf(to)}`} />
			<span className="flex flex-wrap items-center gap-1">
				<input
					type="date"
					name={`e${id}.validFrom`}
					aria-label={t('book.validFrom', { sku })}
					defaultValue={edit ? (edit.from ?? '') : dayOf(from)}
					className={field}
				/>
				<span aria-hidden="true">–</span>
				<input
					type="date"
					name={`e${id}.validTo`}
					aria-label={t('book.validTo', { sku })}
					defaultValue={edit ? (edit.to ?? '') : dayOf(to)}
					className={field}
				/>
			</span>
		</Disclosure>
	)
}
