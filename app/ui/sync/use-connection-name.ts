import { useTranslation } from 'react-i18next'

/** What people called a connection; that of our own two sides has a name in every language. */
export function useConnectionName() {
	const { t } = useTranslation('sync')
	return (name: string) => (name === 'house' ? t('name.house') : name)
}
