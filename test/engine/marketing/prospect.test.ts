import { expect, test } from 'vitest'
import { checkProspect } from '../../../app/engine/marketing/prospect.ts'

const nobody = { email: '', lastName: '', company: '' }

test.each([
	['nobody', {}, ['PROSPECT_NOBODY']],
	['a name is enough', { lastName: 'Silva' }, []],
	['a company is enough', { company: 'Bar' }, []],
	['an address is enough', { email: 'ana@bar.test' }, []],
	['an address that is none', { email: 'ana at bar', lastName: 'Silva' }, ['EMAIL_INVALID']],
])('%s', (_name, given, codes) => {
	expect(checkProspect({ ...nobody, ...given }).map(({ code }) => code)).toEqual(codes)
})

const told = ['company', 'leadStatus', 'rating'] as const
const contact = { company: 'Fargo', accountName: 'Fargo Coffeehaus', told }
const lead = { company: 'Bramble', accountName: null, told }
test.each([
	['a contact of another company', 'Elsewhere', contact, ['PROSPECT_COMPANY_OF_ACCOUNT', { company: 'Elsewhere', account: 'Fargo Coffeehaus' }]],
	['a contact of her account', 'Fargo Coffeehaus', contact, null],
	['a contact of what has not yet followed the account', 'Fargo', contact, null],
	['a contact of whom nothing is said', '', contact, null],
	['a lead of another company', 'Elsewhere', lead, ['PROSPECT_COMPANY_OF_SALES', { company: 'Elsewhere', kept: 'Bramble' }]],
	['a lead whose company is taken away', '', lead, ['PROSPECT_COMPANY_OF_SALES', { company: '–', kept: 'Bramble' }]],
	['a lead of whose company sales say nothing', 'Elsewhere', { ...lead, company: null }, null],
	['a lead whose company is anybody’s', 'Elsewhere', { ...lead, told: [] }, null],
] as const)('(A32) %s', (_name, company, of, refused) => {
	const found = checkProspect({ ...nobody, email: 'ana@bar.test', company }, of)
	expect(found.map(({ code, facts }) => [code, facts])).toEqual(refused ? [refused] : [])
})

test('(A32) status and rating of a lead are what sales say: the same again says nothing, another is refused by its field, and of nobody’s lead they are free', () => {
	const rosa = { ...lead, leadStatus: 'working', rating: null, email: 'rosa@bramble.test' }
	const codes = (said: Parameters<typeof checkProspect>[0], of: Parameters<typeof checkProspect>[1]) =>
		checkProspect(said, of).map(({ code, facts }) => [code, facts['field']])
	expect(codes({ leadStatus: 'working', rating: '' }, rosa)).toEqual([])
	expect(codes({ leadStatus: 'lost', rating: 'hot' }, rosa)).toEqual([
		['PROSPECT_FIELD_OF_SALES', 'leadStatus'],
		['PROSPECT_FIELD_OF_SALES', 'rating'],
	])
	expect(codes({ leadStatus: 'lost', rating: 'hot' }, { ...rosa, told: [] })).toEqual([])
	expect(codes({ email: '', title: 'Owner' }, { ...rosa, company: null }), 'nobody would be left').toEqual([['PROSPECT_NOBODY', undefined]])
	expect(codes({ title: 'Owner' }, rosa), 'what is not said stays').toEqual([])
})
