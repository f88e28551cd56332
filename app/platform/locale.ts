/** The languages of the house, the first being the one that nothing is missing in. */
export const locales = ['en', 'fr-CA', 'es', 'ja', 'cs'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'en'
export const localeCookieName = 'kontor_locale'

/** The Set-Cookie header that keeps a language for a year. */
export function localeCookie(locale: Locale): string {
	return `${localeCookieName}=${locale}; Path=/; Max-Age=31536000; SameSite=Lax`
}

export function isLocale(text: unknown): text is Locale {
	return locales.some((locale) => locale === text)
}

/** The language of the house for what a browser asks: exact first, then the same language of another country. */
export function closestLocale(asked: string): Locale | null {
	const tag = asked.trim().toLowerCase()
	const language = tag.split('-')[0]
	return locales.find((locale) => locale.toLowerCase() === tag) ?? locales.find((locale) => locale.toLowerCase().split('-')[0] === language) ?? null
}

/** The best language of an Accept-Language header, by its q values; equal ones in their order. */
export function localeOfHeader(header: string): Locale | null {
	const asked = header.split(',').map((part, order) => {
		const [tag = '', ...rest] = part.split(';')
		const q = Number(
			rest
				.find((one) => one.trim().startsWith('q='))
				?.trim()
				.slice(2) ?? 1,
		)
		return { tag, order, q: Number.isFinite(q) ? q : 0 }
	})
	for (const { tag, q } of asked.sort((a, b) => b.q - a.q || a.order - b.order)) {
		const found = q > 0 ? closestLocale(tag) : null
		if (found) return found
	}
	return null
}

/** The language of a page: its URL, then the person, then the cookie, then the browser, then English. */
export function localeOf({
	pathname,
	person,
	cookie,
	header,
}: {
	pathname: string
	person?: string | null
	cookie?: string | null
	header?: string | null
}): Locale {
	const [, prefix] = pathname.split('/')
	const said = cookie?.match(new RegExp(`(?:^|;\\s*)${localeCookieName}=([^;]+)`))?.[1]
	for (const one of [prefix, person, said]) if (isLocale(one)) return one
	return localeOfHeader(header ?? '') ?? defaultLocale
}

/** The same page in another language: the prefix replaced, added, or taken away when `locale` is null. */
export function withLocale(path: string, locale: Locale | null): string {
	const [, first, ...rest] = path.split('/')
	const bare = isLocale(first) ? `/${rest.join('/')}` : path
	return locale ? `/${locale}${bare === '/' ? '' : bare}` : bare
}
