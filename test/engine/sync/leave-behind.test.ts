import { expect, test } from 'vitest'
import { createWithout, leaveBehind } from '../../../app/engine/sync/leave-behind.ts'
import type { FieldDecision, LinkDecision, SideFailure } from '../../../app/engine/sync/types.ts'

const row = (key: string, wrote: 'crm' | 'ma' | null, value: string): FieldDecision => ({
	...{ key, crmField: `C${key}`, maField: `m${key}`, crm: null, ma: value, changed: 'ma', later: 'ma', rule: 'r', winner: 'ma', wrote, value, note: null },
})
const decision: LinkDecision = {
	...{ crm: { C1: 'a', C2: 'b' }, ma: { m3: 'c' }, agreed: { 1: 'a', 2: 'b', 3: 'c', 4: 'd' }, refusals: [], equal: 1, consents: [] },
	decisions: [row('1', 'crm', 'a'), row('2', 'crm', 'b'), row('3', 'ma', 'c')],
}
const said = (code: string, fields: string[], more: Partial<SideFailure> = {}): SideFailure => ({
	...{ code, message: 'no', fields, status: 200, retryAfterSeconds: null, isUnknown: false, ...more },
})

test('(B8) the field that is named stays behind with its refusal and is not agreed on; all else is as it was', () => {
	const left = leaveBehind(decision, 'crm', said('FIELD_CUSTOM_VALIDATION_EXCEPTION', ['C1', 'C9']))
	expect(left?.crm).toEqual({ C2: 'b' })
	expect(left?.ma).toEqual({ m3: 'c' })
	expect(left?.agreed).toEqual({ 2: 'b', 3: 'c', 4: 'd' })
	expect(left?.refusals).toEqual([{ key: '1', field: 'C1', role: 'crm', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', value: 'a', facts: {}, message: 'no' }])
	expect(left?.decisions.map(({ wrote, note }) => [wrote, note])).toEqual([
		[null, 'refused'],
		['crm', null],
		['ma', null],
	])
})

test('(B8) what is refused beside it stays behind too, each with its own code', () => {
	const three = { ...decision, crm: { C1: 'a', C2: 'b', C4: 'd' }, decisions: [...decision.decisions, row('4', 'crm', 'd')] }
	const others = [{ code: 'INVALID_EMAIL_ADDRESS', message: 'bad', fields: ['C2'] }]
	const left = leaveBehind(three, 'crm', said('STRING_TOO_LONG', ['C1'], { others }))
	expect(left?.crm).toEqual({ C4: 'd' })
	expect(left?.refusals.map(({ field, code }) => [field, code])).toEqual([
		['C1', 'STRING_TOO_LONG'],
		['C2', 'INVALID_EMAIL_ADDRESS'],
	])
})

test.each([
	['names nothing', said('FIELD_CUSTOM_VALIDATION_EXCEPTION', [])],
	['names what was not written', said('FIELD_CUSTOM_VALIDATION_EXCEPTION', ['C9'])],
	['leaves nothing', said('STRING_TOO_LONG', ['C1', 'C2'])],
	['is a matter of time', said('UNABLE_TO_LOCK_ROW', ['C1'])],
	['is a matter of the record', said('ENTITY_IS_DELETED', ['C1'])],
	['is a matter of the org', said('CANNOT_EXECUTE_FLOW_TRIGGER', ['C1'])],
	['was lost', said('STRING_TOO_LONG', ['C1'], { isUnknown: true })],
])('(B8) a refusal that %s stops the whole row', (_, failure) => {
	expect(leaveBehind(decision, 'crm', failure)).toBeNull()
})

test('(B8) a new record goes without what is refused, but not without what it must have', () => {
	const values = { LastName: 'Silva', Title: 'X', Phone: '1' }
	const must = (field: string) => field === 'LastName'
	expect(createWithout(values, said('STRING_TOO_LONG', ['Title']), must)).toEqual({ LastName: 'Silva', Phone: '1' })
	expect(createWithout(values, said('STRING_TOO_LONG', ['LastName']), must)).toBeNull()
	expect(createWithout(values, said('STRING_TOO_LONG', []), must)).toBeNull()
	expect(createWithout(values, said('UNABLE_TO_LOCK_ROW', ['Title']), must)).toBeNull()
})
