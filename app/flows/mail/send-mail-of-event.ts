import { insertBounce } from '../../../db/queries/consent.ts'
import { loadApprovalMail } from './load-approval-mail.ts'
import { loadBudgetMail } from './load-budget-mail.ts'
import { loadCampaignMail } from './load-campaign-mail.ts'
import { loadCaseMail } from './load-case-mail.ts'
import { loadCertificateMail } from './load-certificate-mail.ts'
import { loadChangeMail } from './load-change-mail.ts'
import { loadDeputyMail } from './load-deputy-mail.ts'
import { loadFormMail } from './load-form-mail.ts'
import { loadGoalMail } from './load-goal-mail.ts'
import { loadInvoiceMail } from './load-invoice-mail.ts'
import { loadLeadMail } from './load-lead-mail.ts'
import { loadOrderMail } from './load-order-mail.ts'
import { loadPayLinkMail } from './load-pay-link-mail.ts'
import { loadQuoteMail } from './load-quote-mail.ts'
import { loadReceiptMail } from './load-receipt-mail.ts'
import { loadReturnMail } from './load-return-mail.ts'
import { loadSignInMail } from './load-sign-in-mail.ts'
import { loadStandingMail } from './load-standing-mail.ts'
import { loadTrialMail } from './load-trial-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

type Load = (desk: MailDesk, event: MailEvent) => Promise<Written>

const loads: Readonly<Record<string, Load>> = {
	'campaign.mail_released': loadCampaignMail,
	'send.tried': loadTrialMail,
	'sign_in_code.requested': loadSignInMail,
	'order.placed': loadOrderMail,
	'order.cancelled': loadOrderMail,
	'order.part_cancelled': loadOrderMail,
	'order.change_proposed': loadChangeMail,
	'order.changed': loadChangeMail,
	'order.change_refused': loadChangeMail,
	'order.change_withdrawn': loadChangeMail,
	'order.change_expired': loadChangeMail,
	'order.shipped': loadOrderMail,
	'order.delivered': loadOrderMail,
	'invoice.issued': loadInvoiceMail,
	'invoice.paid': loadInvoiceMail,
	'pay_link.sent': loadPayLinkMail,
	'credit_note.issued': loadInvoiceMail,
	'payment.received': loadReceiptMail,
	'payment.declined': loadOrderMail,
	'approval.turn': loadApprovalMail,
	'approval.refused': loadApprovalMail,
	'approval.returned': loadApprovalMail,
	'approval.expired': loadApprovalMail,
	'budget.exhausted': loadBudgetMail,
	'deputy.named': loadDeputyMail,
	'quote.offered': loadQuoteMail,
	'quote.expired': loadQuoteMail,
	'case.answered': loadCaseMail,
	'case.closed': loadCaseMail,
	'case.reopened': loadCaseMail,
	'lead.converted': loadLeadMail,
	'form.submitted': loadFormMail,
	'return.approved': loadReturnMail,
	'return.refused': loadReturnMail,
	'return.received': loadReturnMail,
	'certificate.accepted': loadCertificateMail,
	'certificate.refused': loadCertificateMail,
	'standing_order.coming': loadStandingMail,
	'standing_order.held': loadStandingMail,
	'goal.reached': loadGoalMail,
}

/**
 * Writes to a person what an event means to her, in her language: destination `mail` of the outbox, outside any
 * transaction. The event's id is the mail's key, so an event that comes twice is one mail. Throws `mail.unreachable` to
 * be tried again; an address that the server refuses is written down with the mail and as a bounce (sync-core.md B9), and is not an error.
 */
export async function sendMailOfEvent(desk: MailDesk, event: MailEvent): Promise<void> {
	const written = await loads[event.topic]?.(desk, event)
	if (!written) return
	const sent = await desk.email.send(written.mail)
	if (!sent.ok && sent.refusals.some(({ code }) => code !== 'mail.refused')) throw new Error(sent.refusals.map(({ code }) => code).join())
	if (!sent.ok) {
		const { to, idempotencyKey, at } = written.mail
		await insertBounce(desk.db, { email: to.email, key: idempotencyKey, said: String(sent.refusals[0]?.facts?.['said'] ?? ''), at })
	}
	await written.afterwards?.()
}
