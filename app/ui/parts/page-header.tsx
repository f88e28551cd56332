import type { ReactNode } from 'react'
import { cn } from './cn.ts'

type PageHeaderProps = {
	title: ReactNode
	/** A short word above the title: the room, the number, the account. */
	kicker?: ReactNode
	lead?: ReactNode
	actions?: ReactNode
	breadcrumbs?: ReactNode
	className?: string
}

export function PageHeader({ title, kicker, lead, actions, breadcrumbs, className }: PageHeaderProps) {
	return (
		<header className={cn('grid gap-4 pt-6 pb-6 sm:pt-10 sm:pb-8', className)}>
			{breadcrumbs}
			<div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
				<div className="grid max-w-prose gap-2">
					{kicker ? <p className="text-sm font-medium text-ink-soft">{kicker}</p> : null}
					<h1 className="text-2xl sm:text-3xl">{title}</h1>
					{lead ? <p className="text-ink-soft">{lead}</p> : null}
				</div>
				{actions ? <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div> : null}
			</div>
		</header>
	)
}

/** A part of a page under a hairline: the house has no boxes. */
export function Section({
	title,
	aside,
	children,
	className,
	id,
}: {
	title?: ReactNode
	aside?: ReactNode
	children: ReactNode
	className?: string
	id?: string
}) {
	return (
		<section id={id} className={cn('grid min-w-0 content-start gap-4 border-t border-rule pt-4 *:min-w-0', className)}>
			{title || aside ? (
				<div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
					{title ? <h2 className="text-xl">{title}</h2> : null}
					{aside ? <div className="text-sm text-ink-soft">{aside}</div> : null}
				</div>
			) : null}
			{children}
		</section>
	)
}

/** One figure with its name, for heads of dashboards and accounts. */
export function Figure({ label, value, note, className }: { label: ReactNode; value: ReactNode; note?: ReactNode; className?: string }) {
	return (
		<div className={cn('grid content-start gap-1 border-t border-ink pt-3', className)}>
			<p className="text-sm text-ink-soft">{label}</p>
			<p className="font-display text-xl lining-nums tabular-nums sm:text-2xl">{value}</p>
			{note ? <p className="text-sm text-ink-soft">{note}</p> : null}
		</div>
	)
}
