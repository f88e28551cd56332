import { useTranslation } from 'react-i18next'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { cn } from '../parts/cn.ts'
import { control } from '../parts/field.tsx'

type WindowCellsProps = {
	id: number
	sku: string
	from: Instant | null
	to: Instant | null
	/** What was typed and refused. */
	edit: { from: string | null; to: string | null } | null | undefined
	isLocked: boolean
}

/** When a price begins and ends, as days of the seller's zone; empty is always. */
export function WindowCells({ id, sku, from, to, edit, isLocked }: WindowCellsProps) {
	const { t } = useTranslation('merchandising')
	const { timeZone } = useReader()
	const dayOf = (instant: Instant | null) => (instant ? dayIn(new Date(instant), timeZone) : '')
	const field = cn(control, 'h-8 w-36 px-2 text-sm tabular-nums')
	return (
		<span className="flex items-center gap-1">
			<input type="hidden" name={`e${id}.window`} value={`${dayOf(from)}|${dayOf(to)}`} />
			<input
				type="date"
				name={`e${id}.validFrom`}
				aria-label={t('book.validFrom', { sku })}
				defaultValue={edit ? (edit.from ?? '') : dayOf(from)}
				readOnly={isLocked}
				className={field}
			/>
			<span aria-hidden="true">–</span>
			<input
				type="date"
				name={`e${id}.validTo`}
				aria-label={t('book.validTo', { sku })}
				defaultValue={edit ? (edit.to ?? '') : dayOf(to)}
				readOnly={isLocked}
				className={field}
			/>
		</span>
	)
}
