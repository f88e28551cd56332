import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../parts/button.tsx'
import { LanguageSwitch } from '../shell/language-switch.tsx'
import { Wordmark } from '../shell/wordmark.tsx'

/** The house around a page that stands outside the shop: its name above; the languages and what is noted of a visit below. */
export function PublicFrame({ sellerName, children }: { sellerName: string; children: ReactNode }) {
	const { t } = useTranslation('form')
	return (
		<div className="mx-auto grid min-h-dvh max-w-page grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto] gap-10 px-4 py-6 sm:px-8">
			<header>
				<Wordmark brand={{ name: sellerName, href: '/' }} />
			</header>
			<main className="min-w-0">{children}</main>
			<footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-rule pt-4 text-sm text-ink-soft">
				<TextLink to="/visits">{t('visits.link')}</TextLink>
				<LanguageSwitch label={t('languages')} />
			</footer>
		</div>
	)
}
