import { readReturnFacts } from '../../../db/queries/mail-facts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = { 'return.approved': 'returnApproved', 'return.refused': 'returnRefused', 'return.received': 'returnReceived' }

/** Tells a buyer what the house says to her return, and what is credited for it. Payload: returnId. */
export async function loadReturnMail({ db, publicUrl, at, format }: MailDesk, event: MailEvent): Promise<Written> {
	const returnId = event.payload['returnId']
	const goods = typeof returnId === 'number' ? await readReturnFacts(db, returnId) : null
	if (!goods) return null
	const locale = isLocale(goods.locale) ? goods.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const key = keys[event.topic] ?? 'returnReceived'
	const credit = format.money(-goods.creditedMinor, goods.currency, locale)
	const facts = { number: goods.number, order: goods.orderNumber, name: goods.firstName, seller: goods.sellerName, credit }
	const isBack = event.topic === 'return.received'
	const rows = goods.lines.map((line) => [line.name, format.quantity(isBack ? line.received : line.quantity, locale)])
	const answer = goods.decisionNote && !isBack ? [{ name: t('return.answer'), value: goods.decisionNote }] : []
	const credits = isBack
		? [
				{ name: t('return.credit'), value: credit },
				{ name: t('return.notes'), value: goods.credits.join(', ') },
			]
		: []
	return {
		mail: {
			to: { email: goods.email, name: `${goods.firstName} ${goods.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t(`${key}.subject`, facts),
				preheader: t(`${key}.preheader`, facts),
				title: t(`${key}.title`, facts),
				blocks: [
					{ kind: 'text', text: t('greeting', facts) },
					{ kind: 'text', text: t(`${key}.text`, facts) },
					{ kind: 'lines', head: [t('return.product'), t('return.quantity')], rows, foot: [], figures: [1] },
					...(answer.length + credits.length > 0 ? [{ kind: 'facts' as const, facts: [...answer, ...credits] }] : []),
					{ kind: 'button', label: t('order.button'), url: `${publicUrl}/orders/${encodeURIComponent(goods.orderNumber)}` },
				],
				footer: [t('footer.why', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			accountId: goods.accountId,
			contactId: goods.contactId,
			at,
		},
	}
}
