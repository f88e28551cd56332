import { useTranslation } from 'react-i18next'

/** The word for a code that data may hold without a text for it: units and methods that a seller added, standings' sources. */
export function useWord(namespace = 'account'): (key: string, fallback: string) => string {
	const { t, i18n } = useTranslation(namespace)
	return (key, fallback) => (i18n.exists(key, { ns: namespace }) ? t(key) : fallback)
}
