import { useTranslation } from 'react-i18next'

/** Objects and fields of our own in the reader's words; those of another system by their own labels. */
export function useNames() {
	const { t } = useTranslation('sync')
	return {
		object: (name: string) => t(`object.${name}`, { defaultValue: name }),
		field: (name: string, label: string = name) => (name === '' ? t('wholeRecord') : t(`field.${name}`, { defaultValue: label })),
	}
}
