import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readBillTo } from '../../../db/queries/invoice.ts'
import { insertOwnCreditNote } from '../../../db/queries/invoice-save.ts'
import { answerKey, claimKey } from '../../../db/queries/submit.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { readCreditNote, type TypedCredit } from '../../engine/invoice/read-credit-note.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

export type IssueCreditNote = {
	accountId: number
	/** The account's own number for it, told back on the note; empty: none. */
	reference: string
	/** Why, for the house's own books. */
	reason: string
	lines: readonly TypedCredit[]
	idempotencyKey: string
	at: Date
	requestId: string
}
type Issued = { creditNoteId: number; number: string; totalMinor: number; currency: string }
export type CreditIssued = ({ ok: true; isReplay: boolean } & Issued) | { ok: false; refusals: Refusal[] }

/**
 * A credit manager credits an account with something that no invoice of the house covers (decision 0349): under the next
 * number of the seller's credit notes, open until a payment nets it. Six statements for any number of lines. Refuses
 * `IDEMPOTENCY_KEY_REUSED` and what `readCreditNote` does. Null: no such account of this seller.
 */
export async function issueCreditNote(db: Db, staff: StaffMember, input: IssueCreditNote): Promise<CreditIssued | null> {
	const { accountId, at, requestId } = input
	const { seller } = staff
	const [reason, poNumber] = [input.reason.trim(), input.reference.trim() || null]
	return withTransaction(db, async (tx): Promise<CreditIssued | null> => {
		const billTo = await readBillTo(tx, { accountId, sellerEntityId: seller.id })
		if (!billTo) return null
		const { currency, contactId } = billTo
		const read = readCreditNote(input.lines, { reason, currency, rounding: seller.rounding })
		if (!read.ok) return read
		const key = `credit:${input.idempotencyKey}`
		const requestHash = hashOf({ reason, poNumber, lines: input.lines.map(({ sku, name, quantity, price }) => [sku, name, quantity, price]) })
		const known = await claimKey(tx, { accountId, key, requestHash, at })
		if (known.requestHash !== requestHash) return { ok: false, refusals: [refusal('IDEMPOTENCY_KEY_REUSED')] }
		if (known.answer) return { ok: true, isReplay: true, ...(known.answer as Issued) }
		const { totalMinor } = read
		const lines = read.lines.map(({ quantity, unitPriceMicros, ...line }) => ({
			...{ ...line, quantity: printQuantity(quantity), unitPrice: printMicros(unitPriceMicros) },
		}))
		const note = { accountId, sellerEntityId: seller.id, currency, day: dayIn(at, seller.timeZone), poNumber, totalMinor, lines, at }
		const { id, number } = await insertOwnCreditNote(tx, note)
		const issued: Issued = { creditNoteId: id, number, totalMinor, currency }
		const payload = { invoiceId: id, number, totalMinor, currency, lines: lines.length }
		await saveEvents(tx, [
			{ topic: 'credit_note.issued', subject: `invoice:${id}`, accountId, contactId, actedByUserId: staff.userId, payload, occurredAt: at },
		])
		const after = { number, totalMinor, currency, reason, reference: poNumber, lines: lines.length }
		await insertAudit(tx, [{ userId: staff.userId, accountId, action: 'credit_note.issued', subject: `invoice:${id}`, after, requestId, at }])
		await answerKey(tx, { accountId, key, orderId: null, answer: issued })
		return { ok: true, isReplay: false, ...issued }
	})
}
