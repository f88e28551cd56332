import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { LinkZone, ZoneLink } from './link-zone.tsx'

type ProductCardProps = {
	href: string
	name: string
	image?: { src: string; alt: string }
	/** Above the name: maker, origin, number. */
	kicker?: ReactNode
	badges?: ReactNode
	price?: ReactNode
	/** Under the price: per unit, tier hint, why. */
	priceNote?: ReactNode
	stock?: ReactNode
	action?: ReactNode
	/** Cards above the fold load their picture at once. */
	eager?: boolean
	/** One below the heading that the cards stand under. */
	headingLevel?: 'h2' | 'h3'
	className?: string
}

/** One product: the picture and the name lead to it, the acts stay acts of their own. */
export function ProductCard({
	href,
	name,
	image,
	kicker,
	badges,
	price,
	priceNote,
	stock,
	action,
	eager,
	headingLevel: Heading = 'h2',
	className,
}: ProductCardProps) {
	return (
		<article className={cn('group relative grid grid-rows-[auto_1fr_auto] gap-3', className)}>
			<div className="relative overflow-hidden rounded-lg bg-sunken">
				{image ? (
					<img
						src={image.src}
						alt={image.alt}
						width={480}
						height={480}
						loading={eager ? 'eager' : 'lazy'}
						decoding="async"
						className="drawn aspect-square w-full object-cover transition-transform duration-300 group-hover:scale-[1.02]"
					/>
				) : (
					<div className="aspect-square" />
				)}
				{badges ? <div className="absolute top-2 left-2 flex flex-wrap gap-1">{badges}</div> : null}
			</div>
			<div className="grid content-start gap-1">
				{kicker ? <p className="text-xs text-ink-soft">{kicker}</p> : null}
				<Heading className="font-sans text-base leading-6 font-medium tracking-normal">
					{/* The whole picture is part of the link; what stands in `action` lies above it. */}
					<ZoneLink href={href} className="group-hover:underline before:absolute before:inset-x-0 before:top-0 before:aspect-square">
						{name}
					</ZoneLink>
				</Heading>
				{price ? <p className="text-base font-semibold tabular-nums">{price}</p> : null}
				{priceNote ? <div className="text-sm text-ink-soft">{priceNote}</div> : null}
				{stock}
			</div>
			{action ? <div className="relative">{action}</div> : null}
		</article>
	)
}

/** Two to a row on a phone, four on a desk. Their links need it around them. */
export function ProductGrid({ children, className }: { children: ReactNode; className?: string }) {
	return <LinkZone className={cn('grid grid-cols-2 gap-x-4 gap-y-10 sm:gap-x-6 md:grid-cols-3 xl:grid-cols-4', className)}>{children}</LinkZone>
}
