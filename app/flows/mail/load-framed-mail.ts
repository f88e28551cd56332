import type { TFunction } from 'i18next'
import type { MailAttachment, MailBlock } from '../../engine/content/mail-content.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale, type Locale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Whom a mail is to: a buyer with her account, or a member of the house without one. */
export type MailReader = {
	email: string
	firstName: string
	lastName: string
	locale: string
	sellerName: string
	accountId?: number | null
	contactId?: number | null
}

/** What one kind of mail says: its texts stand in `mail.json` under `key`. */
export type MailSaid = {
	key: string
	facts: Readonly<Record<string, string>>
	/** The sentence after the greeting is the kind's own text. */
	hasText?: boolean
	blocks: readonly MailBlock[]
	button: { label: string; path: string }
	/** Why she gets it; for buyers the account at the seller's. */
	footer?: string
	/** It carries what opens a door: what was sent is not kept (app/decisions/0320). */
	isSecret?: true
	/** Documents that go with it. */
	attachments?: readonly MailAttachment[]
	/** What it is listed as; the topic, unless said. */
	kind?: string
}

export type MailWords = { t: TFunction; locale: Locale }

/**
 * The frame of a mail about an event, in its reader's language: to whom, subject, greeting, one button, why she gets it. The
 * event's id is the mail's key, so an event that comes twice is one mail.
 */
export function loadFramedMail({ at, publicUrl }: MailDesk, event: MailEvent, reader: MailReader, say: (words: MailWords) => MailSaid): Written {
	const locale = isLocale(reader.locale) ? reader.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const { key, blocks, button, footer = 'footer.why', kind = event.topic, hasText = true, attachments, isSecret, ...said } = say({ t, locale })
	const facts = { name: reader.firstName, seller: reader.sellerName, ...said.facts }
	return {
		mail: {
			to: { email: reader.email, name: `${reader.firstName} ${reader.lastName}` },
			locale,
			kind,
			...(isSecret ? { isSecret } : {}),
			content: {
				subject: t(`${key}.subject`, facts),
				preheader: t(`${key}.preheader`, facts),
				title: t(`${key}.title`, facts),
				blocks: [
					{ kind: 'text', text: t('greeting', { ...facts, name: reader.firstName }) },
					...(hasText ? [{ kind: 'text' as const, text: t(`${key}.text`, facts) }] : []),
					...blocks,
					{ kind: 'button', label: button.label, url: `${publicUrl}${button.path}` },
				],
				footer: [t(footer, facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			...(attachments ? { attachments } : {}),
			...(reader.accountId ? { accountId: reader.accountId, contactId: reader.contactId ?? null } : {}),
			at,
		},
	}
}

/** How many lines such a mail names; the page has them all. */
const NAMED_LINES = 12

/** The first lines of an order, with how many of each. */
export function namedLines({ format }: MailDesk, { t, locale }: MailWords, lines: readonly { name: string; quantity: number }[]): MailBlock {
	const rows = lines.slice(0, NAMED_LINES).map((line) => [line.name, format.quantity(line.quantity, locale)])
	return { kind: 'lines', head: [t('order.product'), t('order.quantity')], rows, foot: [], figures: [1] }
}
