import type { WishedSettings } from '../../flows/sync-setup/change-settings.ts'
import { oneOf, textIn } from '../desk/read-form.ts'

const mostEvents = 20

/** What an administrator wants of a connection as a whole; what is not named stays as it is usual. */
export function readSettingsForm(form: FormData): WishedSettings {
	return {
		tieWinner: oneOf(['crm', 'ma'], form.get('tieWinner')) ?? 'crm',
		createOn: form
			.getAll('createOn')
			.slice(0, mostEvents)
			.map((event) => String(event).slice(0, 80)),
		errorPercent: textIn(form, 'errorPercent').slice(0, 40),
		mails: oneOf(['one', 'fallback', 'apart'], form.get('mails')) ?? 'one',
	}
}
