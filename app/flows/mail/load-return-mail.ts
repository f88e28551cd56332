import { readReturnFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = { 'return.approved': 'returnApproved', 'return.refused': 'returnRefused', 'return.received': 'returnReceived' }

/** Tells a buyer what the house says to her return, and what is credited for it. Payload: returnId. */
export async function loadReturnMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const returnId = event.payload['returnId']
	const goods = typeof returnId === 'number' ? await readReturnFacts(desk.db, returnId) : null
	if (!goods) return null
	const { format } = desk
	const isBack = event.topic === 'return.received'
	return loadFramedMail(desk, event, goods, ({ t, locale }) => {
		const credit = format.money(-goods.creditedMinor, goods.currency, locale)
		const rows = goods.lines.map((line) => [line.name, format.quantity(isBack ? line.received : line.quantity, locale)])
		const answer = goods.decisionNote && !isBack ? [{ name: t('return.answer'), value: goods.decisionNote }] : []
		const credits = isBack
			? [
					{ name: t('return.credit'), value: credit },
					{ name: t('return.notes'), value: goods.credits.join(', ') },
				]
			: []
		return {
			key: keys[event.topic] ?? 'returnReceived',
			facts: { number: goods.number, order: goods.orderNumber, credit },
			blocks: [
				{ kind: 'lines', head: [t('return.product'), t('return.quantity')], rows, foot: [], figures: [1] },
				...(answer.length + credits.length > 0 ? [{ kind: 'facts' as const, facts: [...answer, ...credits] }] : []),
			],
			button: { label: t('order.button'), path: `/orders/${encodeURIComponent(goods.orderNumber)}` },
		}
	})
}
