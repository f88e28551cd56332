import { memo, useEffect, useRef } from 'react'
import { cn } from '../parts/cn.ts'
import { QuantityCell } from '../parts/number-field.tsx'
import { type CellState, type CellStore, useCell } from './cell-store.ts'

type CellProps = {
	/** Its row and column, which the keys go by. */
	place: string
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

export const MatrixCell = memo(function MatrixCell({ place, cellKey, stored, label, step, store, onType, onDone }: CellProps) {
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
			data-cell={place}
			name={`cell:${cellKey}`}
			aria-label={label}
			aria-invalid={edit?.state === 'refused' || undefined}
			defaultValue={shown}
			step={step}
			placeholder="·"
			className={cn('w-18 placeholder:text-rule lg:scroll-mr-44 lg:scroll-ml-74', edit && looks[edit.state])}
			onChange={(event) => onType(cellKey, event.currentTarget.value, stored || '0')}
			onBlur={onDone}
			onKeyDown={(event) => {
				if (event.key !== 'Escape') return
				onType(cellKey, stored || '0', stored || '0')
				event.currentTarget.value = stored
			}}
		/>
	)
})
