import { useTranslation } from 'react-i18next'
import { useClassName } from '../merchandising/use-class-name.ts'

/** A value of a field as it is called; categories by their names. */
export function useValueName(key: string, categories: readonly { id: number; name: string }[]): (value: string) => string {
	const { t } = useTranslation('grid')
	const className = useClassName()
	return (value) => {
		if (value === '') return ''
		if (key === 'status') return t(`merchandising:productStatus.${value}`)
		if (key === 'stockPolicy') return t(`stockPolicy.${value}`)
		if (key === 'productClass') return className(value)
		if (!key.startsWith('category.') && key !== 'categories') return value
		return value
			.split(', ')
			.map((id) => categories.find((one) => String(one.id) === id)?.name ?? id)
			.join(', ')
	}
}
