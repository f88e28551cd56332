import type { KeyboardEvent } from 'react'

/** Arrows and Enter go to the same column of the next row that has it; Esc takes the field back to what it showed. */
export function moveInGrid(event: KeyboardEvent, grid: HTMLElement): void {
	const field = event.target
	if (!(field instanceof HTMLInputElement) || !field.dataset['column']) return
	if (event.key === 'Escape') {
		field.value = field.defaultValue
		return
	}
	const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0
	if (step === 0 || event.ctrlKey || event.metaKey) return
	event.preventDefault()
	const column = [...grid.querySelectorAll<HTMLInputElement>(`input[data-column="${field.dataset['column']}"]`)]
	const next = column[column.indexOf(field) + step]
	next?.focus()
	next?.select()
}
