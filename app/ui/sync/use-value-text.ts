import { useTranslation } from 'react-i18next'
import { dateTime, day } from '../format/date.ts'
import { languageName } from '../format/languages.ts'
import { useReader } from '../format/locale.tsx'
import { list } from '../format/number.ts'

type Value = string | boolean | readonly string[] | null | undefined

/** Of our own sides; another system says itself who its ids are. */
export const userFields: readonly string[] = ['owner_user_id', 'assigned_user_id']

/** A value of a side as people read it: what is empty says so, days and languages are those of the reader, and `names` says who `user:3` is, and `outside:005`. */
export function useValueText(names: Readonly<Record<string, string>> = {}) {
	const { t } = useTranslation('sync')
	const { locale, timeZone } = useReader()
	return (value: Value, field = ''): string => {
		if (value === null || value === undefined || value === '') return t('empty')
		if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
		if (typeof value !== 'string') return list(value, locale)
		if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value, locale)
		if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return dateTime(value, locale, timeZone)
		if (field === 'locale') return languageName(value, locale)
		return (userFields.includes(field) && names[`user:${value}`]) || (names[`outside:${value}`] ?? value)
	}
}
