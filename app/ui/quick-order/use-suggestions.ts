import { type FormEvent, useCallback, useRef, useState } from 'react'

export type Suggested = { sku: string; name: string }

const PAUSE_MS = 150

/** Products whose number or name begins as somebody types in the column of numbers: one list for the whole sheet. */
export function useSuggestions(): { found: readonly Suggested[]; ask: (event: FormEvent<HTMLElement>) => void } {
	const [found, setFound] = useState<readonly Suggested[]>([])
	const under = useRef<{ timer: number; asked: AbortController | null }>({ timer: 0, asked: null })
	const ask = useCallback((event: FormEvent<HTMLElement>) => {
		const target = event.target
		if (!(target instanceof HTMLInputElement) || target.name !== 'sku') return
		const text = target.value.trim()
		window.clearTimeout(under.current.timer)
		under.current.asked?.abort()
		if (text.length < 2) return
		under.current.timer = window.setTimeout(() => {
			under.current.asked = new AbortController()
			fetch(`/search/suggest?q=${encodeURIComponent(text)}`, { signal: under.current.asked.signal })
				.then((answer) => (answer.ok ? answer.json() : { suggestions: [] }))
				.then(({ suggestions }: { suggestions: { sku: string | null; name: string }[] }) =>
					setFound(suggestions.flatMap(({ sku, name }) => (sku === null ? [] : [{ sku, name }]))),
				)
				// Aborted by the next letter, or offline: numbers can be typed all the same.
				.catch(() => undefined)
		}, PAUSE_MS)
	}, [])
	return { found, ask }
}
