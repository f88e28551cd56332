import type { Db } from '../../../db/client.server.ts'
import type { EmailConnector, Mail } from '../../connectors/email/contract.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'

/** Amounts and days as each language writes them (app/ui/format), handed in by the composition root. */
export type MailFormat = {
	money: (totalMinor: number, currency: string, locale: string) => string
	day: (isoDay: string, locale: string) => string
	quantity: (tenThousandths: number, locale: string) => string
	/** A plain decimal in text. */
	decimal: (text: string, locale: string) => string
	/** A country, or a part of one: 'US-MN' is Minnesota. */
	place: (code: string, locale: string) => string
}

/** What writing a mail needs. */
export type MailDesk = { db: Db; email: EmailConnector; publicUrl: string; secrets: readonly string[]; at: Date; format: MailFormat }

/** An event on its way to the mail desk. */
export type MailEvent = CommerceEvent

/** A mail to send and what to write down when it left; null when nobody is to be mailed. */
export type Written = { mail: Mail; afterwards?: () => Promise<void> } | null
