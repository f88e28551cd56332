import { LinkButton } from './button.tsx'

/** Keyset pages: back and on, never a number that would move under the reader. */
export function Pagination({
	label,
	previous,
	next,
	note,
}: {
	label: string
	previous?: { href: string; label: string } | null
	next?: { href: string; label: string } | null
	note?: string
}) {
	if (!previous && !next && !note) return null
	return (
		<nav aria-label={label} className="flex flex-wrap items-center justify-between gap-4 border-t border-rule pt-4 text-sm print:hidden">
			<p className="text-ink-soft tabular-nums">{note}</p>
			<div className="flex gap-2">
				{previous ? (
					<LinkButton to={previous.href} rel="prev" size="sm" icon="chevronLeft" prefetch="intent">
						{previous.label}
					</LinkButton>
				) : null}
				{next ? (
					<LinkButton to={next.href} rel="next" size="sm" icon="chevronRight" prefetch="intent">
						{next.label}
					</LinkButton>
				) : null}
			</div>
		</nav>
	)
}
