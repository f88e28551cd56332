import { describe, expect, test } from 'vitest'
import type { CustomDef } from '../../../app/engine/crm/custom-fields.ts'
import { type Becomes, carryFields, checkBecomes, fits } from '../../../app/engine/crm/lead-fields.ts'

const def = (object: string, name: string, more: Partial<CustomDef> = {}, becomes: Becomes = {}) => ({
	...{ object, name, labels: { en: name }, type: 'text' as CustomDef['type'], length: null, precision: null, scale: null, choices: null, isRequired: false },
	...{ isActive: true, becomes },
	...more,
})

describe('a field of leads becomes another', () => {
	test.each<[string, Partial<CustomDef>, Partial<CustomDef>, boolean]>([
		['text into as much text', { length: 80 }, { length: 80 }, true],
		['text into less', { length: 80 }, { length: 79 }, false],
		['any text into some', { length: null }, { length: 80 }, false],
		['any text into any', { length: null }, { length: null }, true],
		['a number into a larger one', { type: 'number', precision: 4, scale: 0 }, { type: 'number', precision: 6, scale: 2 }, true],
		['a number into fewer digits', { type: 'number', precision: 4, scale: 0 }, { type: 'number', precision: 5, scale: 2 }, false],
		['choices into more', { type: 'picklist', choices: ['a'] }, { type: 'picklist', choices: ['b', 'a'] }, true],
		['choices into others', { type: 'picklist', choices: ['a', 'c'] }, { type: 'picklist', choices: ['b', 'a'] }, false],
		['a day into text', { type: 'date' }, { type: 'text' }, false],
		['what is in use no more', {}, { isActive: false }, false],
	])('%s', (_, from, into, expected) => expect(fits(def('lead', 'f', from), def('contact', 't', into))).toBe(expected))

	test('refused by the names of both, and where there is none', () => {
		const seats = def('lead', 'seats', { type: 'number', precision: 4, scale: 0 })
		const defs = [seats, def('account', 'seats')]
		expect(checkBecomes(seats, { account: 'seats', contact: 'nothing' }, defs, 'en')).toEqual([
			{ code: 'LEAD_FIELD_UNFIT', facts: { field: 'seats', target: 'nothing', object: 'contact' } },
			{ code: 'LEAD_FIELD_UNFIT', facts: { field: 'seats', target: 'seats', object: 'account' } },
		])
	})
})

test('what a lead says goes where nothing stands; what is known stays, and what no longer fits stays with the lead', () => {
	const defs = [
		def('lead', 'seats', { type: 'number', precision: 4, scale: 0 }, { account: 'seats', opportunity: 'size' }),
		def('lead', 'brews', { type: 'multipicklist', choices: ['Filter'] }, { contact: 'brews' }),
		def('lead', 'gone', { isActive: false }, { contact: 'note' }),
		def('account', 'seats', { type: 'number', precision: 4, scale: 0 }),
		def('opportunity', 'size', { type: 'number', precision: 1, scale: 0 }),
		def('contact', 'brews', { type: 'multipicklist', choices: ['Filter', 'Espresso'], isRequired: true }),
		def('contact', 'note'),
	]
	const lead = { seats: '40', brews: ['Filter'], gone: 'x', loose: 'y' }
	const empty = { contact: {}, account: {}, opportunity: {} }
	expect(carryFields(lead, empty, defs)).toEqual({ account: { seats: '40' }, contact: { brews: ['Filter'] } })
	expect(carryFields(lead, { ...empty, account: { seats: '12', other: 'z' } }, defs)).toEqual({ contact: { brews: ['Filter'] } })
	expect(carryFields({}, empty, defs)).toEqual({})
})
