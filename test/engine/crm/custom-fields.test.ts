import { describe, expect, test } from 'vitest'
import type { Predicate } from '../../../app/engine/base/predicate.ts'
import { type CustomDef, changeCustom, checkCustomDef, fieldsOfObject, sizedDef, type TypedValues, withCustom } from '../../../app/engine/crm/custom-fields.ts'
import { validateRecord } from '../../../app/engine/crm/validate-record.ts'
import { decideWorkflows, readActions } from '../../../app/engine/crm/workflow.ts'

const def = (name: string, type: CustomDef['type'], more: Partial<CustomDef> = {}): CustomDef => ({
	...{
		name,
		type,
		labels: { en: name.toUpperCase(), cs: `${name} cs` },
		length: null,
		precision: null,
		scale: null,
		choices: null,
		isRequired: false,
		isActive: true,
	},
	...more,
})
const seats = def('seats', 'number', { precision: 5, scale: 2 })
const roast = def('roast', 'picklist', { choices: ['light', 'dark'] })
const methods = def('methods', 'multipicklist', { choices: ['drip', 'espresso', 'syphon'] })
const motto = def('motto', 'text', { length: 5 })
const defs = [seats, roast, methods, motto, def('open_on', 'date'), def('vip', 'boolean')]
const change = (typed: TypedValues, before = {}, all = defs) => {
	const answer = changeCustom(all, before, typed, 'cs')
	return answer.ok ? answer.custom : answer.refusals.map(({ code, facts }) => [code, facts['field']])
}

describe('values are kept as their field wants them', () => {
	test.each<[TypedValues, unknown]>([
		[{ seats: '12.50' }, { seats: '12.5' }],
		[{ seats: '0,3' }, { seats: '0.3' }],
		[{ seats: '999.99' }, { seats: '999.99' }],
		[{ seats: '1000' }, [['NUMBER_OUTSIDE_VALID_RANGE', 'seats cs']]],
		[{ seats: '0.125' }, [['NUMBER_OUTSIDE_VALID_RANGE', 'seats cs']]],
		[{ seats: '-999' }, { seats: '-999' }],
		[{ seats: 'many' }, [['INVALID_TYPE_ON_FIELD_IN_RECORD', 'seats cs']]],
		[{ roast: 'dark' }, { roast: 'dark' }],
		[{ roast: 'burnt' }, [['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'roast cs']]],
		[{ methods: ['drip', 'syphon', 'drip'] }, { methods: ['drip', 'syphon'] }],
		[{ methods: [' drip ', ' ', ''] }, { methods: ['drip'] }],
		[{ methods: ['drip', 'moka'] }, [['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'methods cs']]],
		[{ motto: 'pět☕' }, { motto: 'pět☕' }],
		[{ motto: '☕☕☕☕☕' }, { motto: '☕☕☕☕☕' }],
		[{ motto: 'longer' }, [['STRING_TOO_LONG', 'motto cs']]],
		[{ open_on: '2026-02-28' }, { open_on: '2026-02-28' }],
		[{ open_on: '2026-02-30' }, [['INVALID_TYPE_ON_FIELD_IN_RECORD', 'open_on cs']]],
		[{ vip: 'false' }, { vip: false }],
		[{ vip: 'perhaps' }, [['INVALID_TYPE_ON_FIELD_IN_RECORD', 'vip cs']]],
	])('%j becomes %j', (typed, expected) => {
		expect(change(typed)).toEqual(expected)
	})

	test('what is blank is taken away, what was not named stays, a field out of use is left alone', () => {
		expect(change({ motto: ' ', methods: [] }, { motto: 'old', methods: ['drip'], seats: '4' })).toEqual({ seats: '4' })
		expect(change({ motto: 'new' }, { motto: 'old' }, [{ ...motto, isActive: false }])).toEqual({ motto: 'old' })
	})

	test('a field that must be there is asked for, once', () => {
		const must = [{ ...seats, isRequired: true }]
		expect(change({}, {}, must)).toEqual([['REQUIRED_FIELD_MISSING', 'seats cs']])
		expect(change({ seats: 'many' }, {}, must)).toEqual([['INVALID_TYPE_ON_FIELD_IN_RECORD', 'seats cs']])
		expect(change({}, { seats: '4' }, must)).toEqual({ seats: '4' })
	})
})

test('a field is refused by name, label, choices and size', () => {
	const codes = (one: CustomDef, taken: string[] = []) => checkCustomDef(one, 'lead', taken).map(({ code }) => code)
	expect(codes(seats)).toEqual([])
	expect(codes(seats, ['seats'])).toEqual(['CUSTOM_NAME_TAKEN'])
	expect(codes(def('company', 'text'))).toEqual(['CUSTOM_NAME_TAKEN'])
	expect(codes(def('1st Field', 'text', { labels: { en: '' } }))).toEqual(['CUSTOM_NAME_INVALID', 'CUSTOM_LABEL_MISSING'])
	expect(codes(def('x', 'picklist'))).toEqual(['CUSTOM_CHOICES_MISSING'])
	expect(codes(def('x', 'number', { precision: 3, scale: 4 }))).toEqual(['CUSTOM_SIZE_INVALID'])
	expect(codes(def('x', 'text', { length: 0 }))).toEqual(['CUSTOM_SIZE_INVALID'])
	expect(codes(def('x', 'text', { length: 4000 }))).toEqual([])
	expect(codes(def('x', 'text', { length: 4001 }))).toEqual(['CUSTOM_SIZE_INVALID'])
	for (const [precision, scale, fits] of [
		[15, 0, true],
		[1, 1, true],
		[16, 0, false],
		[0, 0, false],
		[15, 6, true],
		[15, 7, false],
		[15, -1, false],
	] as const)
		expect([precision, scale, codes(def('x', 'number', { precision, scale })).length === 0]).toEqual([precision, scale, fits])
	expect(
		fieldsOfObject('lead', [
			{ ...seats, object: 'lead' },
			{ ...roast, object: 'account' },
		]).at(-1),
	).toEqual({ name: 'custom.seats', type: 'number' })
})

test('a field keeps the sizes that its type has a use for', () => {
	const all = { length: 5, precision: 6, scale: 2, choices: ['a'] }
	const none = { length: null, precision: null, scale: null, choices: null }
	const sized = (type: CustomDef['type']) => sizedDef(def('x', type, all))
	expect(sized('text')).toMatchObject({ ...none, length: 5 })
	expect(sized('number')).toMatchObject({ ...none, precision: 6, scale: 2 })
	for (const type of ['picklist', 'multipicklist'] as const) expect(sized(type)).toMatchObject({ ...none, choices: ['a'] })
	for (const type of ['date', 'boolean'] as const) expect(sized(type)).toMatchObject(none)
})

test('without sizes of its own a text has four thousand letters and a number fifteen digits and no part', () => {
	const [wide, whole] = [def('wide', 'text'), def('whole', 'number')]
	expect(change({ wide: 'é'.repeat(4000) }, {}, [wide])).toEqual({ wide: 'é'.repeat(4000) })
	expect(change({ wide: 'é'.repeat(4001) }, {}, [wide])).toEqual([['STRING_TOO_LONG', 'wide cs']])
	expect(change({ whole: '123456789012345' }, {}, [whole])).toEqual({ whole: '123456789012345' })
	expect(change({ whole: '1234567890123456' }, {}, [whole])).toEqual([['NUMBER_OUTSIDE_VALID_RANGE', 'whole cs']])
	expect(change({ whole: '0.5' }, {}, [whole])).toEqual([['NUMBER_OUTSIDE_VALID_RANGE', 'whole cs']])
	const tooFine = changeCustom([whole], {}, { whole: '0.5' }, 'cs')
	expect(tooFine.ok ? null : tooFine.refusals[0]?.facts).toEqual({ field: 'whole cs', digits: 15, scale: 0 })
})

const tooSmall = {
	name: 'Big only',
	predicate: { field: 'custom.seats', op: 'lt', value: 10 } satisfies Predicate,
	messages: { en: 'At least ten seats.', cs: 'Alespoň deset míst.' },
	exemptsSync: true,
}

test('a rule whose predicate holds refuses in its own words; the sync may be let through', () => {
	const fields = withCustom({ company: 'Fargo' }, { seats: '9.5' })
	expect(validateRecord([tooSmall], fields, { by: 'person', locale: 'cs' })).toEqual([
		{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', facts: { rule: 'Big only', message: 'Alespoň deset míst.' } },
	])
	expect(validateRecord([tooSmall], fields, { by: 'api', locale: 'ja' })[0]?.facts['message']).toBe('At least ten seats.')
	expect(validateRecord([tooSmall], fields, { by: 'sync', locale: 'en' })).toEqual([])
	expect(validateRecord([{ ...tooSmall, exemptsSync: false }], fields, { by: 'sync', locale: 'en' })).toHaveLength(1)
	expect(validateRecord([tooSmall], withCustom({}, { seats: '10' }), { by: 'person', locale: 'en' })).toEqual([])
})

test('a workflow acts when a record enters, not while it stays, and again after it left', () => {
	const workflow = { id: 7, predicate: tooSmall.predicate, actions: [{ kind: 'notice' as const }] }
	const record = (seated: string, entered: number[]) => ({ id: 1, fields: withCustom({}, { seats: seated }), entered })
	expect(decideWorkflows([workflow], [record('4', [])])).toEqual({ entering: [{ workflowId: 7, recordId: 1, actions: workflow.actions }], leaving: [] })
	expect(decideWorkflows([workflow], [record('5', [7])])).toEqual({ entering: [], leaving: [] })
	expect(decideWorkflows([workflow], [record('50', [7])])).toEqual({ entering: [], leaving: [{ workflowId: 7, recordId: 1 }] })
	expect(readActions([{ kind: 'task', subject: 'Call', dueDays: 2, odd: 1 }])).toEqual({ ok: true, actions: [{ kind: 'task', subject: 'Call', dueDays: 2 }] })
	for (const raw of [
		[{ kind: 'explode' }],
		[{ kind: 'task', subject: 'x', dueDays: -1 }],
		[{ kind: 'field', name: 'a' }],
		[null],
		[{ kind: 'campaign_member', campaignId: 'x', status: 'a' }],
	])
		expect(readActions(raw), JSON.stringify(raw)).toMatchObject({ refusals: [{ code: 'WORKFLOW_ACTION_UNKNOWN' }] })
	for (const dueDays of [0, 365]) expect(readActions([{ kind: 'task', subject: 'Call', dueDays }]).ok).toBe(true)
	for (const odd of [
		{ kind: 'task', subject: 'Call', dueDays: 366 },
		{ kind: 'member', campaignId: 3, status: 'sent' },
	])
		expect(readActions([odd])).toMatchObject({ ok: false, refusals: [{ code: 'WORKFLOW_ACTION_UNKNOWN' }] })
	expect(readActions([{ kind: 'campaign_member', campaignId: 3, status: 'sent' }]).ok).toBe(true)
	expect(readActions([])).toMatchObject({ refusals: [{ code: 'WORKFLOW_ACTION_MISSING' }] })
})
