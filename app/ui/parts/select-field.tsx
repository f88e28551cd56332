import { forwardRef, type ReactNode, type SelectHTMLAttributes } from 'react'
import { cn } from './cn.ts'
import { type ControlSize, control, controlSize, Field, type FieldWords, useField } from './field.tsx'
import { Icon } from './icon.tsx'

export interface Option {
	value: string
	label: string
	disabled?: boolean
}

type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'size'> &
	FieldWords & { options?: readonly Option[]; className?: string; inputClassName?: string; size?: ControlSize; children?: ReactNode }

/** The native select; pass `options`, or `children` for groups. */
export const SelectField = forwardRef<HTMLSelectElement, SelectProps>(function SelectField(
	{ label, hideLabel, hint, error, aside, className, inputClassName, size = 'md', id, options, children, ...rest },
	ref,
) {
	const field = useField({ id, hint, error })
	return (
		<Field id={field.id} {...{ label, hideLabel, hint, aside, className }} errors={field.errors}>
			<div className="relative">
				<select
					ref={ref}
					className={cn(control, controlSize[size], 'appearance-none bg-surface pr-9 read-only:bg-surface', inputClassName)}
					{...rest}
					{...field.aria}
				>
					{options?.map((option) => (
						// A country may have another name in somebody's browser: it keeps the one it came with.
						<option key={option.value} value={option.value} disabled={option.disabled} suppressHydrationWarning>
							{option.label}
						</option>
					))}
					{children}
				</select>
				<Icon name="chevronDown" className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-soft" />
			</div>
		</Field>
	)
})
