import { Link, useLocation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { languageNames } from '../format/languages.ts'
import { withoutLanguage } from '../parts/place-link.tsx'

/** The same page in another language: its address with the language in front. */
function inLanguage(pathname: string, search: string, locale: string): string {
	const bare = withoutLanguage(pathname)
	return `/${locale}${bare === '/' ? '' : bare}${search}`
}

/** Each language under its own name; the links are addresses, so it works without scripts and search engines follow it. */
export function LanguageSwitch({ label }: { label: string }) {
	const { i18n } = useTranslation()
	const { pathname, search } = useLocation()
	return (
		<nav aria-label={label}>
			<ul className="flex flex-wrap gap-x-4 gap-y-1">
				{languageNames.map(([locale, name]) => (
					<li key={locale}>
						<Link
							to={inLanguage(pathname, search, locale)}
							reloadDocument
							lang={locale}
							hrefLang={locale}
							aria-current={i18n.language === locale ? 'true' : undefined}
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
