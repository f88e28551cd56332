import type { Tx } from '../../../db/client.server.ts'
import { spendInvoiceLink } from '../../../db/queries/invoice-link.ts'
import { type InvoiceAttempt, markAttempt } from '../../../db/queries/payment-attempt.ts'
import { answerKey, readKey } from '../../../db/queries/submit.ts'
import type { Intent } from '../../connectors/payment/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { linkOfKey } from '../../engine/invoice/invoice-link.ts'
import { saveCash, withoutCash } from './save-cash.ts'
import { type ChosenInvoices, type SavedPayment, savePayment } from './save-payment.ts'

/** What a key of a payment remembers: what was chosen, and what came of it. */
export type Kept = { chosen: ChosenInvoices; paid: SavedPayment | null }

export type Payer = { accountId: number; billToAccountId: number; contactId: number | null }

/**
 * Books what a card brought in for invoices, once however often it is told: what was chosen as far as it is still open, the
 * rest as unapplied cash (commerce-engine.md section 8). The attempt and the key say so in the same transaction.
 */
export async function saveCaptured(
	tx: Tx,
	{ accountId, billToAccountId, contactId }: Payer,
	{ attempt, intent, at }: { attempt: InvoiceAttempt; intent: Intent; at: Date },
): Promise<{ ok: true; paid: SavedPayment; isReplay: boolean } | { ok: false; refusals: Refusal[] }> {
	const key = attempt.idempotencyKey
	const kept = (await readKey(tx, { accountId, key })) as Kept | null
	if (kept?.paid) return { ok: true, paid: kept.paid, isReplay: true }
	const wanted = kept?.chosen ?? { invoices: null, creditNoteIds: [] }
	const { cashMinor: mostMinor } = wanted
	const payer = { accountId, billToAccountId, contactId, actedByUserId: null, currency: attempt.currency, at }
	const cash = mostMinor ? await saveCash(tx, { ...payer, paymentId: null, chosen: wanted.invoices, mostMinor, keeps: true }) : null
	const saved = await savePayment(tx, {
		...{ ...payer, method: 'card', amountMinor: intent.capturedMinor, stripeIntentId: intent.id },
		...{ reference: intent.card ? `${intent.card.brand} ${intent.card.last4}` : null, chosen: cash?.ok ? withoutCash(wanted, cash) : wanted, keeps: true },
	})
	if (!saved) return { ok: false, refusals: [refusal('payment.key_reused')] }
	if (!saved.ok) return saved
	const { ok: _ok, ...paid } = saved
	await markAttempt(tx, { accountId, attemptId: attempt.id, state: 'captured', stripeIntentId: intent.id, paymentId: paid.paymentId, at })
	await answerKey(tx, { accountId, key, orderId: null, answer: { chosen: kept?.chosen, paid } })
	const linkId = linkOfKey(key)
	if (linkId !== null) await spendInvoiceLink(tx, { accountId, id: linkId, paymentId: paid.paymentId, at })
	return { ok: true, paid, isReplay: false }
}
