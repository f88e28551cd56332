import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planRestore, type RestoreFacts } from '../../../app/engine/sync/plan-restore.ts'

const facts = (object: string, recordId: string, more: Partial<RestoreFacts> = {}): RestoreFacts => ({
	...{ object, recordId, isKept: true, isThere: false, isErased: false, isMailTaken: false, missing: [] },
	...more,
})
const told = (given: readonly RestoreFacts[]) => planRestore(given).map(({ recordId, state, reason, missing }) => [recordId, state, reason, missing])

test('each record by itself: back, there already, or why not', () => {
	expect(
		told([
			facts('prospect', '1'),
			facts('prospect', '2', { isThere: true }),
			facts('prospect', '3', { isMailTaken: true }),
			facts('prospect', '4', { isKept: false }),
			facts('prospect', '5', { isErased: true, isThere: true }),
			facts('contact', '6', { missing: [{ object: 'account', id: '9' }] }),
		]),
	).toEqual([
		['1', 'restored', null, null],
		['2', 'there', null, null],
		['3', 'refused', 'MAIL_TAKEN', null],
		['4', 'refused', 'NOT_KEPT', null],
		['5', 'refused', 'ERASED', null],
		['6', 'refused', 'PARENT_GONE', 'account'],
	])
})

test('what comes back together may hang on each other; who hangs on somebody who stays away stays away too', () => {
	const chain = [facts('prospect', '1', { missing: [{ object: 'lead', id: '2' }] }), facts('lead', '2', { missing: [{ object: 'contact', id: '3' }] })]
	expect(told([...chain, facts('contact', '3')]).map(([, state]) => state)).toEqual(['restored', 'restored', 'restored'])
	expect(told([...chain, facts('contact', '3', { isErased: true })])).toEqual([
		['1', 'refused', 'PARENT_GONE', 'lead'],
		['2', 'refused', 'PARENT_GONE', 'contact'],
		['3', 'refused', 'ERASED', null],
	])
})

test('nobody who asked to be forgotten comes back, whatever else is so, and nobody is left out', () => {
	const one = fc.record({
		...{ object: fc.constantFrom('contact', 'lead', 'prospect'), recordId: fc.nat(20).map(String), isKept: fc.boolean(), isThere: fc.boolean() },
		...{ isErased: fc.boolean(), isMailTaken: fc.boolean() },
		missing: fc.array(fc.record({ object: fc.constantFrom('contact', 'lead', 'account'), id: fc.nat(20).map(String) }), { maxLength: 2 }),
	})
	fc.assert(
		fc.property(fc.uniqueArray(one, { selector: ({ object, recordId }) => `${object}:${recordId}` }), (given) => {
			const plans = planRestore(given)
			expect(plans.length).toBe(given.length)
			const back = new Set(plans.filter(({ state }) => state !== 'refused').map(({ object, recordId }) => `${object}:${recordId}`))
			for (const { object, recordId, isErased, missing } of given)
				if (isErased) expect(back.has(`${object}:${recordId}`)).toBe(false)
				else if (plans.find((plan) => plan.object === object && plan.recordId === recordId)?.state === 'restored')
					for (const parent of missing) expect(back.has(`${parent.object}:${parent.id}`)).toBe(true)
		}),
	)
})
