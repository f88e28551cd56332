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

const contact = { company: 'Fargo', accountName: 'Fargo Coffeehaus', isTold: true }
const lead = { company: 'Bramble', accountName: null, isTold: true }
test.each([
	['a contact of another company', 'Elsewhere', contact, ['PROSPECT_COMPANY_OF_ACCOUNT', { company: 'Elsewhere', account: 'Fargo Coffeehaus' }]],
	['a contact of her account', 'Fargo Coffeehaus', contact, null],
	['a contact of what has not yet followed the account', 'Fargo', contact, null],
	['a contact of whom nothing is said', '', contact, null],
	['a lead of another company', 'Elsewhere', lead, ['PROSPECT_COMPANY_OF_SALES', { company: 'Elsewhere', kept: 'Bramble' }]],
	['a lead whose company is taken away', '', lead, ['PROSPECT_COMPANY_OF_SALES', { company: '–', kept: 'Bramble' }]],
	['a lead of whose company sales say nothing', 'Elsewhere', { ...lead, company: null }, null],
	['a lead whose company is anybody’s', 'Elsewhere', { ...lead, isTold: false }, null],
] as const)('(A32) %s', (_name, company, of, refused) => {
	const found = checkProspect({ ...nobody, email: 'ana@bar.test', company }, of)
	expect(found.map(({ code, facts }) => [code, facts])).toEqual(refused ? [refused] : [])
})
