import type { Db } from '../../../../db/client.server.ts'
import { deliveredMail, failedMail, keepMail } from '../../../../db/queries/mail.ts'
import { refusal, refused } from '../../../engine/base/refusal.ts'
import type { Carrier, EmailConnector, Mail, RenderMail, WriteAttachment } from '../contract.ts'

type MailboxSettings = {
	db: Db
	render: RenderMail
	seller: { name: string; url: string }
	/** Takes the mail out of the house; without one it is read in the house. */
	carry?: Carrier
	/** Writes what goes with a mail as it leaves; nothing of it is kept. */
	write?: WriteAttachment
	isReadable?: boolean
}

/**
 * The mailbox of the house: every mail is a row before it leaves. No transaction is open while the carrier talks, so a
 * crash in between may send a mail twice, under one Message-ID, and never none.
 */
export function openMailbox({ db, render, seller, carry, write = async () => null, isReadable = false }: MailboxSettings): EmailConnector {
	return {
		isReadable,
		async send(mail) {
			const rendered = render({ content: mail.content, locale: mail.locale, seller })
			const told = mail.isSecret && carry ? { subject: '', html: '', text: '' } : rendered
			const kept = await keepMail(db, { ...rowOf(mail), ...told })
			if (kept.state === 'delivered') return { ok: true, mailId: kept.id }
			if (kept.state === 'failed') return refused(refusal('mail.refused'))
			const carried = carry
				? await carry({
						...rendered,
						files: await filesOf(mail, write),
						to: mail.to,
						messageKey: mail.idempotencyKey,
						unsubscribeUrl: mail.content.unsubscribe?.url ?? null,
					})
				: { ok: true as const }
			if (!carried.ok) {
				const [first] = carried.refusals
				await failedMail(db, { id: kept.id, failure: String(first?.facts['said'] ?? first?.code ?? ''), final: first?.code === 'mail.refused' })
				return carried
			}
			await deliveredMail(db, { id: kept.id, at: mail.at })
			return { ok: true, mailId: kept.id }
		},
	}
}

async function filesOf({ attachments = [], locale }: Mail, write: WriteAttachment): Promise<{ name: string; bytes: Uint8Array }[]> {
	const written = await Promise.all(attachments.map(async (one) => ({ name: one.name, bytes: await write(one, locale) })))
	return written.flatMap(({ name, bytes }) => (bytes ? [{ name, bytes }] : []))
}

function rowOf({ to, locale, kind, idempotencyKey, accountId, contactId, attachments, at }: Mail) {
	return {
		toEmail: to.email,
		toName: to.name ?? null,
		locale,
		kind,
		idempotencyKey,
		accountId: accountId ?? null,
		contactId: contactId ?? null,
		attachments: attachments ?? [],
		createdAt: at,
	}
}
