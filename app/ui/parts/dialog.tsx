import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'

type DialogProps = {
	title: ReactNode
	description?: ReactNode
	children: ReactNode
	/** The button that opens it; without one, give `open` and `onOpenChange`. */
	trigger?: ReactNode
	open?: boolean
	onOpenChange?: (open: boolean) => void
	actions?: ReactNode
	closeLabel: string
	/** 'sheet' comes from the side and keeps the page in sight. */
	kind?: 'centre' | 'sheet'
	className?: string
}

const kinds = {
	centre: 'inset-x-4 top-1/2 mx-auto max-h-[calc(100dvh-2rem)] max-w-xl -translate-y-1/2 rounded-lg',
	sheet: 'inset-y-0 right-0 w-full max-w-md',
} as const

export function Dialog({ title, description, children, trigger, open, onOpenChange, actions, closeLabel, kind = 'centre', className }: DialogProps) {
	const control = { ...(open === undefined ? {} : { open }), ...(onOpenChange ? { onOpenChange } : {}) }
	return (
		<Radix.Root {...control}>
			{trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
			<Radix.Portal>
				<Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
				<Radix.Content
					{...(description ? {} : { 'aria-describedby': undefined })}
					className={cn('fixed z-50 flex animate-fade flex-col bg-surface text-ink shadow-lift outline-none', kinds[kind], className)}
				>
					<div className="flex items-start justify-between gap-4 border-b border-rule px-6 py-4">
						<div className="grid gap-1">
							<Radix.Title className="font-display text-xl">{title}</Radix.Title>
							{description ? <Radix.Description className="text-sm text-ink-soft">{description}</Radix.Description> : null}
						</div>
						<Radix.Close asChild>
							<IconButton icon="close" label={closeLabel} size="sm" className="-mr-2" />
						</Radix.Close>
					</div>
					<div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">{children}</div>
					{actions ? <div className="flex flex-wrap justify-end gap-2 border-t border-rule px-6 py-4">{actions}</div> : null}
				</Radix.Content>
			</Radix.Portal>
		</Radix.Root>
	)
}

/** Around a button that shall also close the dialog. */
export const DialogClose = Radix.Close
