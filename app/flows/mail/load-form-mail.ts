import { readGrantMail } from '../../../db/queries/marketing-file.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { wordsIn } from '../../engine/marketing/form.ts'
import { sign } from '../../platform/signing.server.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** The link to a file that was asked for by a form, to the address that was typed there. Payload: grantId, email, locale. */
export async function loadFormMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { grantId, email, locale } = event.payload
	const facts = typeof grantId === 'number' ? await readGrantMail(desk.db, grantId) : null
	if (!facts || typeof email !== 'string') return null
	const { title, expiresAt, timeZone, ...person } = facts
	const token = sign({ g: grantId }, { purpose: 'gated-file', secrets: desk.secrets, expiresAt })
	return loadFramedMail(desk, event, { ...person, email, locale: typeof locale === 'string' ? locale : 'en' }, ({ t, locale: reads }) => ({
		key: 'formFile',
		facts: { file: wordsIn(title, reads), day: desk.format.day(dayIn(expiresAt, timeZone), reads) },
		blocks: [],
		button: { label: t('formFile.button'), path: `/d/${token}` },
		footer: 'footer.asked',
	}))
}
