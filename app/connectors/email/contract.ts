import type { Result } from '../../engine/base/refusal.ts'
import type { MailAttachment, MailContent, RenderedMail } from '../../engine/content/mail-content.ts'

/** Every mail of the house leaves here, in its person's language, and stays readable afterwards (table `outgoing_mail`) unless it holds a secret. */
export type EmailConnector = {
	/**
	 * Sends once per `idempotencyKey`: repeated, it answers the mail that left. Refuses with `mail.refused` what no
	 * repetition cures (an address the server does not take), and with `mail.unreachable` what the worker tries again.
	 */
	send(mail: Mail): Promise<Result<{ mailId: number }>>
	/** Whether anybody may read the mails at /dev/mail: in trials without a mail server, never in production. */
	isReadable: boolean
}

export type Mail = {
	to: { email: string; name?: string | null }
	locale: string
	/** What the mail is for, such as `order.confirmed`. */
	kind: string
	content: MailContent
	/** Of the event and the person, so that an event delivered twice is one mail. */
	idempotencyKey: string
	accountId?: number | null
	contactId?: number | null
	/** It says what opens a door: once a server carries it, what it says is not kept. */
	isSecret?: true
	/** Documents that go with it: named here, written when it leaves. */
	attachments?: readonly MailAttachment[]
	at: Date
}

/** Writes such a document in the mail's language; null when there is none. */
export type WriteAttachment = (attachment: MailAttachment, locale: string) => Promise<Uint8Array | null>

/** Carries a mail to its reader's server. Refuses as `send` does. */
export type Carrier = (mail: CarriedMail) => Promise<Result<object>>

export type CarriedMail = RenderedMail & {
	to: Mail['to']
	messageKey: string
	unsubscribeUrl: string | null
	files: readonly { name: string; bytes: Uint8Array }[]
}

export type RenderMail = (frame: { content: MailContent; locale: string; seller: { name: string; url: string } }) => RenderedMail

declare module '../../platform/house.ts' {
	interface Connectors {
		email: EmailConnector
	}
}
