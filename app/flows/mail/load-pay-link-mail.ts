import { readPayLinkFacts } from '../../../db/queries/pay-link.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** How many lines a mail names; the page has them all. */
const NAMED_LINES = 12

/** Asks a buyer to pay an order by her own card. The link opens for her alone, after she has signed in. */
export async function loadPayLinkMail({ db, publicUrl, at, format }: MailDesk, event: MailEvent): Promise<Written> {
	const { payLinkId } = event.payload
	if (typeof payLinkId !== 'number' || event.accountId === null) return null
	const link = await readPayLinkFacts(db, { accountId: event.accountId, id: payLinkId })
	// Paid or replaced meanwhile: nobody is asked for what is settled.
	if (link?.state !== 'open') return null
	const locale = isLocale(link.locale) ? link.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const total = format.money(link.totalMinor, link.currency, locale)
	const until = format.day(new Date(link.expiresAt.getTime() - 1).toISOString().slice(0, 10), locale)
	const facts = { name: link.firstName, rep: link.repName, seller: link.sellerName, total, until }
	return {
		mail: {
			to: { email: link.email, name: `${link.firstName} ${link.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t('payLink.subject', facts),
				preheader: t('payLink.preheader', facts),
				title: t('payLink.title', facts),
				blocks: [
					{ kind: 'text', text: t('greeting', facts) },
					{ kind: 'text', text: t('payLink.text', facts) },
					{
						kind: 'lines',
						head: [t('order.product'), t('order.quantity')],
						rows: link.lines.slice(0, NAMED_LINES).map((line) => [line.name, format.quantity(line.quantity, locale)]),
						foot: [],
						figures: [1],
					},
					{ kind: 'facts', facts: [{ name: t('order.total'), value: total }] },
					{ kind: 'button', label: t('payLink.button'), url: `${publicUrl}/pay/${payLinkId}` },
				],
				footer: [t('footer.why', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			accountId: link.accountId,
			contactId: link.contactId,
			at,
		},
	}
}
