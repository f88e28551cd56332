import { type ReactNode, useId } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

export interface FieldWords {
	label: ReactNode
	/** Keeps the label for screen readers only: inside table rows whose head names the column; `wide`: only where rows stand in columns. */
	hideLabel?: boolean | 'wide'
	hint?: ReactNode
	/** Translated errors; several are listed. */
	error?: string | readonly string[] | null
	/** Shown after the label, e.g. "optional". */
	aside?: ReactNode
}

export const control =
	'block w-full min-w-0 rounded-md border border-control bg-surface px-3 text-ink transition-colors hover:border-ink-soft focus-visible:border-accent focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-ink-soft read-only:bg-sunken aria-invalid:border-danger aria-invalid:outline-danger'
export const controlSize = { sm: 'h-8 text-sm', md: 'h-10 text-base sm:text-sm', lg: 'h-12 text-base' } as const
export type ControlSize = keyof typeof controlSize

function errorsOf(error: FieldWords['error']): readonly string[] {
	if (!error) return []
	return typeof error === 'string' ? [error] : error
}

/** The ids and ARIA that tie a control to its label, hint and errors. */
export function useField({ id, hint, error }: Pick<FieldWords, 'hint' | 'error'> & { id?: string | undefined }) {
	const made = useId()
	const fieldId = id ?? made
	const errors = errorsOf(error)
	const describedBy = [errors.length > 0 && `${fieldId}-error`, hint && `${fieldId}-hint`].filter(Boolean).join(' ')
	return {
		id: fieldId,
		errors,
		aria: { id: fieldId, 'aria-invalid': errors.length > 0 || undefined, 'aria-describedby': describedBy || undefined },
	}
}

export function Field({
	id,
	label,
	hideLabel,
	hint,
	errors,
	aside,
	className,
	children,
}: Omit<FieldWords, 'error'> & { id: string; errors: readonly string[]; className?: string | undefined; children: ReactNode }) {
	return (
		<div className={cn('grid content-start gap-1.5', className)}>
			<label htmlFor={id} className={hideLabel === 'wide' ? 'text-sm font-medium xl:sr-only' : hideLabel ? 'sr-only' : 'text-sm font-medium'}>
				{label}
				{aside ? <span className="ml-2 font-normal text-ink-soft">{aside}</span> : null}
			</label>
			{children}
			<FieldNotes id={id} hint={hint} errors={errors} />
		</div>
	)
}

export function FieldNotes({ id, hint, errors }: { id: string; hint?: ReactNode; errors: readonly string[] }) {
	return (
		<>
			{errors.length > 0 ? (
				<div id={`${id}-error`} className="grid gap-0.5 text-sm text-danger">
					{errors.map((error) => (
						<p key={error} className="flex gap-1.5">
							<Icon name="alert" className="mt-0.5 size-4" />
							{error}
						</p>
					))}
				</div>
			) : null}
			{hint ? (
				<p id={`${id}-hint`} className="text-sm text-ink-soft">
					{hint}
				</p>
			) : null}
		</>
	)
}
