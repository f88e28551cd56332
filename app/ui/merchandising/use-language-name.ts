import { keep } from '../format/intl.ts'
import { useReader } from '../format/locale.tsx'

/** The languages of the house, in the order in which they are edited. */
export const languages = ['en', 'fr-CA', 'es', 'ja', 'cs'] as const

/** A language by its name in the reader's own. */
export function useLanguageName(): (tag: string) => string {
	const { locale } = useReader()
	const names = keep(`languages ${locale}`, () => new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' }))
	return (tag) => names.of(tag) ?? tag
}
