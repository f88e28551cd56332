import { variantWords } from '../../engine/catalog/variant-name.ts'
import { languageOf } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'

type Named = { name: string; variant: readonly string[] }

/** Names a variant to a reader of `locale`: what it is, and what tells it from the others of its product. */
export function nameInFull<T extends Named>(rows: readonly T[], locale: string): T[] {
	const wordsOf = wordsIn(locale)
	return rows.map((row) => ({ ...row, name: [row.name, wordsOf(row)].filter(Boolean).join(' · ') }))
}

/** What tells a variant from the others; of all else nothing. */
export function wordsIn(locale: string): (row: Named) => string {
	const language = languageOf(isLocale(locale) ? locale : defaultLocale)
	const wordOf = (value: string) => (language.exists(`storefront:values.${value}`) ? language.t(`storefront:values.${value}`) : null)
	return ({ name, variant }) => variantWords(name, variant, wordOf)
}
