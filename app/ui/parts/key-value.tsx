import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface KeyValueRow {
	key: string
	label: ReactNode
	value: ReactNode
	/** The line that counts: the total. */
	strong?: boolean
}

/** Names left, values right or beside, hairlines between. `sums` right-aligns the values as figures. */
export function KeyValueList({ rows, sums, className }: { rows: readonly KeyValueRow[]; sums?: boolean; className?: string }) {
	return (
		<dl className={cn('grid text-sm', className)}>
			{rows.map(({ key, label, value, strong }) => (
				<div
					key={key}
					className={cn(
						'grid items-baseline gap-x-6 border-b border-rule py-2 last:border-b-0',
						sums ? 'grid-cols-[1fr_auto]' : 'sm:grid-cols-[minmax(8rem,1fr)_2fr]',
						strong && 'border-t border-t-ink pt-3 text-base font-semibold',
					)}
				>
					<dt className={strong ? undefined : 'text-ink-soft'}>{label}</dt>
					<dd className={cn('min-w-0 wrap-anywhere', sums && 'text-right tabular-nums')}>{value}</dd>
				</div>
			))}
		</dl>
	)
}
