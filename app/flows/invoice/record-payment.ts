import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readBillTo, readOpenInvoices } from '../../../db/queries/invoice.ts'
import { answerKey, claimKey } from '../../../db/queries/submit.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { parseMinor } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { readValueDay } from '../../engine/invoice/value-day.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadChosen, type TypedChoice } from './load-chosen.ts'
import { type SavedPayment, savePayment } from './save-payment.ts'

export type RecordPayment = TypedChoice & {
	accountId: number
	method: 'bank_transfer' | 'check' | 'cash'
	/** As typed. */
	amount: string
	reference: string
	/** The day it reached the bank, as typed; nothing is today. */
	receivedOn?: string
	/** True: whatever was chosen, the oldest are settled first. */
	oldestFirst: boolean
	/** True: nothing is settled, all of it waits as unapplied cash. */
	keepsAll?: boolean
	idempotencyKey: string
	at: Date
	requestId: string
}

export type Recorded = { ok: true; paid: SavedPayment; isReplay: boolean } | { ok: false; refusals: Refusal[] }

/**
 * Books money that came to the bank, for chosen invoices or the oldest first; what is left stays unapplied cash. Refuses
 * `AMOUNT_INVALID`, `REFERENCE_MISSING`, what `readValueDay` and what `loadChosen` refuses. Null: no such account of this seller.
 */
export async function recordPayment(db: Db, staff: StaffMember, input: RecordPayment): Promise<Recorded | null> {
	const { accountId, at } = input
	return withTransaction(db, async (tx) => {
		const billTo = await readBillTo(tx, { accountId, sellerEntityId: staff.seller.id })
		if (!billTo) return null
		const reference = input.reference.trim()
		const amountMinor = parseMinor(input.amount.replace(',', '.'), billTo.currency)
		const value = readValueDay(input.receivedOn ?? '', dayIn(at, staff.seller.timeZone))
		const refusals = [
			...(amountMinor === null || amountMinor <= 0 ? [refusal('AMOUNT_INVALID', { number: '' })] : []),
			...(reference === '' ? [refusal('REFERENCE_MISSING')] : []),
			...(value.ok ? [] : value.refusals),
		]
		const choice = input.oldestFirst || input.keepsAll ? null : loadChosen(await readOpenInvoices(tx, accountId), input, billTo.currency)
		if (choice && !choice.ok) refusals.push(...choice.refusals)
		if (refusals.length > 0 || amountMinor === null || !value.ok || (choice && !choice.ok)) return { ok: false as const, refusals }
		const key = `transfer:${input.idempotencyKey}`
		const known = await claimKey(tx, {
			accountId,
			key,
			requestHash: hashOf({ amountMinor, reference, method: input.method, receivedOn: value.receivedOn }),
			at,
		})
		if (known.answer) return { ok: true as const, paid: known.answer as SavedPayment, isReplay: true }
		const saved = await savePayment(tx, {
			...{ accountId, billToAccountId: billTo.billToAccountId, method: input.method, currency: billTo.currency, amountMinor, reference, stripeIntentId: null },
			...{
				contactId: billTo.contactId,
				actedByUserId: staff.userId,
				receivedOn: value.receivedOn,
				at,
				chosen: input.keepsAll ? { invoices: [], creditNoteIds: [] } : (choice?.chosen ?? { invoices: null, creditNoteIds: input.creditNoteIds }),
				keeps: false,
			},
		})
		if (!saved?.ok) return saved ?? { ok: false as const, refusals: [refusal('payment.key_reused')] }
		const { ok: _ok, ...paid } = saved
		await answerKey(tx, { accountId, key, orderId: null, answer: paid })
		const after = { amountMinor, currency: billTo.currency, reference, method: input.method, receivedOn: value.receivedOn, settled: paid.settled }
		await insertAudit(tx, [
			{ userId: staff.userId, accountId, action: 'payment.recorded', subject: `payment:${paid.paymentId}`, after, requestId: input.requestId, at },
		])
		return { ok: true as const, paid, isReplay: false }
	})
}
