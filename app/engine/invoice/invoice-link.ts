import { addDays, type Day } from '../base/calendar.ts'

/** So long the house's asking is good: two pay runs of an office. */
const GOOD_FOR_DAYS = 14

/** `open`: she may pay. `settled`: something of it was paid or credited in another way. */
export type InvoiceLinkState = 'open' | 'paid' | 'withdrawn' | 'expired' | 'settled'

export type InvoiceLink = { state: string; expiresAt: Date; invoices: readonly { invoiceId: number; amountMinor: number }[] }

export const invoiceLinkEnds = (today: Day): Day => addDays(today, GOOD_FOR_DAYS)

/**
 * What a link to pay invoices is worth now (commerce-engine.md section 8): it is bound to its invoices and to what it asks of
 * each, ends with its day, and is used once. `open` is what is still open of each, in minor units.
 */
export function judgeInvoiceLink({ state, expiresAt, invoices }: InvoiceLink, open: ReadonlyMap<number, number>, at: Date): InvoiceLinkState {
	if (state === 'paid' || state === 'withdrawn') return state
	if (invoices.some(({ invoiceId, amountMinor }) => (open.get(invoiceId) ?? 0) < amountMinor)) return 'settled'
	return expiresAt <= at ? 'expired' : 'open'
}

/** The key of the card call of a link: one until it came to nothing, then the next; so two presses at once are one payment. */
export const invoiceLinkKey = (id: number, failedCalls: number): string => `link-${id}-${failedCalls + 1}`

/** The link that a key belongs to; null for any other payment. */
export function linkOfKey(key: string): number | null {
	const id = /:link-(\d{1,15})-\d+$/.exec(key)?.[1]
	return id === undefined ? null : Number(id)
}
