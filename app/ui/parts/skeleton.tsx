import { cn } from './cn.ts'

/** The shape of what is coming. */
export function Skeleton({ className }: { className?: string }) {
	return <span aria-hidden="true" className={cn('block h-4 animate-breathe rounded-sm bg-sunken', className)} />
}
