import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { LanguageSwitch } from './language-switch.tsx'
import type { NavEntry } from './navigation.ts'

export interface FooterProps {
	columns?: readonly { title: string; links: readonly NavEntry[] }[]
	languagesLabel: string
	note?: ReactNode
	theme?: ReactNode
}

export function Footer({ columns = [], languagesLabel, note, theme }: FooterProps) {
	return (
		<footer className="mt-24 border-t border-rule print:hidden">
			<div className="mx-auto grid max-w-page gap-10 px-4 py-12 sm:px-8">
				{columns.length > 0 ? (
					<div className="grid grid-cols-2 gap-8 md:grid-cols-4">
						{columns.map(({ title, links }) => (
							<nav key={title} aria-label={title} className="grid content-start gap-3 text-sm">
								<p className="font-display text-base">{title}</p>
								<ul className="grid gap-2">
									{links.map((link) => (
										<li key={link.href}>
											<Link to={link.href} className="inline-block min-h-6 text-ink-soft hover:text-ink hover:underline">
												{link.label}
											</Link>
										</li>
									))}
								</ul>
							</nav>
						))}
					</div>
				) : null}
				<div className="flex flex-wrap items-center justify-between gap-6 text-sm text-ink-soft not-first:border-t not-first:border-rule not-first:pt-6">
					<div>{note}</div>
					<div className="flex flex-wrap items-center gap-x-6 gap-y-4">
						<LanguageSwitch label={languagesLabel} />
						{theme}
					</div>
				</div>
			</div>
		</footer>
	)
}
