import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import { cn } from './cn.ts'

const fills: Record<Tone, string> = { neutral: 'bg-ink-soft', accent: 'bg-accent', positive: 'bg-positive', warning: 'bg-warning', danger: 'bg-danger' }

type ProgressBarProps = {
	label: ReactNode
	value: number
	max: number /** What stands at the right: counts, time left. */
	note?: ReactNode
	tone?: Tone
	className?: string
}

/** Work in hand, a goal, a budget. The note carries the figures; the bar only helps the eye. */
export function ProgressBar({ label, value, max, note, tone = 'accent', className }: ProgressBarProps) {
	const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
	return (
		<div className={cn('grid gap-1.5 text-sm', className)}>
			<div className="flex justify-between gap-4">
				<span>{label}</span>
				<span className="text-ink-soft tabular-nums">{note}</span>
			</div>
			<div
				role="progressbar"
				aria-label={typeof label === 'string' ? label : undefined}
				aria-valuemin={0}
				aria-valuemax={max}
				aria-valuenow={value}
				className="h-1.5 overflow-hidden rounded-full bg-sunken"
			>
				<div className={cn('h-full rounded-full transition-[width]', fills[tone])} style={{ width: `${share * 100}%` }} />
			</div>
		</div>
	)
}
