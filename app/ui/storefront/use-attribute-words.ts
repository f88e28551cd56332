import { useTranslation } from 'react-i18next'
import { plainValue } from '../../engine/catalog/variant-name.ts'

/** Attributes as people read them: known names and values in their language, sizes as numbers have them ('250G' is 250 g), all else as it stands. */
export function useAttributeWords() {
	const { t, i18n } = useTranslation('storefront')
	const has = (key: string) => i18n.exists(key, { ns: 'storefront' })
	return {
		name: (key: string) => (has(`facts.${key}`) ? t(`facts.${key}`) : key),
		value: (value: string | number) => {
			if (typeof value === 'string' && has(`values.${value}`)) return t(`values.${value}`)
			return plainValue(value)
		},
	}
}
