import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Count } from '../parts/badge.tsx'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { PlaceLink } from '../parts/place-link.tsx'
import type { NavEntry, Room } from './navigation.ts'
import { SkipLink } from './skip-link.tsx'
import { type Brand, Wordmark } from './wordmark.tsx'

type BackOfficeShellProps = {
	brand: Brand
	labels: { skip: string; menu: string; rooms: string /** Names the banner above everything. */; notice?: string }
	/** Desk, Merchandising, Marketing, Insight, Admin: those that the person may enter. */
	rooms: readonly Room[]
	/** The key of the room one is in; its children are listed. */
	current: string
	search?: ReactNode
	/** Person menu, notices. */
	account?: ReactNode
	banner?: ReactNode
	/** At the foot of the rail: languages, theme, the sheet of shortcuts. */
	aside?: ReactNode
	children: ReactNode
}

/** One rail for all who work at the seller's; reps, merchandisers and head office share it and see their own rooms. */
export function BackOfficeShell({ brand, labels, rooms, current, search, account, banner, aside, children }: BackOfficeShellProps) {
	return (
		<div className="flex min-h-dvh flex-col">
			<SkipLink label={labels.skip} />
			{banner ? (
				<section aria-label={labels.notice} className="sticky top-0 z-40">
					{banner}
				</section>
			) : null}
			<div className="flex flex-1 flex-col lg:flex-row">
				<aside
					aria-label={brand.name}
					className="border-r border-rule bg-surface max-lg:hidden lg:sticky lg:top-0 lg:flex lg:h-dvh lg:w-56 lg:shrink-0 lg:flex-col print:hidden"
				>
					<div className="px-5 py-4">
						<Wordmark brand={brand} />
					</div>
					<Rooms rooms={rooms} current={current} label={labels.rooms} />
					{aside ? <div className="mt-auto grid gap-3 border-t border-rule px-5 py-4 text-sm text-ink-soft">{aside}</div> : null}
				</aside>
				<div className="flex min-w-0 flex-1 flex-col">
					<header className="flex items-center gap-3 border-b border-rule px-4 py-3 sm:px-8 print:hidden">
						{/* The key is the visit, so that following a link closes the menu. */}
						<details key={useLocation().key} className="group/menu lg:hidden">
							<summary aria-label={labels.menu} className="-ml-2 grid size-10 place-items-center rounded-md hover:bg-sunken">
								<Icon name="menu" className="group-open/menu:hidden" />
								<Icon name="close" className="hidden group-open/menu:block" />
							</summary>
							<div className="absolute inset-x-0 z-30 mt-3 grid max-h-[calc(100dvh-8rem)] gap-4 overflow-y-auto border-y border-rule bg-surface pb-4 shadow-lift">
								<Rooms rooms={rooms} current={current} label={labels.menu} />
								{aside ? <div className="grid gap-3 border-t border-rule px-5 pt-4 text-sm text-ink-soft">{aside}</div> : null}
							</div>
						</details>
						<div className="min-w-0 max-w-xl flex-1">{search}</div>
						<div className="ml-auto flex items-center gap-1">{account}</div>
					</header>
					<main id="main" tabIndex={-1} className="w-full max-w-[96rem] flex-1 px-4 pb-24 outline-none sm:px-8">
						{children}
					</main>
				</div>
			</div>
		</div>
	)
}

function Rooms({ rooms, current, label }: { rooms: readonly Room[]; current: string; label: string }) {
	const row = 'flex min-h-9 items-center gap-3 rounded-md px-3 text-sm'
	return (
		<nav aria-label={label} className="overflow-y-auto px-2 py-2">
			<ul className="grid gap-0.5">
				{rooms.map((room) => (
					<li key={room.key}>
						<PlaceLink to={room.href} end className={cn(row, 'font-medium hover:bg-sunken', room.key === current ? 'text-ink' : 'text-ink-soft')}>
							<Icon name={room.icon} className={room.key === current ? 'text-accent' : undefined} />
							<span className="flex-1">{room.label}</span>
							{room.count ? <Count>{room.count}</Count> : null}
						</PlaceLink>
						{room.key === current && room.children ? (
							<ul className="mb-2 ml-5.5 grid border-l border-rule pl-2">
								{room.children.map((entry) => (
									<li key={entry.href}>
										<RailLink entry={entry} look={row} />
									</li>
								))}
							</ul>
						) : null}
					</li>
				))}
			</ul>
		</nav>
	)
}

function RailLink({ entry, look }: { entry: NavEntry; look: string }) {
	const { pathname } = useLocation()
	const isWithin = entry.within !== undefined && `${pathname}/`.includes(`${entry.within}/`)
	const words = (isHere: boolean) => cn(look, 'hover:bg-sunken', isHere ? 'bg-accent-soft font-medium text-accent' : 'text-ink-soft')
	const inside = (
		<>
			<span className="flex-1">{entry.label}</span>
			{entry.count ? <span className="text-xs tabular-nums">{entry.count}</span> : null}
		</>
	)
	if (isWithin)
		return (
			<Link to={entry.href} aria-current="true" className={words(true)}>
				{inside}
			</Link>
		)
	return (
		<PlaceLink to={entry.href} end={entry.end ?? false} className={({ isActive }) => words(isActive)}>
			{inside}
		</PlaceLink>
	)
}
