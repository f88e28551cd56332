import { useTranslation } from 'react-i18next'
import { TextLink } from '../parts/button.tsx'

const rooms: Readonly<Record<string, { room: string; label: string }>> = {
	'task.sync_refused': { room: 'errors', label: 'tasks.toErrors' },
	'task.sync_suspended': { room: 'setup', label: 'tasks.toConnection' },
}

/** What another system said, in its own words, and the way to the room where it is mended; nothing for tasks of another kind. */
export function TaskSource({ subject, facts }: { subject: string; facts: Record<string, unknown> }) {
	const { t } = useTranslation('desk')
	const target = rooms[subject]
	if (!target) return null
	const { connectionId, code, message } = facts
	const query = target.room === 'errors' ? `?code=${encodeURIComponent(String(code))}` : ''
	return (
		<span className="mt-1 grid gap-1 text-sm text-ink-soft">
			<span className="break-words">
				<code>{String(code)}</code> {message ? String(message) : null}
			</span>
			<TextLink to={`/admin/sync/${connectionId}/${target.room}${query}`}>{t(target.label)}</TextLink>
		</span>
	)
}
