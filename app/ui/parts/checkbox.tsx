import { forwardRef, type InputHTMLAttributes, type ReactNode } from 'react'
import { cn } from './cn.ts'
import { FieldNotes, type FieldWords, useField } from './field.tsx'

type CheckProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & Omit<FieldWords, 'aside'> & { className?: string }

const mark =
	'mt-0.5 size-5 shrink-0 appearance-none border border-control bg-surface bg-center bg-no-repeat transition-colors checked:border-accent checked:bg-accent disabled:opacity-50 aria-invalid:border-danger'
const tick = 'tick-mark relative rounded-sm'
const dot = 'relative rounded-full after:absolute after:inset-1 after:hidden after:rounded-full after:bg-accent-ink checked:after:block'

type ChoiceProps = CheckProps & { kind: 'checkbox' | 'radio' }

const Choice = forwardRef<HTMLInputElement, ChoiceProps>(function Choice({ label, hideLabel, hint, error, className, id, kind, ...rest }, ref) {
	const field = useField({ id, hint, error })
	return (
		<div className={cn('grid gap-1', className)}>
			<label htmlFor={field.id} className="flex min-h-6 w-fit items-start gap-2.5 text-sm">
				<input ref={ref} type={kind} className={cn(mark, kind === 'radio' ? dot : tick)} {...rest} {...field.aria} />
				<span className={hideLabel ? 'sr-only' : 'pt-0.5'}>{label}</span>
			</label>
			<div className="pl-7.5 empty:hidden">
				<FieldNotes id={field.id} hint={hint} errors={field.errors} />
			</div>
		</div>
	)
})

export const Checkbox = forwardRef<HTMLInputElement, CheckProps>(function Checkbox(props, ref) {
	return <Choice ref={ref} kind="checkbox" {...props} />
})

export const Radio = forwardRef<HTMLInputElement, CheckProps>(function Radio(props, ref) {
	return <Choice ref={ref} kind="radio" {...props} />
})

/** A named set of radios or checkboxes. */
export function ChoiceGroup({
	legend,
	hint,
	error,
	children,
	className,
}: {
	legend: ReactNode
	hint?: ReactNode
	error?: FieldWords['error']
	children: ReactNode
	className?: string
}) {
	const field = useField({ id: undefined, hint, error })
	return (
		<fieldset className={cn('grid gap-2', className)} aria-describedby={field.aria['aria-describedby']}>
			<legend className="mb-2 text-sm font-medium">{legend}</legend>
			{children}
			<FieldNotes id={field.id} hint={hint} errors={field.errors} />
		</fieldset>
	)
}
