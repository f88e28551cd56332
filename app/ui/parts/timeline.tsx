import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import { cn } from './cn.ts'
import { Icon, type IconName } from './icon.tsx'

export interface TimelineEntry {
	key: string
	title: ReactNode
	when: ReactNode
	icon?: IconName
	tone?: Tone
	body?: ReactNode
}

const inks: Record<Tone, string> = {
	neutral: 'border-rule text-ink-soft',
	accent: 'border-accent text-accent',
	positive: 'border-positive text-positive',
	warning: 'border-warning text-warning',
	danger: 'border-danger text-danger',
}

/** What happened, newest first or first to last, as the caller orders it. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
	return (
		<ol aria-label={label} className="grid">
			{entries.map(({ key, title, when, icon = 'clock', tone = 'neutral', body }) => (
				<li key={key} className="group relative grid grid-cols-[2rem_1fr] gap-x-4 pb-6 last:pb-0">
					<span aria-hidden="true" className="absolute top-8 bottom-0 left-4 border-l border-rule group-last:hidden" />
					<span className={cn('grid size-8 place-items-center rounded-full border bg-ground', inks[tone])}>
						<Icon name={icon} className="size-4" />
					</span>
					<div className="grid min-w-0 content-start gap-1 pt-1 text-sm">
						<div className="flex flex-wrap items-baseline justify-between gap-x-4">
							<p className="font-medium">{title}</p>
							<p className="text-ink-soft tabular-nums">{when}</p>
						</div>
						{body ? <div className="text-ink-soft">{body}</div> : null}
					</div>
				</li>
			))}
		</ol>
	)
}
