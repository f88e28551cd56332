import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const tones = cva('', {
	variants: {
		tone: {
			neutral: 'bg-sunken text-ink',
			accent: 'bg-accent-soft text-accent',
			positive: 'bg-positive-soft text-positive',
			warning: 'bg-warning-soft text-warning',
			danger: 'bg-danger-soft text-danger',
		},
	},
	defaultVariants: { tone: 'neutral' },
})

export type Tone = NonNullable<VariantProps<typeof tones>['tone']>

export function Badge({ tone, children, className }: { tone?: Tone; children: ReactNode; className?: string }) {
	return (
		<span className={cn('inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 font-sans text-xs font-medium whitespace-nowrap', tones({ tone }), className)}>
			{children}
		</span>
	)
}

// Colour is never the only sign: each tone has a shape of its own, and the word follows.
const shapes: Record<Tone, string> = {
	neutral: 'M4 1.5a2.5 2.5 0 1 0 .01 0Z',
	accent: 'M1.5 4h5M4 1.5v5',
	positive: 'M1 4.3 3.2 6.5 7 1.8',
	warning: 'M4 1 7.3 7H.7Z',
	danger: 'm1.5 1.5 5 5m0-5-5 5',
}
const inks: Record<Tone, string> = {
	neutral: 'text-ink-soft',
	accent: 'text-accent',
	positive: 'text-positive',
	warning: 'text-warning',
	danger: 'text-danger',
}

/** A state in a row: a small sign and its word, without a box. */
export function Status({ tone = 'neutral', children, className }: { tone?: Tone; children: ReactNode; className?: string }) {
	return (
		<span className={cn('inline-flex items-center gap-2 text-sm whitespace-nowrap', className)}>
			<svg
				aria-hidden="true"
				viewBox="0 0 8 8"
				className={cn('size-2.5 shrink-0', inks[tone])}
				fill="none"
				stroke="currentColor"
				strokeWidth="1.6"
				strokeLinecap="round"
			>
				<path d={shapes[tone]} />
			</svg>
			{children}
		</span>
	)
}

/** A small count on a corner, e.g. of the cart. */
export function Count({ children }: { children: ReactNode }) {
	return <span className="grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-accent-ink tabular-nums">{children}</span>
}
