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
