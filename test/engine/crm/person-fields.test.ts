import { describe, expect, test } from 'vitest'
import { countries } from '../../../app/engine/base/countries.ts'
import { checkPerson, fieldsOfFace, isEmail, type PersonFace, type PersonSaid, personFields } from '../../../app/engine/crm/person-fields.ts'

const told = (face: PersonFace, said: PersonSaid<never> | Record<string, string>, standing: Record<string, string | null> | null = null) =>
	checkPerson(face, said as never, standing).map(({ code, facts }) => [code, facts['field']].filter(Boolean).join(' '))

describe('what stands against a person as typed', () => {
	const most = 'あ'.repeat(255)
	test.each<[rule: string, face: PersonFace, said: Record<string, string>, standing: Record<string, string | null> | null, codes: string[]]>([
		['a lead has a last name', 'lead', {}, null, ['LEAD_NAME_MISSING']],
		['so has a contact', 'contact', { firstName: 'Signe' }, null, ['PERSON_NAME_MISSING']],
		['and who buys for herself', 'person_account', {}, null, ['PERSON_NAME_MISSING']],
		['a prospect need not', 'prospect', {}, null, []],
		['what is not said stays', 'lead', { title: 'Owner' }, { lastName: 'Aldridge' }, []],
		['what is taken away is missing', 'contact', { lastName: '' }, { lastName: 'Aldridge' }, ['PERSON_NAME_MISSING']],
		['an address that is none', 'lead', { lastName: 'A', email: 'nobody' }, null, ['EMAIL_INVALID']],
		['a street of 255 signs, whatever they are', 'lead', { lastName: 'A', street: most }, null, []],
		['one more', 'lead', { lastName: 'A', street: `${most}い` }, null, ['PERSON_FIELD_LONG street']],
		['signs are counted, not their halves', 'prospect', { city: '🫖'.repeat(40) }, null, []],
		['a status that a rep may set', 'prospect', { leadStatus: 'recycle' }, null, []],
		['one that converting sets', 'prospect', { leadStatus: 'converted' }, null, ['PERSON_FIELD_CHOICE leadStatus']],
		['a rating of the house', 'lead', { lastName: 'A', rating: 'hot' }, null, []],
		['one of nobody', 'lead', { lastName: 'A', rating: 'boiling' }, null, ['PERSON_FIELD_CHOICE rating']],
		['a word of another system may stay', 'lead', { rating: 'Hot' }, { lastName: 'A', rating: 'Hot' }, []],
		['and is not said anew', 'lead', { rating: 'Hot' }, { lastName: 'A', rating: 'warm' }, ['PERSON_FIELD_CHOICE rating']],
		['a country by its letters', 'contact', { country: 'JP' }, { lastName: 'A' }, []],
		['none by its name', 'contact', { country: 'Japan' }, { lastName: 'A' }, ['PERSON_FIELD_CHOICE country']],
		['but as another system has it', 'contact', { country: 'Japan' }, { lastName: 'A', country: 'Japan' }, []],
		['a choice may be taken back', 'contact', { country: '' }, { lastName: 'A', country: 'JP' }, []],
		[
			'all at once',
			'lead',
			{ email: 'x', phone: '1'.repeat(41), postalCode: '1'.repeat(21), country: 'XX' },
			null,
			['LEAD_NAME_MISSING', 'EMAIL_INVALID', 'PERSON_FIELD_LONG phone', 'PERSON_FIELD_LONG postalCode', 'PERSON_FIELD_CHOICE country'],
		],
	])('%s', (_rule, face, said, standing, codes) => {
		expect(told(face, said, standing)).toEqual(codes)
	})
})

test('every field stands in the form of a face, each once, and an address has its longest length', () => {
	const all = Object.values(fieldsOfFace)
	for (const names of all) expect(new Set(names).size).toBe(names.length)
	expect([...new Set(all.flat())].toSorted()).toEqual(Object.keys(personFields).toSorted())
	expect([`${'a'.repeat(242)}@example.com`, `${'a'.repeat(243)}@example.com`].map(isEmail)).toEqual([true, false])
})

test('the countries are those that have a name, each once', () => {
	const names = new Intl.DisplayNames('en', { type: 'region' })
	const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
	// Regions that are no countries of ISO 3166-1: unions, zones, names of before and what is kept for private use.
	const others = 'AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT PC QO RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ JT MI PU PZ CT FQ NQ PN'.split(' ')
	const named = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => names.of(code) !== code && (code === 'PN' || !others.includes(code)))
	expect(countries).toHaveLength(249)
	expect(countries.toSorted()).toEqual(named.filter((code) => countries.includes(code)).toSorted())
	expect(named.filter((code) => !countries.includes(code))).toEqual([])
})
