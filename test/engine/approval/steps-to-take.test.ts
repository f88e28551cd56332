import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideAnswer } from '../../../app/engine/approval/decide-answer.ts'
import { printPinned, readPinned } from '../../../app/engine/approval/pinned.ts'
import { type ApprovalPerson, type ApprovalRule, couldBeApproved, type OrderToApprove, stepsToTake } from '../../../app/engine/approval/steps-to-take.ts'
import { lawCases } from '../../support/laws.ts'

const luka = 1
const jana = 2
const ola = 3
const people: ApprovalPerson[] = [
	{ contactId: luka, role: 'buyer' },
	{ contactId: jana, role: 'approver' },
	{ contactId: ola, role: 'owner' },
]
const rule = (more: Partial<ApprovalRule>): ApprovalRule => ({
	...{
		id: 1,
		name: 'Rule',
		step: 1,
		currency: 'USD',
		atLeastMinor: 0,
		contactId: null,
		costCentre: null,
		categoryId: null,
		approverContactId: jana,
		beyondBudget: false,
	},
	...more,
})
const order = (more: Partial<OrderToApprove> = {}): OrderToApprove => ({
	...{ currency: 'USD', askerContactId: luka, isShortOfCredit: false, beyondBudgets: [] },
	parts: [
		{ netMinor: 30_000, costCentre: 'Bar', categoryIds: [10, 1] },
		{ netMinor: 20_000, costCentre: null, categoryIds: [11, 1] },
	],
	...more,
})
const asks = (rules: ApprovalRule[], of = order()) =>
	stepsToTake(of, rules, people).map(({ step, approverContactId, reasons }) => [step, approverContactId, reasons.map(({ amountMinor }) => amountMinor)])

test.each([
	['exactly the amount asks', rule({ atLeastMinor: 50_000 }), [[1, jana, [50_000]]]],
	['one cent less does not', rule({ atLeastMinor: 50_001 }), []],
	['a category looks at its own goods alone', rule({ categoryId: 10, atLeastMinor: 30_000 }), [[1, jana, [30_000]]]],
	['and at those below it', rule({ categoryId: 1, atLeastMinor: 50_000 }), [[1, jana, [50_000]]]],
	['a category that is not in it asks nobody', rule({ categoryId: 12 }), []],
	['a cost centre is read as people write it', rule({ costCentre: ' bar' }), [[1, jana, [30_000]]]],
	['another cost centre asks nobody', rule({ costCentre: 'Kitchen' }), []],
	['all conditions must hold', rule({ costCentre: 'Bar', categoryId: 11 }), []],
	['of this buyer', rule({ contactId: luka }), [[1, jana, [50_000]]]],
	['of another buyer', rule({ contactId: ola }), []],
	['another currency lets nothing pass', rule({ currency: 'CAD', atLeastMinor: 99_999_999 }), [[1, jana, [50_000]]]],
	['who asks is answered by somebody else', rule({ approverContactId: luka }), [[1, null, [50_000]]]],
	['so is who has left', rule({ approverContactId: 99 }), [[1, null, [50_000]]]],
])('%s', (_name, one, expected) => {
	expect(asks([one])).toEqual(expected)
})

test('a rule that names one who may only look falls to anybody who may approve', () => {
	const onlooker: ApprovalPerson = { contactId: 4, role: 'viewer' }
	expect(stepsToTake(order(), [rule({ approverContactId: 4 })], [...people, onlooker])).toMatchObject([{ approverContactId: null }])
})

test.each([
	['an owner and an approver beside her', people, luka, true],
	['nobody but the asker, who approves for others', [{ contactId: jana, role: 'approver' }], jana, false],
	['buyers and onlookers', [people[0], { contactId: 4, role: 'viewer' }], luka, false],
	['nobody', [], luka, false],
] as [string, ApprovalPerson[], number, boolean][])('whether anybody could say yes: %s', (_name, who, asker, could) => {
	expect(couldBeApproved(who, asker)).toBe(could)
})

test('one person is asked once, at the earliest step, and steps come in order', () => {
	const rules = [rule({ id: 3, step: 3 }), rule({ id: 1, step: 2 }), rule({ id: 2, step: 1, approverContactId: ola })]
	expect(asks(rules)).toEqual([
		[1, ola, [50_000]],
		[2, jana, [50_000, 50_000]],
	])
})

const store = { budgetId: 7, name: 'Downtown', shortMinor: 500 }
const quarter = { budgetId: 8, name: 'Bar', shortMinor: 20 }

test('what goes beyond a budget asks whom a rule names for it, and anybody when none does', () => {
	const beyond = order({ beyondBudgets: [store, quarter] })
	const ofBudgets = rule({ beyondBudget: true, approverContactId: ola, step: 2 })
	expect(stepsToTake(order(), [ofBudgets], people)).toEqual([])
	expect(stepsToTake(beyond, [ofBudgets], people)).toEqual([
		{ step: 2, approverContactId: ola, reasons: [{ ruleId: 1, name: 'Rule', amountMinor: 520, atLeastMinor: 0, budgets: [store, quarter] }] },
	])
	const anybody = { step: 1, approverContactId: null, reasons: [{ ruleId: null, name: null, amountMinor: 520, atLeastMinor: 0, budgets: [store, quarter] }] }
	expect(stepsToTake(beyond, [], people)).toEqual([anybody])
	// A rule for another cost centre does not answer for it, and an earlier step comes first.
	expect(stepsToTake(beyond, [rule({ beyondBudget: true, costCentre: 'Kitchen' }), rule({ id: 2, step: 3 })], people)).toMatchObject([
		anybody,
		{ step: 3, approverContactId: jana },
	])
	// Short of credit besides asks nobody more.
	expect(stepsToTake({ ...beyond, isShortOfCredit: true }, [], people)).toEqual([anybody])
})

test('short of credit asks anybody, unless a rule asks already', () => {
	expect(asks([], order({ isShortOfCredit: true }))).toEqual([[1, null, [0]]])
	expect(asks([rule({})], order({ isShortOfCredit: true }))).toHaveLength(1)
})

const rules = fc
	.array(
		fc.record({
			...{ id: fc.nat(1_000_000), name: fc.constant('R'), step: fc.integer({ min: 1, max: 5 }), currency: fc.constant('USD'), atLeastMinor: fc.nat(100_000) },
			contactId: fc.constantFrom(null, luka, jana),
			costCentre: fc.constantFrom(null, 'Bar', 'Kitchen'),
			categoryId: fc.constantFrom(null, 1, 10, 11),
			approverContactId: fc.constantFrom(null, luka, jana, ola, 99),
			beyondBudget: fc.boolean(),
		}),
		{ maxLength: 12 },
	)
	.map((all) => [...new Map(all.map((one) => [one.id, one.beyondBudget ? { ...one, atLeastMinor: 0 } : one])).values()])
const parts = fc.array(
	fc.record({ netMinor: fc.nat(80_000), costCentre: fc.constantFrom(null, 'Bar', 'Kitchen'), categoryIds: fc.constantFrom([1], [10, 1], [11, 1]) }),
	{ minLength: 1, maxLength: 5 },
)

test('laws: order of rules is irrelevant, each stands once, nobody is asked twice, never the asker, dearer asks no fewer', () => {
	fc.assert(
		fc.property(rules, parts, fc.constantFrom(luka, jana, ola), fc.nat(50_000), fc.nat(2), (all, bought, askerContactId, more, beyond) => {
			const beyondBudgets = [store, quarter].slice(0, beyond)
			const one = order({ parts: bought, askerContactId, beyondBudgets })
			const steps = stepsToTake(one, all, people)
			expect(stepsToTake(one, [...all].reverse(), people)).toEqual(steps)
			const ruleIds = steps.flatMap(({ reasons }) => reasons.map(({ ruleId }) => ruleId))
			expect(new Set(ruleIds).size).toBe(ruleIds.length)
			expect(new Set(steps.map(({ approverContactId }) => approverContactId)).size).toBe(steps.length)
			expect(steps.some(({ approverContactId }) => approverContactId === askerContactId)).toBe(false)
			expect(steps.map(({ step }) => step)).toEqual(steps.map(({ step }) => step).sort())
			const dearer = stepsToTake({ ...one, parts: bought.map((part) => ({ ...part, netMinor: part.netMinor + more })) }, all, people)
			const then = new Set(dearer.flatMap(({ reasons }) => reasons.map(({ ruleId }) => ruleId)))
			expect(ruleIds.every((id) => then.has(id))).toBe(true)
			const named = steps.flatMap(({ reasons }) => reasons.flatMap(({ budgets = [] }) => budgets.map(({ budgetId }) => budgetId)))
			expect(new Set(named)).toEqual(new Set(beyondBudgets.map(({ budgetId }) => budgetId)))
			const further = stepsToTake({ ...one, beyondBudgets: [store, quarter] }, all, people)
			expect(further.length).toBeGreaterThanOrEqual(steps.length)
		}),
		lawCases(811),
	)
})

test('laws: no answer of the asker, a viewer or one in her name ever counts; the last open step is the last', () => {
	const states = fc.constantFrom('waiting' as const, 'approved' as const)
	const steps = fc.array(fc.record({ step: fc.integer({ min: 1, max: 3 }), approverContactId: fc.constantFrom(null, jana, ola), state: states }), {
		minLength: 1,
		maxLength: 4,
	})
	fc.assert(
		fc.property(
			steps,
			fc.constantFrom(luka, jana, ola),
			fc.constantFrom('owner' as const, 'buyer' as const, 'approver' as const, 'viewer' as const),
			fc.boolean(),
			(all, contactId, role, isHerself) => {
				const at = new Date('2026-03-02T12:00:00Z')
				const request = {
					state: 'waiting' as const,
					askedByContactId: luka,
					expiresAt: new Date('2026-03-16T12:00:00Z'),
					steps: all.map((one, id) => ({ ...one, id })),
					standIns: [],
				}
				const given = decideAnswer(request, { contactId, role, isHerself }, { approves: true, note: null, seenVersion: null, at })
				if (contactId === luka || role === 'viewer' || !isHerself) expect(given.ok).toBe(false)
				expect(decideAnswer(request, { contactId, role, isHerself }, { approves: true, note: null, seenVersion: null, at: request.expiresAt })).toMatchObject({
					ok: false,
				})
				if (!given.ok) return
				const answered = request.steps.filter(({ id }) => given.answers.some((one) => one.id === id && one.forContactId === null))
				const open = request.steps.filter(({ state }) => state === 'waiting')
				expect(answered.every(({ step, state }) => state === 'waiting' && step === Math.min(...open.map((other) => other.step)))).toBe(true)
				expect(given.isLast).toBe(answered.length === open.length)
			},
		),
		lawCases(812),
	)
})

test('law: what is pinned reads the same', () => {
	const value = fc.oneof(fc.bigInt(), fc.integer(), fc.string(), fc.constant(null), fc.date({ noInvalidDate: true }))
	fc.assert(
		fc.property(
			fc.dictionary(
				fc.string({ minLength: 1 }).filter((key) => !key.startsWith('$') && key !== '__proto__'),
				fc.oneof(value, fc.array(value)),
			),
			(pinned) => {
				expect(readPinned(printPinned(pinned))).toEqual({ ...pinned })
			},
		),
		lawCases(813),
	)
})
