import { expect, test } from 'vitest'
import type { CustomDef } from '../../../app/engine/crm/custom-fields.ts'
import { changeProspect, type KnownProspect, readProspectRow } from '../../../app/engine/marketing/prospect-row.ts'

const asked = { today: '2026-03-06', locales: ['en', 'cs'] }
const read = (cells: Record<string, string>) => readProspectRow({ email: ' Ana@Cafe.test ', ...cells }, asked)
const codes = (answer: unknown) => (Array.isArray(answer) ? answer.map((one: { code: string }) => one.code) : [])

test.each([
	[{ email: '' }, ['email.missing']],
	[{ email: 'ana' }, ['email.invalid']],
	[{ phone: '1'.repeat(41), title: 'x'.repeat(129) }, ['title.too_long', 'phone.too_long']],
	[{ locale: 'de' }, ['locale.invalid']],
	[{ consent: 'perhaps' }, ['consent.invalid']],
	[{ consent: 'yes' }, ['consentSource.missing', 'consentOn.missing']],
	[{ consent: 'opt_in', consentSource: 'fair', consentOn: '2026-03-07' }, ['consentOn.invalid']],
	[{ consent: 'opt_in', consentSource: 'fair', consentOn: '2026-02-30' }, ['consentOn.invalid']],
	[{ consent: 'opt_in', consentSource: 'fair', consentOn: '2026-03-06' }, []],
	[{ consent: 'no' }, []],
	[{ tags: 'x'.repeat(81) }, ['tags.too_long']],
])('(A10) a row of people: %j', (cells, expected) => {
	expect(codes(read(cells))).toEqual(expected)
})

test('(A10) blank cells say nothing, several words stand behind semicolons, once each', () => {
	expect(read({ tags: 'Fair; fair ;VIP', lists: ' News ;', company: ' ', 'custom.tier': 'Gold', 'custom.size': '' })).toMatchObject({
		...{ email: 'ana@cafe.test', tags: ['fair', 'VIP'], lists: ['News'], custom: { tier: 'Gold' } },
		said: { company: null },
	})
})

const def = (name: string, type: CustomDef['type'], more: Partial<CustomDef> = {}): CustomDef => ({
	...{ name, labels: { en: `The ${name}` }, type, length: null, precision: null, scale: null, choices: null, isRequired: false, isActive: true, ...more },
})
const defs = [def('tier', 'picklist', { choices: ['Gold'] }), def('likes', 'multipicklist', { choices: ['Filter', 'Espresso'] })]
const known: KnownProspect = {
	...{ id: 7, custom: {}, hasContact: true, isOut: false },
	values: { firstName: 'Ana', lastName: 'Silva', company: 'Bar Silva', title: null, phone: null, locale: 'en' },
}
const row = (cells: Record<string, string>) => {
	const answer = read(cells)
	if (Array.isArray(answer)) throw new Error(JSON.stringify(answer))
	return answer
}

test('(A10) what stands is left where nothing is said; a contact’s company stays her account’s', () => {
	expect(changeProspect(row({ company: 'Café Nowhere' }), known, defs)).toMatchObject({ isChanged: false, values: { company: 'Bar Silva', firstName: 'Ana' } })
	expect(changeProspect(row({ company: 'Café' }), { ...known, hasContact: false }, defs)).toMatchObject({ isChanged: true, values: { company: 'Café' } })
	expect(changeProspect(row({ 'custom.tier': 'Gold', 'custom.likes': 'Filter;Espresso' }), known, defs)).toMatchObject({
		...{ isChanged: true, custom: { tier: 'Gold', likes: ['filter', 'Espresso'].map((one) => (one === 'filter' ? 'Filter' : one)) } },
	})
})

test('(A10) the house’s own fields refuse by their names', () => {
	expect(codes(changeProspect(row({ 'custom.tier': 'Tin', 'custom.hat': 'red' }), known, defs))).toEqual(['hat.unknown', 'tier.invalid'])
	expect(codes(changeProspect(row({}), known, [def('vat', 'text', { isRequired: true })]))).toEqual(['vat.missing'])
})

test('(A10) (B9) whoever opted out is not brought back by a file; said twice, her no stands once', () => {
	const back = row({ consent: 'yes', consentSource: 'fair', consentOn: '2026-03-01' })
	expect(codes(changeProspect(back, { ...known, isOut: true }, defs))).toEqual(['consent.opted_out'])
	expect(changeProspect(back, known, defs)).toMatchObject({ consent: { kind: 'opt_in', source: 'fair', on: '2026-03-01' } })
	expect(changeProspect(row({ consent: 'out' }), { ...known, isOut: true }, defs)).toMatchObject({ consent: null, isChanged: false })
})
