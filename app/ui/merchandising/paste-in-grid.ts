import type { ClipboardEvent } from 'react'

/**
 * Cells copied from a spreadsheet go into the grid from the field they are pasted in: down its column, and on to the
 * columns beside it. One cell stays an ordinary paste. Answers whether it took them.
 */
export function pasteInGrid(event: ClipboardEvent, grid: HTMLElement): boolean {
	const field = event.target
	const text = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '')
	if (!(field instanceof HTMLInputElement) || !field.dataset['column'] || !/[\t\n]/.test(text)) return false
	const rows = [...grid.querySelectorAll<HTMLElement>('tr[data-entry]')]
	const first = rows.findIndex((row) => row.contains(field))
	const fieldsOf = (row: HTMLElement | undefined) => [...(row?.querySelectorAll<HTMLInputElement>('input[data-column]:not([readonly])') ?? [])]
	const offset = fieldsOf(rows[first]).indexOf(field)
	if (first < 0 || offset < 0) return false
	event.preventDefault()
	for (const [down, line] of text.split(/\r?\n/).entries()) {
		const fields = fieldsOf(rows[first + down])
		for (const [along, cell] of line.split('\t').entries()) put(fields[offset + along], cell.trim())
	}
	return true
}

function put(field: HTMLInputElement | undefined, value: string): void {
	if (!field) return
	field.value = value
	field.dispatchEvent(new Event('input', { bubbles: true }))
}
