import { useTranslation } from 'react-i18next'
import { useLanguageName } from '../merchandising/use-language-name.ts'

/** A field of the grid by its name; words with their language. */
export function useFieldName(): (key: string) => string {
	const { t, i18n } = useTranslation('grid')
	const languageName = useLanguageName()
	return (key) => {
		const [word = '', locale] = key.split('.')
		if (locale && ['name', 'summary', 'description'].includes(word)) return t('field.inLanguage', { field: t(`field.${word}`), language: languageName(locale) })
		const name = key.replace('.', '_')
		return i18n.exists(`grid:field.${name}`) ? t(`field.${name}`) : key
	}
}
