export type Theme = 'system' | 'light' | 'dark'

export const themeCookie = 'kontor_theme'
const A_YEAR_SECONDS = 31_536_000

/** The kept choice, for `<html data-theme>`; 'system' sets nothing and lets the device decide. */
export function readTheme(cookieHeader: string | null): Theme {
	const kept = cookieHeader?.match(new RegExp(`(?:^|;\\s*)${themeCookie}=(light|dark)`))?.[1]
	return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** The cookie that keeps the choice; read on the server, so that no page flashes in the other light. */
export function themeCookieFor(theme: Theme): string {
	const maxAge = theme === 'system' ? 0 : A_YEAR_SECONDS
	return `${themeCookie}=${theme}; Path=/; Max-Age=${maxAge}; SameSite=Lax`
}
