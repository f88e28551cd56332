import { readApprovalFacts } from '../../../db/queries/mail-facts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import { sign } from '../../platform/signing.server.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = {
	'approval.turn': 'approvalTurn',
	'approval.refused': 'approvalRefused',
	'approval.returned': 'approvalReturned',
	'approval.expired': 'approvalExpired',
}

/** How many lines a mail names; the page has them all. */
const NAMED_LINES = 12

/** Asks an approver, by a link that opens the whole order with its two buttons; tells who asked what became of it. */
export async function loadApprovalMail({ db, publicUrl, secrets, at, format }: MailDesk, event: MailEvent): Promise<Written> {
	const { requestId, note } = event.payload
	const { accountId, contactId } = event
	if (typeof requestId !== 'number' || accountId === null || contactId === null) return null
	const asked = await readApprovalFacts(db, { accountId, requestId, contactId })
	const isTurn = event.topic === 'approval.turn'
	// Answered meanwhile: nobody is asked for what is settled.
	if (!asked || (isTurn && asked.state !== 'waiting')) return null
	const locale = isLocale(asked.locale) ? asked.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const key = keys[event.topic] ?? 'approvalReturned'
	const total = format.money(asked.totalMinor, asked.currency, locale)
	const until = format.day(asked.expiresAt.toISOString().slice(0, 10), locale)
	const facts = { name: asked.firstName, asker: asked.askerName, account: asked.accountName, seller: asked.sellerName, total, until }
	const token = sign({ accountId, requestId, contactId }, { purpose: 'approval', secrets, expiresAt: asked.expiresAt })
	const said = isTurn ? asked.message : typeof note === 'string' ? note : null
	return {
		mail: {
			to: { email: asked.email, name: `${asked.firstName} ${asked.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t(`${key}.subject`, facts),
				preheader: t(`${key}.preheader`, facts),
				title: t(`${key}.title`, facts),
				blocks: [
					{ kind: 'text', text: t('greeting', facts) },
					{ kind: 'text', text: t(`${key}.text`, facts) },
					{
						kind: 'lines',
						head: [t('order.product'), t('order.quantity')],
						rows: asked.lines.slice(0, NAMED_LINES).map((line) => [line.name, format.quantity(line.quantity, locale)]),
						foot: [],
						figures: [1],
					},
					{ kind: 'facts', facts: [{ name: t('approval.total'), value: total }, ...(said ? [{ name: t('approval.note'), value: said }] : [])] },
					{
						kind: 'button',
						label: t(isTurn ? 'approval.answer' : 'approval.open'),
						url: isTurn ? `${publicUrl}/a/${token}` : `${publicUrl}/approvals/${requestId}`,
					},
				],
				footer: [t('footer.why', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			accountId: asked.accountId,
			contactId: asked.contactId,
			at,
		},
	}
}
