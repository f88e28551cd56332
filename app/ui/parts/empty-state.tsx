import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** Nothing here, and what to do next. `picture` is a drawing from ui/art. */
export function EmptyState({
	title,
	children,
	action,
	picture,
	heading: Heading = 'h2',
	className,
}: {
	title: ReactNode
	/** 'h1' where it is all that the page says. */
	heading?: 'h1' | 'h2'
	children?: ReactNode
	action?: ReactNode
	picture?: ReactNode
	className?: string
}) {
	return (
		<div className={cn('mx-auto grid max-w-md justify-items-center gap-4 px-4 py-16 text-center', className)}>
			{picture ? <div className="drawn w-56">{picture}</div> : null}
			<Heading className="text-xl">{title}</Heading>
			{children ? <div className="text-ink-soft">{children}</div> : null}
			{action}
		</div>
	)
}
