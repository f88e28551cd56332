import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { cn } from '../parts/cn.ts'
import { QuantityCell } from '../parts/number-field.tsx'
import { type CellState, type CellStore, useCell } from './cell-store.ts'

type CellProps = {
	name: string
	cellKey: string
	/** What is stored, as a number field writes it; '' where nothing goes. */
	stored: string
	label: string
	step: string
	store: CellStore
	onType: (key: string, value: string, base: string) => void
	onDone: () => void
}

const looks: Record<CellState, string> = {
	draft: 'border-accent',
	saving: 'border-accent bg-accent-soft',
	refused: 'border-danger bg-danger-soft',
	conflict: 'border-warning bg-warning-soft',
}

/** Arrows go from cell to cell as in a spreadsheet, Enter to the row below; Tab goes as everywhere. */
function move(event: KeyboardEvent<HTMLInputElement>) {
	const steps: Record<string, [row: number, column: number]> = {
		ArrowUp: [-1, 0],
		ArrowDown: [1, 0],
		Enter: [event.shiftKey ? -1 : 1, 0],
		ArrowLeft: [0, -1],
		ArrowRight: [0, 1],
	}
	const step = steps[event.key]
	if (!step || event.altKey || event.ctrlKey || event.metaKey) return
	event.preventDefault()
	const cell = event.currentTarget.closest('td')
	const row = cell?.parentElement
	if (!cell || !(row instanceof HTMLTableRowElement)) return
	const beside = step[0] < 0 ? row.previousElementSibling : row.nextElementSibling
	const next = step[0] !== 0 && beside instanceof HTMLTableRowElement ? beside : row
	const target = next.cells[cell.cellIndex + step[1]]?.querySelector<HTMLInputElement>('input[data-cell]')
	target?.focus()
}

export const MatrixCell = memo(function MatrixCell({ name, cellKey, stored, label, step, store, onType, onDone }: CellProps) {
	const edit = useCell(store, cellKey)
	const input = useRef<HTMLInputElement>(null)
	const shown = edit ? edit.value : stored
	// The field is the person's own while she is in it; what others saved arrives when she is elsewhere.
	useEffect(() => {
		const field = input.current
		if (field && field.value !== shown && (document.activeElement !== field || edit)) field.value = shown
	}, [shown, edit])
	return (
		<QuantityCell
			ref={input}
			data-cell=""
			name={name}
			aria-label={label}
			aria-invalid={edit?.state === 'refused' || undefined}
			defaultValue={shown}
			step={step}
			placeholder="·"
			className={cn('w-18 placeholder:text-rule', edit && looks[edit.state])}
			onChange={(event) => onType(cellKey, event.currentTarget.value, stored || '0')}
			onBlur={onDone}
			onKeyDown={(event) => {
				if (event.key === 'Escape') {
					onType(cellKey, stored || '0', stored || '0')
					event.currentTarget.value = stored
				}
				move(event)
			}}
		/>
	)
})
