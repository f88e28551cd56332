import { Form } from '@remix-run/react'
import { type InputHTMLAttributes, type ReactNode, useEffect, useRef } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

type SearchBoxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & {
	action: string
	label: string
	/** `/` puts the cursor here; give it to one box on a page. */
	shortcut?: boolean
	/** A list of suggestions that hangs under the box. */
	suggestions?: ReactNode
	/** Further fields that the search keeps, e.g. filters. */
	children?: ReactNode
	className?: string
}

/** A GET form: the search is an address, with or without scripts. */
export function SearchBox({ action, label, shortcut, suggestions, children, className, name = 'q', ...rest }: SearchBoxProps) {
	const input = useRef<HTMLInputElement>(null)
	useEffect(() => {
		if (!shortcut) return
		function onKey(event: KeyboardEvent) {
			if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
			event.preventDefault()
			input.current?.focus()
			input.current?.select()
		}
		document.addEventListener('keydown', onKey)
		return () => document.removeEventListener('keydown', onKey)
	}, [shortcut])
	return (
		<search className={cn('relative', className)}>
			<Form action={action} method="get" className="flex flex-wrap items-end gap-3">
				<div className="relative min-w-44 flex-1">
					<Icon name="search" className="pointer-events-none absolute top-1/2 left-3 size-4.5 -translate-y-1/2 text-ink-soft" />
					<input
						ref={input}
						type="search"
						name={name}
						aria-label={label}
						aria-keyshortcuts={shortcut ? '/' : undefined}
						placeholder={label}
						autoComplete="off"
						className="h-10 w-full rounded-md border border-control bg-surface pr-10 pl-10 text-base transition-colors hover:border-ink-soft focus-visible:border-accent focus-visible:outline-offset-0 sm:text-sm"
						{...rest}
					/>
					{shortcut ? (
						<span className="pointer-events-none absolute top-1/2 right-3 hidden -translate-y-1/2 font-sans text-xs text-ink-soft md:block">/</span>
					) : null}
				</div>
				{children}
			</Form>
			{suggestions}
		</search>
	)
}

/** Whether a key belongs to a field, and so is not a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
