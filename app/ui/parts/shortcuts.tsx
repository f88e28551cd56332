import { useEffect, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { isTyping } from './search-box.tsx'

export interface Shortcut {
	/** The keys pressed one after another, e.g. ['g', 'o']. */
	keys: readonly string[]
	label: string
	/** Where it leads; acts that the page itself handles have none. */
	go?: string
}

/** How long the second key of a pair may take. */
const PAIR_MS = 1200

/** What answers to a key on this page says so itself, so the sheet names no key that nothing hears. */
function shortcutsOfPage(): Shortcut[] {
	return [...document.querySelectorAll<HTMLElement>('[aria-keyshortcuts]')].map((element) => {
		const words = element.ariaLabel ?? (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null) ?? element.textContent
		return { keys: [element.getAttribute('aria-keyshortcuts') ?? ''], label: words ?? '' }
	})
}

/** The sheet on `?`, and the going by `g` and a letter. */
export function Shortcuts({
	title,
	closeLabel,
	shortcuts,
	onGo,
}: {
	title: string
	closeLabel: string
	shortcuts: readonly Shortcut[]
	onGo: (href: string) => void
}) {
	const [open, setOpen] = useState(false)
	const [ofPage, setOfPage] = useState<readonly Shortcut[]>([])
	useEffect(() => {
		let first: { key: string; at: number } | undefined
		function onKey(event: KeyboardEvent) {
			if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
			if (event.key === '?') {
				setOfPage(shortcutsOfPage())
				setOpen(true)
				return
			}
			const pair = first && event.timeStamp - first.at < PAIR_MS ? [first.key, event.key] : undefined
			const found = pair && shortcuts.find(({ keys, go }) => go && keys[0] === pair[0] && keys[1] === pair[1])
			if (found?.go) {
				event.preventDefault()
				onGo(found.go)
			}
			first = { key: event.key, at: event.timeStamp }
		}
		document.addEventListener('keydown', onKey)
		return () => document.removeEventListener('keydown', onKey)
	}, [shortcuts, onGo])
	return (
		<Dialog title={title} closeLabel={closeLabel} open={open} onOpenChange={setOpen}>
			<dl className="grid gap-x-8 text-sm sm:grid-cols-2">
				{[...shortcuts, ...ofPage].map(({ keys, label }) => (
					<div key={keys.join()} className="flex items-center justify-between gap-4 border-b border-rule py-2">
						<dt>{label}</dt>
						<dd className="flex gap-1">
							{keys.map((key) => (
								<kbd key={key} className="grid h-6 min-w-6 place-items-center rounded-sm border border-control bg-ground px-1.5 font-sans text-xs">
									{key}
								</kbd>
							))}
						</dd>
					</div>
				))}
			</dl>
		</Dialog>
	)
}
