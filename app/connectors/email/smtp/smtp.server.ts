import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { refusal, refused } from '../../../engine/base/refusal.ts'
import type { CarriedMail, Carrier } from '../contract.ts'

/** Mail by SMTP. `url` as in SMTP_URL, `from` as in SMTP_FROM ("Capricorn Coffee <orders@capricorn.example>"). */
export function openSmtp({ url, from }: { url: string; from: string }): Carrier & { close: () => void } {
	const transport = createTransport({ url, pool: true, maxConnections: 2, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 })
	const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
	const carry = async (mail: CarriedMail) => {
		try {
			await transport.sendMail({ ...letterOf(mail, domain), from })
			return { ok: true as const }
		} catch (error) {
			return refuseMail(error)
		}
	}
	return Object.assign(carry, { close: () => transport.close() })
}

function letterOf({ to, subject, html, text, messageKey, unsubscribeUrl, files }: CarriedMail, domain: string) {
	// One key, one Message-ID: a mail sent twice after a crash is one mail to its reader.
	const messageId = `<${createHash('sha256').update(messageKey).digest('hex').slice(0, 32)}@${domain}>`
	const leave = unsubscribeUrl ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}
	return {
		to: { name: (to.name ?? '').replaceAll(/\s+/g, ' '), address: to.email },
		subject,
		html,
		text,
		messageId,
		attachments: files.map(({ name, bytes }) => ({ filename: name, content: Buffer.from(bytes), contentType: 'application/pdf' })),
		headers: { 'Auto-Submitted': 'auto-generated', ...leave },
	}
}

/** A 5xx answer is final (RFC 5321 section 4.2.1); all else, silence included, may pass. */
function refuseMail(error: unknown) {
	const { responseCode, response, message } = error as { responseCode?: number; response?: string; message?: string }
	const final = responseCode !== undefined && responseCode >= 500 && responseCode < 600
	return refused(refusal(final ? 'mail.refused' : 'mail.unreachable', { said: response ?? message ?? null }))
}
