import { keep } from './intl.ts'

/** The languages of the house by their own names, in the order in which they are edited; app/platform/locale.ts has the same, and a test holds the two together. */
export const languageNames = [
	['en', 'English'],
	['fr-CA', 'Français'],
	['es', 'Español'],
	['ja', '日本語'],
	['cs', 'Čeština'],
] as const

/** A language by its tag in the reader's words; what is no tag stays as it is. */
export function languageName(tag: string, locale: string): string {
	if (!/^[a-z]{2,3}(-[A-Za-z]{2,4})*$/.test(tag)) return tag
	return keep(`language ${locale}`, () => new Intl.DisplayNames(locale, { type: 'language' })).of(tag) ?? tag
}

export const languages = languageNames.map(([tag]) => tag)
