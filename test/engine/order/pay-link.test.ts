import { expect, test } from 'vitest'
import { judgePayLink, type PayLinkState, payLinkEnds } from '../../../app/engine/order/pay-link.ts'

const at = new Date('2026-03-02T09:00:00Z')
const link = { state: 'open', hash: 'h', expiresAt: new Date('2026-03-09T00:00:00Z') }
const same = { isCart: true, hash: 'h' }

test.each<[PayLinkState, Partial<typeof link>, { isCart: boolean; hash: string | null }, Date]>([
	['open', {}, same, at],
	['changed', {}, { isCart: true, hash: 'other' }, at],
	['changed', {}, { isCart: true, hash: null }, at],
	['expired', {}, same, link.expiresAt],
	['ordered', {}, { isCart: false, hash: 'h' }, at],
	['paid', { state: 'paid' }, { isCart: false, hash: null }, at],
	['withdrawn', { state: 'withdrawn' }, same, at],
])('%s', (expected, more, now, when) => {
	expect(judgePayLink({ ...link, ...more }, now, when)).toBe(expected)
})

test('it is good for seven days', () => {
	expect(payLinkEnds('2026-02-25')).toBe('2026-03-04')
})
