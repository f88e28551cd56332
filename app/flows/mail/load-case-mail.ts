import { readCaseFacts } from '../../../db/queries/mail-facts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = { 'case.answered': 'caseAnswered', 'case.closed': 'caseClosed', 'case.reopened': 'caseReopened' }

/** Tells a buyer what the house said to her case; what her own side did is no news to her. Payload: caseId, note, byHouse. */
export async function loadCaseMail({ db, publicUrl, at }: MailDesk, event: MailEvent): Promise<Written> {
	const { caseId, note, byHouse, userName } = event.payload
	const one = typeof caseId === 'number' && byHouse === true ? await readCaseFacts(db, caseId) : null
	if (!one) return null
	const locale = isLocale(one.locale) ? one.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const key = keys[event.topic] ?? 'caseAnswered'
	const facts = {
		number: one.number,
		name: one.firstName,
		seller: one.sellerName,
		about: one.subject,
		rep: typeof userName === 'string' ? userName : one.sellerName,
	}
	return {
		mail: {
			to: { email: one.email, name: `${one.firstName} ${one.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t(`${key}.subject`, facts),
				preheader: t(`${key}.preheader`, facts),
				title: t(`${key}.title`, facts),
				blocks: [
					{ kind: 'text', text: t('greeting', facts) },
					{ kind: 'text', text: t(`${key}.text`, facts) },
					...(typeof note === 'string' && note ? [{ kind: 'note' as const, text: note }] : []),
					{ kind: 'button', label: t('case.button'), url: `${publicUrl}/help/${encodeURIComponent(one.number)}` },
				],
				footer: [t('footer.why', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			accountId: one.accountId,
			contactId: one.contactId,
			at,
		},
	}
}
