import { useLocation } from '@remix-run/react'
import { type ReactNode, useEffect, useRef } from 'react'
import { cn } from './cn.ts'
import { PlaceLink } from './place-link.tsx'

export interface TabLink {
	href: string
	label: ReactNode
	count?: ReactNode
	end?: boolean
	/** Set for tabs that live in the query string, which the router's own matching does not see. */
	current?: boolean
}

/** Tabs are addresses: they can be opened in a window of their own, sent and bookmarked. Where they are wider than the screen, the current one is brought into sight. */
export function Tabs({ label, tabs, className }: { label: string; tabs: readonly TabLink[]; className?: string }) {
	const { pathname, search } = useLocation()
	const nav = useRef<HTMLElement>(null)
	// biome-ignore lint/correctness/useExhaustiveDependencies: another address is another current tab
	useEffect(() => {
		const [row, current] = [nav.current, nav.current?.querySelector<HTMLElement>('[aria-current="page"]')]
		if (row && current && row.scrollWidth > row.clientWidth) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2
	}, [pathname, search])
	return (
		<nav ref={nav} aria-label={label} className={cn('relative scroll-shadow-x overflow-x-auto border-b border-rule print:hidden', className)}>
			<ul className="flex gap-6">
				{tabs.map((tab) => (
					<li key={tab.href} className="shrink-0">
						<PlaceLink
							to={tab.href}
							end={tab.end ?? false}
							preventScrollReset
							aria-current={tab.current === false ? 'false' : 'page'}
							className={({ isActive }) =>
								cn(
									'-mb-px flex h-11 items-center gap-2 border-b-2 text-sm font-medium outline-offset-[-2px]',
									(tab.current ?? isActive) ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:border-rule hover:text-ink',
								)
							}
						>
							{tab.label}
							{tab.count === undefined ? null : <span className="text-xs text-ink-soft tabular-nums">{tab.count}</span>}
						</PlaceLink>
					</li>
				))}
			</ul>
		</nav>
	)
}
