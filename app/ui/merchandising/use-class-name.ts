import { useTranslation } from 'react-i18next'

/** A class of products by its name in the reader's language; a class of the company's own is shown as it is. */
export function useClassName(): (productClass: string) => string {
	const { t, i18n } = useTranslation('merchandising')
	return (productClass) => (i18n.exists(`merchandising:class.${productClass}`) ? t(`class.${productClass}`) : productClass)
}
