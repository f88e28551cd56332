import { expect, test } from 'vitest'
import { type KnownMatch, matchUsers, type OutsideUser } from '../../../app/engine/sync/match-users.ts'
import { toCrm, toMa } from '../../../app/engine/sync/transform.ts'
import type { Transform } from '../../../app/engine/sync/types.ts'

const there = (id: string, mail: string | null, isActive = true): OutsideUser => ({ id, name: id, mail, isActive })
const here = (id: number, mail: string, isActive = true) => ({ id, mail, isActive })
const found = (outside: readonly OutsideUser[], own: ReturnType<typeof here>[], known: readonly KnownMatch[] = []) =>
	Object.fromEntries(matchUsers(outside, own, known).map(({ outsideId, userId }) => [outsideId, userId]))

test('(A22) people meet by their mail address, however it is written', () => {
	expect(found([there('A', ' Natalie@Shop.test'), there('B', 'other@shop.test'), there('C', null)], [here(1, 'natalie@shop.test')])).toEqual({
		A: 1,
		B: null,
		C: null,
	})
})

test('(A22) by hand stands before by mail, nobody of the house is two people there, and who left the house is nobody', () => {
	const own = [here(1, 'natalie@shop.test'), here(2, 'luka@shop.test'), here(3, 'gone@shop.test', false)]
	const byHand = [{ outsideId: 'B', userId: 1, isManual: true }]
	expect(found([there('A', 'natalie@shop.test'), there('B', 'luka@shop.test'), there('C', 'gone@shop.test')], own, byHand)).toEqual({ A: null, B: 1, C: null })
	expect(found([there('B', 'natalie@shop.test')], own, [{ outsideId: 'B', userId: null, isManual: true }])).toEqual({ B: null })
})

test('(A22) of several with one address the one at work, then the smaller id, in any order', () => {
	const many = [there('C', 'natalie@shop.test'), there('B', 'natalie@shop.test'), there('A', 'natalie@shop.test', false)]
	for (const some of [many, many.toReversed()]) expect(found(some, [here(1, 'natalie@shop.test')])).toEqual({ A: null, B: 1, C: null })
})

test('(A22) an owner without a counterpart is the connector user of the other side, and nobody where there is none', () => {
	const users: Transform = { kind: 'users', pairs: { '1': '005A' }, elseCrm: '005Z', elseMa: '9' }
	expect([toCrm(users, '1', 'reference'), toCrm(users, '2', 'reference')]).toEqual([{ value: '005A' }, { value: '005Z' }])
	expect([toMa(users, '005A', 'reference'), toMa(users, '005Q', 'reference')]).toEqual([{ value: '1' }, { value: '9' }])
	expect([toCrm({ ...users, elseCrm: null }, '2', 'reference'), toMa({ ...users, elseMa: null }, '005Q', 'reference')]).toEqual([null, null])
})
