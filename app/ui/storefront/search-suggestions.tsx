import { useNavigate } from '@remix-run/react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../parts/icon.tsx'

type Suggestion = { kind: 'page' | 'category' | 'product'; href: string; name: string; sku: string | null; picture: string | null }

const PAUSE_MS = 120

/** The list under the search box while somebody types; it listens to the box it hangs under. The form itself needs none of it. */
export function SearchSuggestions() {
	const { t } = useTranslation('storefront')
	const listId = useId()
	const root = useRef<HTMLDivElement>(null)
	const { found, open, active, setActive, choose } = useSuggestions(root, listId)
	return (
		<div ref={root} className="absolute inset-x-0 top-full z-40">
			{open && found.length > 0 ? (
				<div
					id={listId}
					role="listbox"
					aria-label={t('search.suggestions')}
					className="mt-1 overflow-hidden rounded-lg border border-rule bg-surface py-1 shadow-lift"
				>
					{found.map(({ kind, href, name, sku, picture }, index) => (
						// biome-ignore lint/a11y/useFocusableInteractive: the cursor stays in the search box (aria-activedescendant)
						<div
							key={href}
							id={`${listId}-${index}`}
							role="option"
							aria-selected={index === active}
							onPointerEnter={() => setActive(index)}
							// Before the box loses the cursor, and with it the list.
							onPointerDown={() => choose(href)}
							className={`flex cursor-pointer items-center gap-3 px-3 py-1.5 text-sm ${index === active ? 'bg-sunken' : ''}`}
						>
							<Mark kind={kind} picture={picture} />
							<span className="min-w-0 flex-1 truncate">{name}</span>
							<span className="text-xs text-ink-soft">{kind === 'product' ? sku : t(kind === 'category' ? 'search.category' : 'search.leadsTo')}</span>
						</div>
					))}
				</div>
			) : null}
		</div>
	)
}

function Mark({ kind, picture }: Pick<Suggestion, 'kind' | 'picture'>) {
	if (picture) return <img src={picture} alt="" width={36} height={36} className="drawn size-9 rounded-sm bg-sunken" />
	return (
		<span className="grid size-9 place-items-center text-ink-soft">
			{kind === 'product' ? null : <Icon name={kind === 'category' ? 'grid' : 'document'} className="size-4.5" />}
		</span>
	)
}

function useSuggestions(root: React.RefObject<HTMLDivElement>, listId: string) {
	const navigate = useNavigate()
	const [found, setFound] = useState<readonly Suggestion[]>([])
	const [open, setOpen] = useState(false)
	const [active, setActive] = useState(-1)
	const now = useRef({ found, active, open })
	now.current = { found, active, open }
	useEffect(() => {
		const input = root.current?.closest('search')?.querySelector('input')
		if (!input) return
		const stop = new AbortController()
		listen(input, stop.signal, { now, navigate, setFound, setOpen, setActive })
		return () => stop.abort()
	}, [root, navigate])
	useEffect(() => {
		const input = root.current?.closest('search')?.querySelector('input')
		input?.setAttribute('role', 'combobox')
		input?.setAttribute('aria-autocomplete', 'list')
		input?.setAttribute('aria-expanded', String(open && found.length > 0))
		if (open && found.length > 0) input?.setAttribute('aria-controls', listId)
		else input?.removeAttribute('aria-controls')
		if (open && active >= 0) input?.setAttribute('aria-activedescendant', `${listId}-${active}`)
		else input?.removeAttribute('aria-activedescendant')
	}, [root, open, found, active, listId])
	const choose = (href: string) => {
		setOpen(false)
		navigate(href)
	}
	return { found, open, active, setActive, choose }
}

type Wires = {
	now: { current: { found: readonly Suggestion[]; active: number; open: boolean } }
	navigate: (to: string) => void
	setFound: (found: readonly Suggestion[]) => void
	setOpen: (open: boolean) => void
	setActive: (active: number) => void
}

function listen(input: HTMLInputElement, signal: AbortSignal, { now, navigate, setFound, setOpen, setActive }: Wires) {
	let timer = 0
	let asked: AbortController | undefined
	const ask = () => {
		asked?.abort()
		const text = input.value.trim()
		if (text.length < 2) return setFound([])
		asked = new AbortController()
		fetch(`/search/suggest?q=${encodeURIComponent(text)}`, { signal: asked.signal })
			.then((answer) => (answer.ok ? answer.json() : { suggestions: [] }))
			.then(({ suggestions }: { suggestions: Suggestion[] }) => {
				setFound(suggestions)
				setActive(-1)
				setOpen(true)
			})
			// Aborted by the next letter, or offline: the form still searches.
			.catch(() => undefined)
	}
	const type = () => {
		window.clearTimeout(timer)
		timer = window.setTimeout(ask, PAUSE_MS)
	}
	const press = (event: KeyboardEvent) => {
		const { found, active, open } = now.current
		if (event.key === 'Escape') return setOpen(false)
		if (!open || found.length === 0) return
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			event.preventDefault()
			const step = event.key === 'ArrowDown' ? 1 : -1
			setActive(((active + 1 + step + found.length + 1) % (found.length + 1)) - 1)
		}
		const chosen = found[active]
		if (event.key === 'Enter' && chosen) {
			event.preventDefault()
			setOpen(false)
			navigate(chosen.href)
		}
	}
	input.addEventListener('input', type, { signal })
	input.addEventListener('keydown', press, { signal })
	input.addEventListener('focus', () => setOpen(true), { signal })
	// A press on a suggestion must reach it before the list goes.
	input.addEventListener('blur', () => window.setTimeout(() => setOpen(false), 150), { signal })
	input.form?.addEventListener('submit', () => setOpen(false), { signal })
	signal.addEventListener('abort', () => window.clearTimeout(timer))
}
