import { readPayLinkFacts } from '../../../db/queries/pay-link.ts'
import { loadFramedMail, namedLines } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Asks a buyer to pay an order by her own card. The link opens for her alone, after she has signed in. */
export async function loadPayLinkMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { payLinkId } = event.payload
	if (typeof payLinkId !== 'number' || event.accountId === null) return null
	const link = await readPayLinkFacts(desk.db, { accountId: event.accountId, id: payLinkId })
	// Paid or replaced meanwhile: nobody is asked for what is settled.
	if (link?.state !== 'open') return null
	const { format } = desk
	return loadFramedMail(desk, event, link, ({ t, locale }) => {
		const total = format.money(link.totalMinor, link.currency, locale)
		const until = format.day(new Date(link.expiresAt.getTime() - 1).toISOString().slice(0, 10), locale)
		return {
			key: 'payLink',
			facts: { rep: link.repName, total, until },
			blocks: [namedLines(desk, { t, locale }, link.lines), { kind: 'facts', facts: [{ name: t('order.total'), value: total }] }],
			button: { label: t('payLink.button'), path: `/pay/${payLinkId}` },
		}
	})
}
