import { useTranslation } from 'react-i18next'
import { Tabs } from '../parts/tabs.tsx'

/** The views of one price book. */
export function BookTabs({ bookId }: { bookId: number }) {
	const { t } = useTranslation(['books', 'merchandising'])
	const href = `/merchandising/books/${bookId}`
	return (
		<Tabs
			label={t('tabs.label')}
			tabs={[
				{ href, label: t('tabs.prices'), end: true },
				{ href: `${href}/schedule`, label: t('schedule.title') },
				{ href: `${href}/import`, label: t('import.title') },
				{ href: `${href}/versions`, label: t('versions.title') },
				{ href: `${href}/history`, label: t('merchandising:history.title') },
				{ href: `${href}/settings`, label: t('settings.title') },
			]}
		/>
	)
}
