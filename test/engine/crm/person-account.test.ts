import { expect, test } from 'vitest'
import { type AccountShape, decideKind, type KindWish, nameOfPerson } from '../../../app/engine/crm/person-account.ts'

const signe: AccountShape = { isPerson: false, people: ['Signe Aldridge'], hasFamily: false }
const rows: readonly [rule: string, wish: KindWish, shape: Partial<AccountShape>, answer: string][] = [
	['one person alone', { to: 'person' }, {}, 'Signe Aldridge'],
	['nobody there', { to: 'person' }, { people: [] }, 'ACCOUNT_PEOPLE'],
	['two there', { to: 'person' }, { people: ['Signe Aldridge', 'Ola Berg'] }, 'ACCOUNT_PEOPLE'],
	['one store of a company with others', { to: 'person' }, { hasFamily: true }, 'ACCOUNT_FAMILY'],
	['the company she works for', { to: 'company', name: 'Valley' }, { isPerson: true }, 'Valley'],
	['a company without a name', { to: 'company', name: '' }, { isPerson: true }, 'COMPANY_NAME_MISSING'],
]

test.each(rows)('an account becomes one person or a company: %s', (_, wish, shape, answer) => {
	const decided = decideKind(wish, { ...signe, ...shape })
	expect(decided.ok ? decided.name : decided.refusals.map(({ code }) => code).join()).toBe(answer)
	if (decided.ok) expect(decided.isPerson).toBe(wish.to === 'person')
})

test('a person account is called as she is', () => {
	expect([nameOfPerson({ firstName: 'Signe', lastName: 'Aldridge' }), nameOfPerson({ firstName: '', lastName: 'Aldridge' }), nameOfPerson({})]).toEqual([
		'Signe Aldridge',
		'Aldridge',
		'',
	])
})
