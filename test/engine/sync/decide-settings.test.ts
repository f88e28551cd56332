import { describe, expect, test } from 'vitest'
import { decideSettings, mailModeOf, percentText, type SettingsCase } from '../../../app/engine/sync/decide-settings.ts'

const at = new Date('2026-05-12T09:00:00Z')
const usual: SettingsCase = { before: {}, tieWinner: 'crm', createOn: [], errorPercent: '2', mails: 'one', isOwnMarketing: true, at }
const settled = (more: Partial<SettingsCase>) => {
	const decided = decideSettings({ ...usual, ...more })
	if (!decided.ok) throw new Error(JSON.stringify(decided.refusals))
	return decided.settings
}
const codes = (more: Partial<SettingsCase>) => {
	const decided = decideSettings({ ...usual, ...more })
	return decided.ok ? [] : decided.refusals.map(({ code }) => code)
}

describe('what an administrator settles for a connection', () => {
	test('an event counts from the moment it is chosen', () => {
		expect(settled({ createOn: ['order.placed'] }).createOn).toEqual({ 'order.placed': at.toISOString() })
	})

	test('one that stays chosen keeps its day, a new one begins today, one that is left out is gone', () => {
		const before = { createOn: { 'order.placed': '2026-01-01T00:00:00.000Z', 'cart.created': '2026-01-01T00:00:00.000Z' } }
		expect(settled({ before, createOn: ['order.placed', 'form.succeeded'] }).createOn).toEqual({
			'order.placed': '2026-01-01T00:00:00.000Z',
			'form.succeeded': at.toISOString(),
		})
	})

	test('saved twice nothing changes', () => {
		const first = settled({ createOn: ['order.placed'], tieWinner: 'ma', errorPercent: '0.5' })
		expect(settled({ before: first, createOn: ['order.placed'], tieWinner: 'ma', errorPercent: percentText(0.005), at: new Date(0) })).toEqual(first)
	})

	test.each([
		['2', 0.02],
		['0,5', 0.005],
		['100', 1],
	])('the share %s', (errorPercent, share) => {
		expect(settled({ errorPercent }).errorShare).toBeCloseTo(share, 9)
	})

	test.each(['', '0', '-1', '101', 'two', '2 %'])('the share “%s” is refused', (errorPercent) => {
		expect(codes({ errorPercent })).toEqual(['SYNC_ERROR_SHARE'])
	})

	test('an event that nobody knows is refused, together with what else is wrong', () => {
		expect(codes({ createOn: ['order.dreamt'], errorPercent: '' })).toEqual(['SYNC_ERROR_SHARE', 'SYNC_EVENT_UNKNOWN'])
	})

	test('an address of our own marketing is one person’s, and another marketing system tells nothing of what people did', () => {
		expect(mailModeOf(settled({ mails: 'apart' }))).toBe('one')
		expect(settled({ isOwnMarketing: false, createOn: ['order.placed'] }).createOn).toEqual({})
		for (const mails of ['one', 'fallback', 'apart'] as const) expect(mailModeOf(settled({ isOwnMarketing: false, mails }))).toBe(mails)
	})
})
