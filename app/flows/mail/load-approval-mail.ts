import { readApprovalFacts } from '../../../db/queries/mail-facts.ts'
import { sign } from '../../platform/signing.server.ts'
import { loadFramedMail, namedLines } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = {
	'approval.turn': 'approvalTurn',
	'approval.refused': 'approvalRefused',
	'approval.returned': 'approvalReturned',
	'approval.expired': 'approvalExpired',
}

/** Asks an approver, by a link that opens the whole order with its two buttons; tells who asked what became of it. */
export async function loadApprovalMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { requestId, note, forContactId } = event.payload
	const { accountId, contactId } = event
	if (typeof requestId !== 'number' || accountId === null || contactId === null) return null
	const asked = await readApprovalFacts(desk.db, { accountId, requestId, contactId, forContactId: typeof forContactId === 'number' ? forContactId : null })
	const isTurn = event.topic === 'approval.turn'
	// Answered meanwhile: nobody is asked for what is settled.
	if (!asked || (isTurn && asked.state !== 'waiting')) return null
	const token = sign(
		{ accountId, requestId, contactId, orderVersion: asked.orderVersion },
		{ purpose: 'approval', secrets: desk.secrets, expiresAt: asked.expiresAt },
	)
	const said = isTurn ? asked.message : typeof note === 'string' ? note : null
	const { format } = desk
	return loadFramedMail(desk, event, asked, ({ t, locale }) => {
		const total = format.money(asked.totalMinor, asked.currency, locale)
		const until = format.day(asked.expiresAt.toISOString().slice(0, 10), locale)
		return {
			key: keys[event.topic] ?? 'approvalReturned',
			facts: { asker: asked.askerName, account: asked.accountName, total, until },
			blocks: [
				namedLines(desk, { t, locale }, asked.lines),
				{
					kind: 'facts',
					facts: [
						{ name: t('approval.total'), value: total },
						...(asked.awayName ? [{ name: t('approval.inPlaceOf'), value: asked.awayName }] : []),
						...(said ? [{ name: t('approval.note'), value: said }] : []),
					],
				},
			],
			button: { label: t(isTurn ? 'approval.answer' : 'approval.open'), path: isTurn ? `/a/${token}` : `/approvals/${requestId}` },
		}
	})
}
