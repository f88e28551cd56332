import { expect, test } from 'vitest'
import { invoiceLinkEnds, invoiceLinkKey, judgeInvoiceLink, linkOfKey } from '../../../app/engine/invoice/invoice-link.ts'

const at = new Date('2026-03-02T09:00:00Z')
const link = {
	state: 'open',
	expiresAt: new Date('2026-03-16T00:00:00Z'),
	invoices: [
		{ invoiceId: 1, amountMinor: 10111 },
		{ invoiceId: 2, amountMinor: 2000 },
	],
}
const open = (...rows: [number, number][]) => new Map(rows)

test.each([
	['as it was sent', link, open([1, 10111], [2, 5468]), at, 'open'],
	['on its last moment', link, open([1, 10111], [2, 2000]), new Date('2026-03-15T23:59:59Z'), 'open'],
	['after its last day', link, open([1, 10111], [2, 2000]), link.expiresAt, 'expired'],
	['a part was paid meanwhile', link, open([1, 10111], [2, 1999]), at, 'settled'],
	['one is settled', link, open([1, 10111]), at, 'settled'],
	['settled says more than ended', link, open(), link.expiresAt, 'settled'],
	['used', { ...link, state: 'paid' }, open(), at, 'paid'],
	['replaced', { ...link, state: 'withdrawn' }, open([1, 10111], [2, 5468]), at, 'withdrawn'],
] as const)('%s: %#', (_what, asked, rest, now, state) => expect(judgeInvoiceLink(asked, rest, now)).toBe(state))

test('a link is good for fourteen days, and its key leads back to it', () => {
	expect(invoiceLinkEnds('2026-02-27')).toBe('2026-03-13')
	expect([invoiceLinkKey(7, 0), invoiceLinkKey(7, 2)]).toEqual(['link-7-1', 'link-7-3'])
	expect([linkOfKey('invoices:3:link-7-3'), linkOfKey('invoices:3:0d9f'), linkOfKey('invoices:3:link-7')]).toEqual([7, null, null])
})
