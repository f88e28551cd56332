import { Link } from '@remix-run/react'
import { cn } from '../parts/cn.ts'

export interface Brand {
	name: string
	href: string
	/** The company's own logo in place of the drawn sign. */
	logoUrl?: string | null
}

/** The house sign: a goat's horn that is a bean's seam, and the name in the display face. */
export function Wordmark({ brand, className }: { brand: Brand; className?: string }) {
	return (
		<Link to={brand.href} className={cn('flex shrink-0 items-center gap-2', className)}>
			{brand.logoUrl ? (
				<img src={brand.logoUrl} alt={brand.name} className="h-8 w-auto" />
			) : (
				<>
					<svg aria-hidden="true" viewBox="0 0 32 32" className="size-6 shrink-0 sm:size-7">
						<circle cx="16" cy="16" r="16" className="fill-accent" />
						<path
							d="M22.5 7.5c-9-1.2-15.500 4-15.500 11 0 4.500 3.200 7.500 7.200 7.500 3.800 0 6.800-2.700 6.800-6.300 0-3-2.200-5.200-5-5.200-2.400 0-4.200 1.700-4.200 3.900 0 1.900 1.400 3.300 3.100 3.300"
							fill="none"
							strokeWidth="2.4"
							strokeLinecap="round"
							className="stroke-accent-ink"
						/>
					</svg>
					<span className="font-display text-base leading-5 font-semibold whitespace-nowrap sm:text-lg">{brand.name}</span>
				</>
			)}
		</Link>
	)
}
