import { Link } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

export interface RefusalText {
	key: string
	/** Where: the line, the store, the field. */
	where?: ReactNode
	/** What is refused, in the reader's words. */
	message: ReactNode
	/** What would lift it. */
	remedy?: ReactNode
	/** The place where it can be put right: a page or '#field-id'. */
	href?: string
}

/** All refusals together, each with its line and its remedy. Takes the focus when it appears, so that nobody searches for why nothing happened. */
export function Refusals({ title, refusals }: { title: ReactNode; refusals: readonly RefusalText[] }) {
	const box = useRef<HTMLDivElement>(null)
	const keys = refusals.map(({ key }) => key).join()
	useEffect(() => {
		if (keys) box.current?.focus()
	}, [keys])
	if (refusals.length === 0) return null
	return (
		<div ref={box} role="alert" tabIndex={-1} className="grid gap-3 border-l-4 border-danger bg-danger-soft px-4 py-3 text-sm outline-offset-4 sm:px-5">
			<p className="flex items-center gap-2 font-semibold text-danger">
				<Icon name="alert" />
				{title}
			</p>
			<ul className="grid gap-2">
				{refusals.map(({ key, where, message, remedy, href }) => (
					<li key={key} className={cn('grid gap-x-4 gap-y-0.5 border-t border-danger/20 pt-2', where && 'sm:grid-cols-[minmax(7rem,12rem)_1fr]')}>
						{where ? <span className="font-medium">{href ? <RefusalLink href={href}>{where}</RefusalLink> : where}</span> : null}
						<span>
							{message}
							{remedy ? <span className="mt-0.5 block text-ink-soft">{remedy}</span> : null}
							{href && !where ? (
								<RefusalLink href={href}>
									<Icon name="arrowRight" className="ml-1 inline size-4" />
								</RefusalLink>
							) : null}
						</span>
					</li>
				))}
			</ul>
		</div>
	)
}

function RefusalLink({ href, children }: { href: string; children: ReactNode }) {
	const look = 'underline decoration-1 underline-offset-3 hover:decoration-2'
	return href.startsWith('#') ? (
		<a href={href} className={look}>
			{children}
		</a>
	) : (
		<Link to={href} className={look}>
			{children}
		</Link>
	)
}
