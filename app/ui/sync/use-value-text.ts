import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { list } from '../format/number.ts'

type Value = string | boolean | readonly string[] | null | undefined

/** A value of a side as people read it; what is empty says so. */
export function useValueText() {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (value: Value): string => {
		if (value === null || value === undefined || value === '') return t('empty')
		if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
		return typeof value === 'string' ? value : list(value, locale)
	}
}
