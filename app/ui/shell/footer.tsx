import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { NavEntry } from './navigation.ts'

export interface LanguageChoice {
	/** BCP 47, e.g. 'fr-CA'. */
	locale: string
	/** The language's own name for itself. */
	label: string
	href: string
	current?: boolean
}

export interface FooterProps {
	columns?: readonly { title: string; links: readonly NavEntry[] }[]
	languages: readonly LanguageChoice[]
	languagesLabel: string
	note?: ReactNode
	theme?: ReactNode
}

export function Footer({ columns = [], languages, languagesLabel, note, theme }: FooterProps) {
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
						<LanguageSwitch label={languagesLabel} languages={languages} />
						{theme}
					</div>
				</div>
			</div>
		</footer>
	)
}

/** Each language under its own name; the links are addresses, so it works without scripts and search engines follow it. */
export function LanguageSwitch({ label, languages }: { label: string; languages: readonly LanguageChoice[] }) {
	return (
		<nav aria-label={label}>
			<ul className="flex flex-wrap gap-x-4 gap-y-1">
				{languages.map(({ locale, label: name, href, current }) => (
					<li key={locale}>
						<Link
							to={href}
							reloadDocument
							lang={locale}
							hrefLang={locale}
							aria-current={current ? 'true' : undefined}
							className="inline-block min-h-6 hover:text-ink hover:underline aria-[current]:font-medium aria-[current]:text-ink"
						>
							{name}
						</Link>
					</li>
				))}
			</ul>
		</nav>
	)
}
