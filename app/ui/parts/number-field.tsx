import { type FocusEvent, forwardRef, type InputHTMLAttributes, useImperativeHandle, useRef } from 'react'
import { cn } from './cn.ts'
import { type ControlSize, control, controlSize, Field, type FieldWords, useField } from './field.tsx'
import { Icon } from './icon.tsx'

type NumberProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'type'> &
	FieldWords & { className?: string; inputClassName?: string; size?: ControlSize }

// A number is replaced more often than amended: the first keystroke after arriving types over it.
function selectAll(event: FocusEvent<HTMLInputElement>) {
	event.currentTarget.select()
}

/** A native number, right-aligned like the column it stands in. The browser reads the decimal sign of the reader's language. */
export const NumberField = forwardRef<HTMLInputElement, NumberProps>(function NumberField(
	{ label, hideLabel, hint, error, aside, className, inputClassName, size = 'md', id, ...rest },
	ref,
) {
	const field = useField({ id, hint, error })
	return (
		<Field id={field.id} {...{ label, hideLabel, hint, aside, className }} errors={field.errors}>
			<input
				ref={ref}
				type="number"
				inputMode="decimal"
				onFocus={selectAll}
				className={cn(control, controlSize[size], 'text-right tabular-nums', inputClassName)}
				{...rest}
				{...field.aria}
			/>
		</Field>
	)
})

/** For grids of hundreds: the bare input, named by `aria-label`, with no wrapper and no state. */
export const QuantityCell = forwardRef<HTMLInputElement, Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'size'> & { 'aria-label': string }>(
	function QuantityCell({ className, ...rest }, ref) {
		return (
			<input
				ref={ref}
				type="number"
				inputMode="decimal"
				min={0}
				step="any"
				onFocus={selectAll}
				className={cn(control, 'h-8 w-20 px-2 text-right text-sm tabular-nums', className)}
				{...rest}
			/>
		)
	},
)

type StepperLabels = { decrease: string; increase: string }

/** A quantity with steppers. Without scripts it is a number field; the steppers obey min, max and step as the browser does. */
export const QuantityField = forwardRef<HTMLInputElement, NumberProps & { labels: StepperLabels }>(function QuantityField(
	{ label, hideLabel, hint, error, aside, className, inputClassName, size = 'md', id, labels, min = 0, ...rest },
	ref,
) {
	const field = useField({ id, hint, error })
	const input = useRef<HTMLInputElement>(null)
	useImperativeHandle(ref, () => input.current as HTMLInputElement)

	function step(up: boolean) {
		const target = input.current
		if (!target) return
		if (up) target.stepUp()
		else target.stepDown()
		// Both kinds of listener hear it: React's onChange, and forms that save on change.
		target.dispatchEvent(new Event('input', { bubbles: true }))
		target.dispatchEvent(new Event('change', { bubbles: true }))
	}

	const side = cn('grid w-9 shrink-0 place-items-center text-ink-soft hover:bg-sunken hover:text-ink disabled:opacity-40', size === 'sm' && 'w-7')
	return (
		<Field id={field.id} {...{ label, hideLabel, hint, aside, className }} errors={field.errors}>
			<div
				className={cn(
					'flex w-fit overflow-hidden rounded-md border border-control bg-surface focus-within:border-accent focus-within:outline-2 focus-within:outline-accent',
					controlSize[size],
					field.errors.length > 0 && 'border-danger',
				)}
			>
				<button type="button" tabIndex={-1} className={side} aria-label={labels.decrease} onClick={() => step(false)} disabled={rest.disabled}>
					<Icon name="minus" className="size-4" />
				</button>
				<input
					ref={input}
					type="number"
					inputMode="decimal"
					min={min}
					onFocus={selectAll}
					className={cn('w-14 min-w-0 border-x border-rule bg-transparent text-center tabular-nums outline-none', inputClassName)}
					{...rest}
					{...field.aria}
				/>
				<button type="button" tabIndex={-1} className={side} aria-label={labels.increase} onClick={() => step(true)} disabled={rest.disabled}>
					<Icon name="plus" className="size-4" />
				</button>
			</div>
		</Field>
	)
})
