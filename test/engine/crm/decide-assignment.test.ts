import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkAssignment } from '../../../app/engine/crm/check-assignment.ts'
import { type AssignableProspect, type AssignmentRoom, decideAssignment } from '../../../app/engine/crm/decide-assignment.ts'
import { askable, standardFields } from '../../../app/engine/crm/record-fields.ts'
import { lawCases } from '../../support/laws.ts'

const [natalie, ben, tomas] = [11, 12, 13]
const prospect = (id: number, more: Partial<AssignableProspect> = {}): AssignableProspect => ({
	...{ id, isContact: false, ownerUserId: null, ownerQueueId: null, fields: { company: 'Fargo Coffeehaus', score: 120 } },
	...more,
})
const room: AssignmentRoom = {
	userIds: new Set([natalie, ben, tomas]),
	queueIds: new Set([7]),
	groups: [
		{ id: 1, memberIds: [natalie, ben, tomas], lastUserId: ben },
		{ id: 2, memberIds: [], lastUserId: null },
	],
	entries: [
		{ predicate: { field: 'score', op: 'gte', value: 200 }, target: { kind: 'user', id: natalie } },
		{ predicate: { field: 'company', op: 'contains', value: 'coffee' }, target: { kind: 'queue', id: 7 } },
		{ predicate: null, target: { kind: 'group', id: 1 } },
	],
}
const decide = (
	prospects: AssignableProspect[],
	kind: 'user' | 'group' | 'queue' | 'rule',
	id: number | null,
	reassign = false,
	more: Partial<AssignmentRoom> = {},
) => decideAssignment(prospects, { to: { kind, id }, reassign }, { ...room, ...more })
const codes = (answer: ReturnType<typeof decide>) => answer.refused.map(({ prospectId, refusal }) => [prospectId, refusal.code])

test('a user, the next of a group, a queue, and what the rule says', () => {
	expect(decide([prospect(1)], 'user', ben).assigned).toEqual([{ prospectId: 1, userId: ben, queueId: null }])
	const inTurn = decide([prospect(1), prospect(2), prospect(3), prospect(4)], 'group', 1)
	expect(inTurn.assigned.map(({ userId }) => userId)).toEqual([tomas, natalie, ben, tomas])
	expect(inTurn.turns).toEqual([{ groupId: 1, lastUserId: tomas }])
	expect(decide([prospect(1)], 'queue', 7).assigned).toEqual([{ prospectId: 1, userId: null, queueId: 7 }])
	const ruled = decide([prospect(1), prospect(2, { fields: { score: '250', company: 'Coffee' } }), prospect(3, { fields: { company: 'Tea' } })], 'rule', null)
	expect(ruled.assigned).toEqual([
		{ prospectId: 1, userId: null, queueId: 7 },
		{ prospectId: 2, userId: natalie, queueId: null },
		{ prospectId: 3, userId: tomas, queueId: null },
	])
})

test('a group begins with its first, whoever that is', () => {
	expect(decide([prospect(1)], 'group', 3, false, { groups: [{ id: 3, memberIds: [1, 2], lastUserId: null }] }).assigned).toMatchObject([{ userId: 1 }])
})

test('none takes an owned prospect away; reassigning is asked for by itself, and not from whoever has her', () => {
	const hers = [prospect(1, { ownerUserId: natalie }), prospect(2, { ownerQueueId: 7 })]
	for (const [kind, id] of [
		['user', ben],
		['group', 1],
		['queue', 7],
		['rule', null],
	] as const)
		expect(decide(hers, kind, id)).toEqual({ assigned: [], kept: [1, 2], refused: [], turns: [] })
	expect(decide(hers, 'user', ben, true).assigned.map(({ prospectId }) => prospectId)).toEqual([1, 2])
	expect(decide(hers, 'user', natalie, true)).toMatchObject({ kept: [1], assigned: [{ prospectId: 2 }] })
	expect(decide(hers, 'queue', 7, true)).toMatchObject({ kept: [2], assigned: [{ prospectId: 1 }] })
})

test('refused by name: a contact in a queue, somebody gone, an empty group, no rule, a rule that says nothing', () => {
	expect(codes(decide([prospect(1, { isContact: true }), prospect(2)], 'queue', 7))).toEqual([[1, 'ASSIGN_QUEUE_CONTACT']])
	expect(codes(decide([prospect(1, { isContact: true })], 'rule', null))).toEqual([[1, 'ASSIGN_QUEUE_CONTACT']])
	for (const [kind, id] of [
		['user', 99],
		['user', null],
		['group', 99],
		['queue', 99],
	] as const)
		expect(codes(decide([prospect(1)], kind, id))).toEqual([[1, 'ASSIGN_TARGET_GONE']])
	expect(codes(decide([prospect(1)], 'group', 2))).toEqual([[1, 'ASSIGN_GROUP_EMPTY']])
	expect(codes(decide([prospect(1)], 'rule', null, false, { entries: null }))).toEqual([[1, 'ASSIGN_RULE_NONE']])
	expect(codes(decide([prospect(1)], 'rule', null, false, { entries: [] }))).toEqual([[1, 'ASSIGN_RULE_NO_MATCH']])
})

test('law: in turn is fair, whoever had the last one; everybody is assigned, kept or refused once', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 }), (people, last, count) => {
			const memberIds = Array.from({ length: people }, (_, index) => index + 1)
			const all = Array.from({ length: count }, (_, index) => prospect(index + 1, index % 5 === 4 ? { ownerUserId: 1 } : {}))
			const answer = decide(all, 'group', 1, false, { groups: [{ id: 1, memberIds, lastUserId: last || null }] })
			const counts = memberIds.map((id) => answer.assigned.filter(({ userId }) => userId === id).length)
			expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
			expect([...answer.assigned.map(({ prospectId }) => prospectId), ...answer.kept].sort((a, b) => a - b)).toEqual(all.map(({ id }) => id))
		}),
		lawCases(372),
	)
})

test('an edit needs a name or a target, and its conditions are kept as their fields are', () => {
	const fields = askable(standardFields.prospect)
	const entry = (value: string, field = 'score') =>
		checkAssignment({ act: 'entry', ruleId: 1, predicate: { field, op: 'gte', value }, to: { kind: 'user', id: 1 } }, fields)
	expect(entry('100')).toMatchObject({ ok: true, edit: { predicate: { field: 'score', op: 'gte', value: 100 } } })
	expect(entry('many')).toMatchObject({ refusals: [{ code: 'PREDICATE_VALUE' }] })
	expect(entry('1', 'shoe')).toMatchObject({ refusals: [{ code: 'PREDICATE_FIELD' }] })
	expect(checkAssignment({ act: 'entry', ruleId: 1, predicate: null, to: null }, fields)).toMatchObject({ refusals: [{ code: 'ASSIGN_TARGET_MISSING' }] })
	expect(checkAssignment({ act: 'entry', ruleId: 1, predicate: null, to: null }, fields).ok).toBe(false)
	const unnamed = { act: 'rule' as const, id: null, name: '', isActive: true }
	expect(checkAssignment({ ...unnamed, name: 'West' }, fields)).toEqual({ ok: true, edit: { ...unnamed, name: 'West' } })
	expect(checkAssignment(unnamed, fields)).toMatchObject({ ok: false, refusals: [{ code: 'CRM_NAME_MISSING' }] })
})
