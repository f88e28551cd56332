import { expect, test } from 'vitest'
import { readRule, type TypedRule } from '../../../app/engine/approval/read-rule.ts'

const typed: TypedRule = {
	...{ name: 'Machines', step: '1', atLeast: '500', contactId: '', costCentre: '', categoryId: '', approverContactId: '', beyondBudget: '' },
}
const choices = {
	people: [
		{ id: 1, role: 'owner', signsIn: true },
		{ id: 2, role: 'approver', signsIn: true },
		{ id: 3, role: 'approver', signsIn: false },
		{ id: 4, role: 'viewer', signsIn: true },
		{ id: 5, role: 'buyer', signsIn: true },
	],
	categories: [{ id: 7 }],
}
const read = (more: Partial<TypedRule>) => readRule({ ...typed, ...more }, 'USD', choices)

test('a rule out of what was typed', () => {
	const rule = {
		name: 'Machines',
		step: 1,
		currency: 'USD',
		atLeastMinor: 50_000,
		contactId: null,
		costCentre: null,
		categoryId: null,
		approverContactId: null,
	}
	expect(read({})).toEqual({ ok: true, rule: { ...rule, beyondBudget: false } })
	expect(read({ name: '  Beyond ', atLeast: '', beyondBudget: '1' })).toEqual({
		ok: true,
		rule: { ...rule, name: 'Beyond', atLeastMinor: 0, beyondBudget: true },
	})
	expect(read({ step: '5', atLeast: '12,50', contactId: '5', costCentre: ' Kitchen ', categoryId: '7', approverContactId: '2' })).toEqual({
		ok: true,
		rule: { ...rule, step: 5, atLeastMinor: 1250, contactId: 5, costCentre: 'Kitchen', categoryId: 7, approverContactId: 2, beyondBudget: false },
	})
})

test.each<[string, Partial<TypedRule>, string[]]>([
	['without a name', { name: ' ' }, ['RULE_UNNAMED']],
	['with a name of 120 letters', { name: 'n'.repeat(120) }, []],
	['with a name of 121 letters', { name: 'n'.repeat(121) }, ['FIELD_INVALID']],
	['with a cost centre of 80 letters', { costCentre: 'c'.repeat(80) }, []],
	['with a cost centre of 81 letters', { costCentre: 'c'.repeat(81) }, ['FIELD_INVALID']],
	['from what is no amount', { atLeast: 'much' }, ['RULE_AMOUNT']],
	['from less than nothing', { atLeast: '-1' }, ['RULE_AMOUNT']],
	['from the largest amount', { atLeast: '100000000000.00' }, []],
	['from more than that', { atLeast: '100000000000.01' }, ['RULE_AMOUNT']],
	['at step 0', { step: '0' }, ['RULE_STEP']],
	['at step 6', { step: '6' }, ['RULE_STEP']],
	['at no step', { step: 'first' }, ['RULE_STEP']],
	['for a buyer of another company', { contactId: '99' }, ['RULE_BUYER']],
	['for a category of another shop', { categoryId: '8' }, ['RULE_CATEGORY']],
	['by somebody of another company', { approverContactId: '99' }, ['RULE_APPROVER']],
	['by somebody who cannot sign in', { approverContactId: '3' }, ['RULE_APPROVER']],
	['by somebody who only looks', { approverContactId: '4' }, ['RULE_APPROVER']],
	['by a buyer for herself', { contactId: '5', approverContactId: '5' }, ['RULE_OWN']],
	['by a buyer for somebody else', { contactId: '1', approverContactId: '5' }, []],
	['beyond a budget and from an amount', { beyondBudget: '1' }, ['RULE_BUDGET_AMOUNT']],
	[
		'with everything wrong',
		{ name: '', step: '9', atLeast: 'x', contactId: 'y', categoryId: 'z' },
		['RULE_UNNAMED', 'RULE_AMOUNT', 'RULE_STEP', 'RULE_BUYER', 'RULE_CATEGORY'],
	],
])('a rule %s', (_, more, codes) => {
	const answer = read(more)
	expect(answer.ok ? [] : answer.refusals.map(({ code }) => code)).toEqual(codes)
})
