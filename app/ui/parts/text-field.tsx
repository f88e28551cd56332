import { forwardRef, type InputHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { cn } from './cn.ts'
import { type ControlSize, control, controlSize, Field, type FieldWords, useField } from './field.tsx'

type Words = FieldWords & { className?: string; inputClassName?: string; size?: ControlSize }

export const TextField = forwardRef<HTMLInputElement, Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> & Words>(function TextField(
	{ label, hideLabel, hint, error, aside, className, inputClassName, size = 'md', id, type = 'text', ...rest },
	ref,
) {
	const field = useField({ id, hint, error })
	return (
		<Field id={field.id} {...{ label, hideLabel, hint, aside, className }} errors={field.errors}>
			<input ref={ref} type={type} className={cn(control, controlSize[size], inputClassName)} {...rest} {...field.aria} />
		</Field>
	)
})

/** A day by the browser's own calendar; the value is 'YYYY-MM-DD' in every language. */
export const DateField = forwardRef<HTMLInputElement, Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'type'> & Words>(function DateField(props, ref) {
	return <TextField ref={ref} type="date" {...props} inputClassName={cn('tabular-nums', props.inputClassName)} />
})

export const TextArea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement> & Omit<Words, 'size'>>(function TextArea(
	{ label, hideLabel, hint, error, aside, className, inputClassName, id, rows = 4, ...rest },
	ref,
) {
	const field = useField({ id, hint, error })
	return (
		<Field id={field.id} {...{ label, hideLabel, hint, aside, className }} errors={field.errors}>
			<textarea ref={ref} rows={rows} className={cn(control, 'py-2 text-base sm:text-sm', inputClassName)} {...rest} {...field.aria} />
		</Field>
	)
})
