import { type RefObject, useEffect, useState } from 'react'

/** More rows than this are drawn only where they are seen. */
const MOST_DRAWN = 100
const OVERSCAN = 12

export type Drawn = { from: number; to: number; above: number; below: number; isWindowed: boolean }

/**
 * Which of `count` rows of one height are in sight of the page, and how much room the others take. `guess` is the
 * height until one was measured: a phone's rows are taller than a desk's.
 */
export function useWindow(body: RefObject<HTMLElement>, count: number, guess: number): Drawn {
	const isWindowed = count > MOST_DRAWN
	const [range, setRange] = useState({ from: 0, to: MOST_DRAWN, rowHeight: guess })
	useEffect(() => {
		if (!isWindowed) return
		let frame = 0
		const look = () => {
			frame = 0
			const top = body.current?.getBoundingClientRect().top ?? 0
			const rowHeight = body.current?.querySelector<HTMLElement>('tr[id]')?.offsetHeight || guess
			const from = Math.max(0, Math.floor(-top / rowHeight) - OVERSCAN)
			const to = Math.min(count, Math.ceil((window.innerHeight - top) / rowHeight) + OVERSCAN)
			setRange((known) => (known.from === from && known.to === to && known.rowHeight === rowHeight ? known : { from, to: Math.max(from, to), rowHeight }))
		}
		const soon = () => {
			if (frame === 0) frame = requestAnimationFrame(look)
		}
		look()
		addEventListener('scroll', soon, { passive: true })
		addEventListener('resize', soon)
		return () => {
			cancelAnimationFrame(frame)
			removeEventListener('scroll', soon)
			removeEventListener('resize', soon)
		}
	}, [body, count, guess, isWindowed])
	if (!isWindowed) return { from: 0, to: count, above: 0, below: 0, isWindowed }
	const { rowHeight } = range
	const to = Math.min(count, range.to)
	const from = Math.min(range.from, to)
	return { from, to, above: from * rowHeight, below: (count - to) * rowHeight, isWindowed }
}
