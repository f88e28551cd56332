import { Link } from '@remix-run/react'
import { DropdownMenu, Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconName } from './icon.tsx'

const sheet = 'z-50 animate-rise rounded-lg border border-rule bg-surface text-ink shadow-lift outline-none'

export function Popover({
	trigger,
	children,
	align = 'end',
	label,
	className,
}: {
	trigger: ReactNode
	children: ReactNode
	align?: 'start' | 'center' | 'end'
	label: string
	className?: string
}) {
	return (
		<Radix.Root>
			<Radix.Trigger asChild>{trigger}</Radix.Trigger>
			<Radix.Portal>
				<Radix.Content
					align={align}
					sideOffset={8}
					collisionPadding={16}
					aria-label={label}
					className={cn(sheet, 'w-80 max-w-[calc(100vw-2rem)] p-4 text-sm', className)}
				>
					{children}
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	)
}

export interface MenuEntry {
	key: string
	label: ReactNode
	icon?: IconName
	/** Goes there… */
	href?: string
	/** …or does this. */
	onSelect?: () => void
	danger?: boolean
	disabled?: boolean
	/** Draws a hairline above. */
	apart?: boolean
}

/** A menu of acts. For acts that must work without scripts, put a Disclosure with forms in its place. */
export function Menu({ trigger, entries, align = 'end' }: { trigger: ReactNode; entries: readonly MenuEntry[]; align?: 'start' | 'end' }) {
	return (
		<DropdownMenu.Root modal={false}>
			<DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
			{/* No portal: the menu stays in the landmark of its button. It is fixed to the window, so a scrolling table does not cut it. */}
			<DropdownMenu.Content align={align} sideOffset={6} collisionPadding={16} className={cn(sheet, 'min-w-48 p-1')}>
				{entries.map((entry) => (
					<MenuRow key={entry.key} entry={entry} />
				))}
			</DropdownMenu.Content>
		</DropdownMenu.Root>
	)
}

function MenuRow({ entry }: { entry: MenuEntry }) {
	const look = cn(
		'flex h-9 items-center gap-2 rounded-sm px-3 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken',
		entry.danger && 'text-danger data-highlighted:bg-danger-soft',
	)
	const inside = (
		<>
			{entry.icon ? <Icon name={entry.icon} className="size-4.5 text-ink-soft" /> : null}
			{entry.label}
		</>
	)
	return (
		<>
			{entry.apart ? <DropdownMenu.Separator className="my-1 border-t border-rule" /> : null}
			<DropdownMenu.Item
				asChild={Boolean(entry.href)}
				className={look}
				disabled={entry.disabled ?? false}
				{...(entry.onSelect ? { onSelect: entry.onSelect } : {})}
			>
				{entry.href ? <Link to={entry.href}>{inside}</Link> : inside}
			</DropdownMenu.Item>
		</>
	)
}
