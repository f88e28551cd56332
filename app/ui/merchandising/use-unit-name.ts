import { useTranslation } from 'react-i18next'

/** A unit of measure by its name in the reader's language; a code of the company's own is shown as it is. */
export function useUnitName(): (code: string) => string {
	const { t, i18n } = useTranslation('merchandising')
	return (code) => (i18n.exists(`merchandising:unit.${code}`) ? t(`unit.${code}`) : code)
}
