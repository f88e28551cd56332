import { expect, test } from 'vitest'
import { type AskedRequest, decideAnswer, peopleInTurn, versionOf, voicesOf } from '../../../app/engine/approval/decide-answer.ts'
import { type Deputy, keptFrom, type Namer, readDeputy, standInsOn, type TypedDeputy } from '../../../app/engine/approval/deputies.ts'
import type { ApprovalPerson } from '../../../app/engine/approval/steps-to-take.ts'

const [luka, jana, ola, petr, vera] = [1, 2, 3, 4, 5]
const people: ApprovalPerson[] = [
	{ contactId: luka, role: 'buyer' },
	{ contactId: jana, role: 'approver' },
	{ contactId: ola, role: 'owner' },
	{ contactId: petr, role: 'buyer' },
	{ contactId: vera, role: 'viewer' },
]
const at = new Date('2026-03-04T12:00:00Z')
const today = '2026-03-04'
const deputy = (contactId: number, deputyContactId: number, more: Partial<Deputy> = {}): Deputy => ({
	...{ id: 1, contactId, deputyContactId, namedByContactId: contactId, fromOn: '2026-03-02', untilOn: '2026-03-06', isEnded: false, deputyName: 'Petr' },
	...more,
})
const request = (approverContactId: number | null, deputies: Deputy[], more: Partial<AskedRequest> = {}): AskedRequest => ({
	...{ state: 'waiting', askedByContactId: luka, expiresAt: new Date('2026-03-16T12:00:00Z') },
	...{ steps: [{ id: 9, step: 1, approverContactId, state: 'waiting' }], standIns: standInsOn(today, deputies, people) },
	...more,
})

const told = (asked: AskedRequest, contactId: number): number | 'herself' | string => {
	const { role } = people.find((one) => one.contactId === contactId) ?? { role: 'buyer' as const }
	const given = decideAnswer(asked, { contactId, role, isHerself: true }, { approves: true, note: null, seenVersion: null, at })
	return given.ok ? (given.answers[0]?.forContactId ?? 'herself') : (given.refusals[0]?.code ?? '')
}

test.each([
	['a deputy answers for whom she stands in for', request(jana, [deputy(jana, petr)]), petr, jana],
	['on the first day and the last', request(jana, [deputy(jana, petr, { fromOn: today, untilOn: today })]), petr, jana],
	['not on the day before', request(jana, [deputy(jana, petr, { fromOn: '2026-03-05' })]), petr, 'APPROVAL_NOT_YOURS'],
	['not on the day after', request(jana, [deputy(jana, petr, { untilOn: '2026-03-03' })]), petr, 'APPROVAL_NOT_YOURS'],
	['not once it was ended', request(jana, [deputy(jana, petr, { isEnded: true })]), petr, 'APPROVAL_NOT_YOURS'],
	['who is away may answer all the same', request(jana, [deputy(jana, petr)]), jana, 'herself'],
	['where anybody may approve, an approver’s deputy may', request(null, [deputy(jana, petr)]), petr, jana],
	['but not a buyer’s, who has no yes to give', request(null, [deputy(luka, petr)], { askedByContactId: vera }), petr, 'APPROVAL_NOT_YOURS'],
	['an approver who stands in answers in her own name where she may', request(null, [deputy(jana, ola)]), ola, 'herself'],
	['a deputy never answers what she asked', request(jana, [deputy(jana, petr)], { askedByContactId: petr }), petr, 'APPROVAL_OWN'],
	['nor does the asker’s own deputy in her place', request(null, [deputy(ola, petr)], { askedByContactId: ola }), petr, 'APPROVAL_NOT_YOURS'],
	[
		'nor whom the asker named into another’s',
		request(jana, [deputy(jana, petr, { namedByContactId: ola })], { askedByContactId: ola }),
		petr,
		'APPROVAL_NOT_YOURS',
	],
	['there are no chains', request(jana, [deputy(jana, ola), deputy(ola, petr)]), petr, 'APPROVAL_NOT_YOURS'],
	['who may only look answers for nobody', request(jana, [deputy(jana, vera)]), vera, 'ROLE_MAY_NOT'],
	['and has nothing to give away', request(vera, [deputy(vera, petr)]), petr, 'APPROVAL_NOT_YOURS'],
	['nor has who has left', request(77, [deputy(77, petr)]), petr, 'APPROVAL_NOT_YOURS'],
])('%s', (_name, asked, who, expected) => {
	expect(told(asked, who)).toBe(expected)
})

test('whose turn it is: who is named and her deputy, who learns for whom', () => {
	expect(peopleInTurn(request(jana, [deputy(jana, petr)]), people)).toEqual([
		{ contactId: jana, forContactId: null },
		{ contactId: petr, forContactId: jana },
	])
	expect(peopleInTurn(request(null, [deputy(jana, ola)]), people)).toEqual([
		{ contactId: jana, forContactId: null },
		{ contactId: ola, forContactId: null },
	])
})

test('nobody is asked for what she asked, and no viewer is', () => {
	expect(peopleInTurn(request(jana, [deputy(jana, petr)], { askedByContactId: petr }), people)).toEqual([{ contactId: jana, forContactId: null }])
	expect(peopleInTurn(request(jana, [deputy(jana, vera)]), people)).toEqual([{ contactId: jana, forContactId: null }])
	const [standIn] = standInsOn(today, [deputy(jana, petr, { namedByContactId: ola })], people)
	expect(standIn && keptFrom(standIn)).toEqual([petr, ola, jana])
	expect(voicesOf({ contactId: vera, role: 'viewer' }, [])).toEqual([])
	expect(voicesOf({ contactId: petr, role: 'buyer' }, standIn ? [standIn, { ...standIn, away: { contactId: vera, role: 'viewer' } }] : [])).toEqual([
		{ contactId: petr, isApprover: false, notOf: [petr] },
		{ contactId: jana, isApprover: true, notOf: [petr, ola, jana] },
	])
})

test('what was answered since it was seen is looked at again, and every answer counts', () => {
	const seen = (seenVersion: number | null) => {
		const given = decideAnswer(request(jana, []), { contactId: jana, role: 'approver', isHerself: true }, { approves: true, note: null, seenVersion, at })
		return given.ok ? 'ok' : given.refusals[0]?.code
	}
	expect([seen(null), seen(1), seen(0), seen(2)]).toEqual(['ok', 'ok', 'APPROVAL_CHANGED', 'APPROVAL_CHANGED'])
	const step = (state: 'waiting' | 'approved' | 'refused') => ({ id: 1, step: 1, approverContactId: null, state })
	expect(versionOf({ state: 'waiting', steps: [step('waiting'), step('waiting')] })).toBe(1)
	expect(versionOf({ state: 'waiting', steps: [step('approved'), step('waiting')] })).toBe(2)
	expect(versionOf({ state: 'refused', steps: [step('approved'), step('refused')] })).toBe(4)
	expect(versionOf({ state: 'withdrawn', steps: [step('approved'), step('waiting')] })).toBe(3)
})

const typed: TypedDeputy = { contactId: String(jana), deputyContactId: String(petr), fromOn: today, untilOn: '2026-03-08' }
const known = people.map(({ contactId, role }) => ({ id: contactId, name: `P${contactId}`, role, signsIn: true }))
const janaHerself: Namer = { contactId: jana, role: 'approver', isHerself: true }
const owner: Namer = { contactId: ola, role: 'owner', isHerself: true }
const codes = (more: Partial<TypedDeputy>, namer = janaHerself, deputies: Deputy[] = []) => {
	const read = readDeputy({ ...typed, ...more }, { people: known, deputies }, namer, today)
	return read.ok ? 'ok' : read.refusals.map(({ code }) => code).join()
}

test.each([
	['she names her own', codes({}), 'ok'],
	['an owner names for another', codes({}, owner), 'ok'],
	['nobody else does', codes({ contactId: String(luka) }), 'ROLE_MAY_NOT'],
	['a rep does not in her name', codes({}, { ...janaHerself, isHerself: false }), 'ROLE_MAY_NOT'],
	['not herself', codes({ deputyContactId: String(jana) }), 'DEPUTY_SAME'],
	['nobody who may only look', codes({ deputyContactId: String(vera) }), 'DEPUTY_WHO'],
	['nobody of another company', codes({ deputyContactId: '77' }), 'DEPUTY_WHO'],
	['nor for one of another company', codes({ contactId: '77' }, owner), 'DEPUTY_AWAY'],
	['not from yesterday on', codes({ fromOn: '2026-03-03' }), 'DEPUTY_DAYS'],
	['not backwards', codes({ untilOn: '2026-03-03' }), 'DEPUTY_DAYS'],
	['not a day that is none', codes({ untilOn: '2026-02-30x' }), 'DEPUTY_DAYS'],
	['not for longer than a year', codes({ untilOn: '2027-03-05' }), 'DEPUTY_DAYS'],
	['but for a year', codes({ untilOn: '2027-03-04' }), 'ok'],
	['not two on one day', codes({}, owner, [deputy(jana, ola, { fromOn: '2026-03-08', untilOn: '2026-03-09' })]), 'DEPUTY_TWICE'],
	['one after the other', codes({}, owner, [deputy(jana, ola, { fromOn: '2026-03-09', untilOn: '2026-03-09' })]), 'ok'],
	['one that was ended stands in nobody’s way', codes({}, owner, [deputy(jana, ola, { isEnded: true })]), 'ok'],
])('naming: %s', (_name, given, expected) => {
	expect(given).toBe(expected)
})
