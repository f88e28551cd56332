import { useTranslation } from 'react-i18next'

/** Objects and fields of our own in the reader's words; those of another system by their own labels. */
export function useNames() {
	const { t, i18n } = useTranslation('sync')
	// Of another system there are no words of ours, and none are missing.
	const own = (key: string, name: string) => (i18n.exists(`sync:${key}`) ? t(key) : name)
	return {
		object: (name: string) => own(`object.${name}`, name),
		field: (name: string, label: string = name) => {
			if (name === '') return t('wholeRecord')
			// A field of the house's own has no words of ours; where nobody brought its label, it is said what it is.
			if (name.startsWith('custom.')) return label === name ? t('ownField', { name: name.slice('custom.'.length) }) : label
			return own(`field.${name}`, label)
		},
	}
}
