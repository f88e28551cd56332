import { readCertificateFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Tells who handed a certificate in what the house says to it, with its reason. Payload: certificateId. */
export async function loadCertificateMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { certificateId } = event.payload
	const certificate = typeof certificateId === 'number' ? await readCertificateFacts(desk.db, certificateId) : null
	if (!certificate) return null
	const { number, jurisdiction, expiresOn, decisionNote } = certificate
	return loadFramedMail(desk, event, certificate, ({ t, locale }) => ({
		key: event.topic === 'certificate.accepted' ? 'certificateAccepted' : 'certificateRefused',
		facts: { number, jurisdiction: desk.format.place(jurisdiction, locale), until: desk.format.day(expiresOn, locale) },
		blocks: decisionNote ? [{ kind: 'facts', facts: [{ name: t('certificate.reason'), value: decisionNote }] }] : [],
		button: { label: t('certificate.button'), path: '/company/certificates' },
	}))
}
