import { useTranslation } from 'react-i18next'

/** Objects and fields of our own in the reader's words; those of another system by their own labels. */
export function useNames() {
	const { t } = useTranslation('sync')
	return {
		object: (name: string) => t(`object.${name}`, { defaultValue: name }),
		field: (name: string, label: string = name) => {
			if (name === '') return t('wholeRecord')
			// A field of the house's own has no words of ours; where nobody brought its label, it is said what it is.
			if (name.startsWith('custom.')) return label === name ? t('ownField', { name: name.slice('custom.'.length) }) : label
			return t(`field.${name}`, { defaultValue: label })
		},
	}
}
