import { useId } from 'react'
import { cn } from './cn.ts'
import { control } from './field.tsx'

/** A paper or a picture of one: the browser's own field takes what is dropped on it, with and without scripts. Its name is `file`. */
export function FileField({ label, hint, required, className }: { label: string; hint: string; required?: boolean; className?: string }) {
	const id = useId()
	return (
		<div className={cn('grid gap-1.5', className)}>
			<label htmlFor={id} className="text-sm font-medium">
				{label}
			</label>
			<input
				id={id}
				type="file"
				name="file"
				required={required}
				accept="application/pdf,image/png,image/jpeg,image/webp,image/gif"
				aria-describedby={`${id}-hint`}
				className={`${control} h-20 cursor-pointer border-dashed bg-surface px-5 py-5 text-sm read-only:bg-surface hover:border-accent file:mr-3 file:rounded-sm file:border-0 file:bg-sunken file:px-3 file:py-1.5 file:text-sm file:font-medium file:text-ink`}
			/>
			<p id={`${id}-hint`} className="text-sm text-ink-soft">
				{hint}
			</p>
		</div>
	)
}
