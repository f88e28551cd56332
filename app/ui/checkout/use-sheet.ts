import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { fieldAt, leadsTo, type Place, placeOf } from './sheet-keys.ts'
import { piecesOf, type Span, spanInSight } from './sheet-window.ts'

/** In rem, so that a reader's larger type finds its room. A row has one height wherever it stands, by a class of the same size. */
export const SIZES = { row: 4, phoneRow: 7.5, column: 6, product: 18, ends: 10.5 } as const

/** What a page carries that nobody has measured yet. */
export const FIRST = { rows: 20, columns: 10 }
const STEP = { rows: 4, columns: 2 }

const WIDE = '(width >= 64rem)'

type Seen = { rows: Span; columns: Span; pinned: Place | null }
type Asked = { rowCount: number; columnCount: number; first: Place }

const remOf = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

const isSame = (a: Seen, b: Seen) => JSON.stringify(a) === JSON.stringify(b)

function measure(box: HTMLElement, body: HTMLElement, { rowCount, columnCount, first }: Asked): Omit<Seen, 'pinned'> {
	const rem = remOf()
	const rows = { count: rowCount, step: STEP.rows }
	if (!matchMedia(WIDE).matches) {
		const offset = -body.getBoundingClientRect().top
		return {
			rows: spanInSight({ ...rows, offset, extent: window.innerHeight, size: SIZES.phoneRow * rem }),
			columns: { from: first.column, to: first.column + 1 },
		}
	}
	const extent = box.clientWidth - (SIZES.product + SIZES.ends) * rem
	return {
		rows: spanInSight({ ...rows, offset: box.scrollTop, extent: box.clientHeight, size: SIZES.row * rem }),
		columns: spanInSight({ count: columnCount, step: STEP.columns, offset: box.scrollLeft, extent, size: SIZES.column * rem }),
	}
}

/**
 * A sheet of fixed rows and columns of which only what is in sight is drawn, and the cell that has the cursor: a person
 * may scroll away from what she types. Keys lead to every cell, drawn or not. `first` is the row that the page opens at,
 * and the delivery: the one that a phone shows.
 */
export function useSheet({ rowCount, columnCount, first: { row, column } }: Asked) {
	const scroller = useRef<HTMLElement>(null)
	const body = useRef<HTMLTableSectionElement>(null)
	const pinned = useRef<Place | null>(null)
	const [seen, setSeen] = useState<Seen>(() => ({
		rows: { from: row, to: row + FIRST.rows },
		columns: { from: column, to: column + FIRST.columns },
		pinned: null,
	}))

	const look = useCallback(() => {
		if (!scroller.current || !body.current) return
		const next = { ...measure(scroller.current, body.current, { rowCount, columnCount, first: { row: 0, column } }), pinned: pinned.current }
		setSeen((known) => (isSame(known, next) ? known : next))
	}, [rowCount, columnCount, column])

	useEffect(look, [look])
	useEffect(() => {
		// Drawn in the frame that scrolled, or the reader sees an empty sheet for one.
		const drawn = () => flushSync(look)
		const box = scroller.current
		box?.addEventListener('scroll', drawn, { passive: true })
		addEventListener('scroll', drawn, { passive: true })
		addEventListener('resize', drawn)
		return () => {
			box?.removeEventListener('scroll', drawn)
			removeEventListener('scroll', drawn)
			removeEventListener('resize', drawn)
		}
	}, [look])

	useScrollTo(scroller, row, column)

	const reach = useCallback(
		(place: Place) => {
			pinned.current = place
			if (!fieldAt(body.current, place)) flushSync(look)
			const field = fieldAt(body.current, place)
			field?.focus({ preventScroll: true })
			// Where the cursor was there already nothing arrives: what is typed next replaces all the same.
			field?.select()
			field?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
		},
		[look],
	)

	const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
		const at = placeOf(event.target)
		const isWide = matchMedia(WIDE).matches
		const columns = isWide || !at ? { first: 0, last: columnCount - 1 } : { first: at.column, last: at.column }
		const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (SIZES.row * remOf())) - 3)
		const to = at ? leadsTo(event, at, { rows: rowCount, columns, page }) : isWide ? besideCells(event, columnCount - 1) : null
		if (!to) return
		event.preventDefault()
		reach(to)
	}

	return {
		scroller,
		body,
		onKeyDown,
		onFocus: (event: { target: EventTarget }) => {
			pinned.current = placeOf(event.target)
		},
		onBlur: () => {
			pinned.current = null
		},
		rows: usePieces(rowCount, seen.rows, seen.pinned?.row ?? null),
		columns: usePieces(columnCount, seen.columns, seen.pinned?.column ?? null),
	}
}

/** The same pieces for the same stretch, so that what stays is not drawn anew. */
const usePieces = (count: number, { from, to }: Span, pinned: number | null) => useMemo(() => piecesOf(count, { from, to }, pinned), [count, from, to, pinned])

/** Opens the sheet at the row and the delivery that the address names, and follows when another one is chosen. */
function useScrollTo(scroller: { current: HTMLElement | null }, row: number, column: number) {
	useEffect(() => {
		if (matchMedia(WIDE).matches) scroller.current?.scrollTo({ top: row * SIZES.row * remOf() })
	}, [scroller, row])
	useEffect(() => {
		if (matchMedia(WIDE).matches) scroller.current?.scrollTo({ left: column * SIZES.column * remOf() })
	}, [scroller, column])
}

/** Tab from the product goes to its first cell, and back from the acts behind the row to its last: neither need be drawn. */
function besideCells({ key, shiftKey, target }: KeyboardEvent<HTMLElement>, last: number): Place | null {
	if (key !== 'Tab' || !(target instanceof HTMLElement)) return null
	const row = Number(target.closest('tr')?.dataset['row'] ?? Number.NaN)
	if (Number.isNaN(row)) return null
	const head = target.closest('th')
	const stops = head?.querySelectorAll('a[href]:not([tabindex="-1"]),button')
	if (head) return !shiftKey && stops?.[stops.length - 1] === target ? { row, column: 0 } : null
	return shiftKey && target.closest('td[data-acts]') ? { row, column: last } : null
}
