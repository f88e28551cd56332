import { useTranslation } from 'react-i18next'

type Told = { subject: string; facts: Readonly<Record<string, unknown>> }

/** What a task asks for, in the reader's words; a subject of somebody's own stands as it was written. The connection of our own two sides has a name in every language. */
export function useTaskText() {
	const { t, i18n } = useTranslation('desk')
	return ({ subject, facts }: Told): string => {
		const key = `tasks.subject.${subject.replaceAll('.', '_')}`
		if (!i18n.exists(`desk:${key}`)) return subject
		return t(key, subject.startsWith('task.sync_') && facts['name'] === 'house' ? { ...facts, name: t('tasks.ownConnection') } : facts)
	}
}
