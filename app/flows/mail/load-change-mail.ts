import { readChangeFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** What a mail names of a change; the rest stands on its page. */
const NAMED_LINES = 12

/** Which mail an event of a change is to a person of the company; none where she did it herself or the house is asked. */
function keyOf({ topic, payload: { side, waitsFor } }: MailEvent): string | null {
	if (topic === 'order.changed') return 'changeDone'
	if (topic === 'order.change_expired') return 'changeExpired'
	if (topic === 'order.change_refused') return side === 'buyer' ? 'changeRefused' : null
	if (topic === 'order.change_withdrawn') return side === 'house' ? 'changeWithdrawn' : null
	return waitsFor === 'buyer' ? 'changeProposed' : waitsFor === 'approver' ? 'changeApproval' : null
}

/** Tells a person of the company of a proposed change of an order, or what became of it. Payload: changeId, side, waitsFor. */
export async function loadChangeMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { changeId } = event.payload
	const key = keyOf(event)
	if (!key || typeof changeId !== 'number' || event.contactId === null) return null
	const change = await readChangeFacts(desk.db, { changeId, contactId: event.contactId })
	if (!change) return null
	const { format } = desk
	const { number, currency } = change
	return loadFramedMail(desk, event, change, ({ t, locale }) => {
		const amount = (minor: number) => format.money(minor, currency, locale)
		const rows = change.lines.slice(0, NAMED_LINES).map(({ name, before, after }) => [name, before ?? '–', after ?? '–'])
		const said = { changeRefused: change.answer, changeProposed: change.reason }[key] ?? null
		const order = `/orders/${encodeURIComponent(number)}`
		const isDone = key === 'changeDone'
		return {
			key,
			facts: {
				number,
				by: change.byName ?? '',
				total: amount(change.afterMinor),
				before: amount(change.beforeMinor),
				until: format.day(change.expiresOn, locale),
			},
			blocks: [
				...(rows.length > 0
					? [{ kind: 'lines' as const, head: [t('change.product'), t('change.before'), t('change.after')], rows, foot: [], figures: [1, 2] }]
					: []),
				...(said ? [{ kind: 'facts' as const, facts: [{ name: t(`change.${key === 'changeRefused' ? 'answer' : 'reason'}`), value: said }] }] : []),
			],
			button: { label: t(isDone ? 'order.button' : 'change.button'), path: isDone ? order : `${order}/change/${changeId}` },
		}
	})
}
