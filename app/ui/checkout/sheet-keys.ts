import type { KeyboardEvent } from 'react'

export type Place = { row: number; column: number }

/** How far the keys lead: all rows; the columns in use, on a phone one; a page of rows. */
export type Extent = { rows: number; columns: { first: number; last: number }; page: number }

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>

const within = (place: number, first: number, last: number) => Math.min(last, Math.max(first, place))

/**
 * Where a key leads from a cell, as in a spreadsheet: arrows and Enter to the next, Home and End to the ends of the row
 * (with Ctrl of the sheet), Page keys by what is in sight, Tab along the row. Null: the key is the browser's.
 */
export function leadsTo({ key, shiftKey, ctrlKey, altKey, metaKey }: Key, { row, column }: Place, { rows, columns, page }: Extent): Place | null {
	if (altKey || metaKey || (ctrlKey && key !== 'Home' && key !== 'End')) return null
	const { first, last } = columns
	if (key === 'Tab') {
		const beside = column + (shiftKey ? -1 : 1)
		return beside < first || beside > last ? null : { row, column: beside }
	}
	if (key === 'Home') return { row: ctrlKey ? 0 : row, column: first }
	if (key === 'End') return { row: ctrlKey ? rows - 1 : row, column: last }
	const steps: Record<string, [row: number, column: number]> = {
		ArrowUp: [-1, 0],
		ArrowDown: [1, 0],
		Enter: [shiftKey ? -1 : 1, 0],
		PageUp: [-page, 0],
		PageDown: [page, 0],
		ArrowLeft: [0, -1],
		ArrowRight: [0, 1],
	}
	const step = steps[key]
	return step ? { row: within(row + step[0], 0, rows - 1), column: within(column + step[1], first, last) } : null
}

export const placeText = ({ row, column }: Place) => `${row}:${column}`

/** The cell that an element is; null for whatever else stands in the table. */
export function placeOf(target: EventTarget | null): Place | null {
	const text = target instanceof HTMLInputElement ? target.dataset['cell'] : undefined
	if (text === undefined) return null
	const [row = '', column = ''] = text.split(':')
	return { row: Number(row), column: Number(column) }
}

export const fieldAt = (box: HTMLElement | null, place: Place) => box?.querySelector<HTMLInputElement>(`input[data-cell="${placeText(place)}"]`) ?? null
