import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

/** "Why this price?": the browser's own details, so that it opens without scripts and is found by the page search. */
export function Disclosure({ summary, children, open, className }: { summary: ReactNode; children: ReactNode; open?: boolean; className?: string }) {
	return (
		<details open={open} className={cn('group/disclosure text-sm', className)}>
			<summary className="inline-flex min-h-6 items-center gap-1 rounded-sm font-medium text-accent hover:text-accent-strong">
				<Icon name="chevronRight" className="size-4 transition-transform group-open/disclosure:rotate-90" />
				{summary}
			</summary>
			<div className="mt-2 ml-1.5 border-l border-rule py-1 pl-4">{children}</div>
		</details>
	)
}
