import { keep } from '../format/intl.ts'
import { useReader } from '../format/locale.tsx'

/** A language by its name in the reader's own. */
export function useLanguageName(): (tag: string) => string {
	const { locale } = useReader()
	const names = keep(`languages ${locale}`, () => new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' }))
	return (tag) => names.of(tag) ?? tag
}
