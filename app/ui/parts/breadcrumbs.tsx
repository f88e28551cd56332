import { Link } from '@remix-run/react'

export interface Crumb {
	label: string
	href?: string | undefined
}

/** The last crumb is the page itself and needs no address; nor does one whose door is closed to the reader. */
export function Breadcrumbs({ label, crumbs }: { label: string; crumbs: readonly Crumb[] }) {
	return (
		<nav aria-label={label} className="text-sm text-ink-soft print:hidden">
			<ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
				{crumbs.map((crumb, index) => (
					<li key={crumb.href ?? crumb.label} className="flex items-center gap-2">
						{index > 0 ? <span aria-hidden="true">/</span> : null}
						{crumb.href ? (
							<Link to={crumb.href} className="hover:text-ink hover:underline">
								{crumb.label}
							</Link>
						) : (
							<span aria-current={index === crumbs.length - 1 ? 'page' : undefined} className={index === crumbs.length - 1 ? 'text-ink' : undefined}>
								{crumb.label}
							</span>
						)}
					</li>
				))}
			</ol>
		</nav>
	)
}
