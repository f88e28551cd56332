import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconName } from './icon.tsx'

const banner = cva('flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 text-sm sm:px-5', {
	variants: {
		tone: {
			info: 'border-l-4 border-accent bg-accent-soft [&_.mark]:text-accent',
			positive: 'border-l-4 border-positive bg-positive-soft [&_.mark]:text-positive',
			warning: 'border-l-4 border-warning bg-warning-soft [&_.mark]:text-warning',
			danger: 'border-l-4 border-danger bg-danger-soft [&_.mark]:text-danger',
			/** Acting for somebody else: the loudest thing on the page, and always there. */
			behalf: 'items-center bg-ink text-ground',
		},
	},
	defaultVariants: { tone: 'info' },
})

const marks: Record<NonNullable<VariantProps<typeof banner>['tone']>, IconName> = {
	info: 'info',
	positive: 'check',
	warning: 'alert',
	danger: 'alert',
	behalf: 'user',
}

type BannerProps = VariantProps<typeof banner> & { title?: ReactNode; children?: ReactNode; action?: ReactNode; className?: string; live?: boolean }

/** `live` announces it when it appears after an act. */
export function Banner({ tone, title, children, action, className, live }: BannerProps) {
	return (
		<div role={live ? 'status' : undefined} className={cn(banner({ tone }), className)}>
			<Icon name={marks[tone ?? 'info']} className="mark" />
			<div className="min-w-48 flex-1">
				{title ? <p className="font-semibold">{title}</p> : null}
				{children}
			</div>
			{action}
		</div>
	)
}
