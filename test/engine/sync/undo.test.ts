import { expect, test } from 'vitest'
import { judgeDrift, planUndo } from '../../../app/engine/sync/undo.ts'

const usual = { isConsent: false }

test('(e) a bad sync goes back to what stood there before its first write', () => {
	const writes = [
		{ was: 'Buyer', wrote: 'BUYER' },
		{ was: 'BUYER', wrote: 'Xxx' },
	]
	expect(planUndo(writes, { now: 'Xxx', ...usual })).toEqual({ from: 'Xxx', to: 'Buyer', refusal: null })
	expect(planUndo([{ was: null, wrote: 'Xxx' }], { now: 'Xxx', ...usual })).toEqual({ from: 'Xxx', to: null, refusal: null })
})

test('(e) what somebody wrote since stays, a word on mails is no machine’s, and a record that is gone gets nothing', () => {
	const writes = [{ was: 'Buyer', wrote: 'Xxx' }]
	expect(planUndo(writes, { now: 'Owner', ...usual }).refusal).toBe('CHANGED_SINCE')
	expect(planUndo(writes, { now: 'Buyer', ...usual }).refusal).toBe('NOTHING_TO_GIVE_BACK')
	expect(planUndo(writes, { now: undefined, ...usual }).refusal).toBe('GONE')
	expect(planUndo([{ was: false, wrote: true }], { now: true, isConsent: true }).refusal).toBe('CONSENT')
})

test('(B15) drift below one in a thousand mends itself, from there on somebody is told', () => {
	expect(judgeDrift({ compared: 0, drifted: 0 })).toBe('none')
	expect(judgeDrift({ compared: 5000, drifted: 0 })).toBe('none')
	expect(judgeDrift({ compared: 1001, drifted: 1 })).toBe('mend')
	expect(judgeDrift({ compared: 1000, drifted: 1 })).toBe('alert')
})
