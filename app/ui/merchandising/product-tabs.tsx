import { useTranslation } from 'react-i18next'
import { productParts } from '../../engine/catalog/product-part.ts'
import { Tabs } from '../parts/tabs.tsx'

/** The rooms of one product. */
export function ProductTabs({ productId }: { productId: number }) {
	const { t } = useTranslation('merchandising')
	const base = `/merchandising/products/${productId}`
	return (
		<Tabs
			label={t('part.tabs')}
			tabs={[{ href: base, label: t('part.texts'), end: true }, ...productParts.map((part) => ({ href: `${base}/${part}`, label: t(`part.${part}`) }))]}
		/>
	)
}
