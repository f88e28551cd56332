import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count, percent } from '../format/number.ts'
import { TextLink } from '../parts/button.tsx'

const rooms: Readonly<Record<string, { room: string; label: string }>> = {
	'task.sync_refused': { room: 'errors', label: 'tasks.toErrors' },
	'task.sync_share': { room: 'errors', label: 'tasks.toErrors' },
	'task.sync_suspended': { room: 'setup', label: 'tasks.toConnection' },
}

/** What another system said, in its own words, or how much it refuses, and the way to the room where it is mended; nothing for tasks of another kind. */
export function TaskSource({ subject, facts }: { subject: string; facts: Record<string, unknown> }) {
	const { t } = useTranslation('desk')
	const target = rooms[subject]
	if (!target) return null
	const { connectionId, code, message } = facts
	const query = subject === 'task.sync_refused' ? `?code=${encodeURIComponent(String(code))}` : ''
	return (
		<span className="mt-1 grid gap-1 text-sm text-ink-soft">
			{subject === 'task.sync_share' ? (
				<ShareText facts={facts} />
			) : (
				<span className="break-words">
					<code>{String(code)}</code> {message ? String(message) : null}
				</span>
			)}
			<TextLink to={`/admin/sync/${connectionId}/${target.room}${query}`}>{t(target.label)}</TextLink>
		</span>
	)
}

function ShareText({ facts: { share, most, refused, tried } }: { facts: Record<string, unknown> }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	const shares = { share: percent(Number(share), locale), most: percent(Number(most), locale) }
	return <span>{t('tasks.share', { ...shares, refused: count(Number(refused), locale), tried: count(Number(tried), locale) })}</span>
}
