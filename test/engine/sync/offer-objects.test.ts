import { expect, test } from 'vitest'
import type { FirstMap } from '../../../app/engine/sync/first-mapping.ts'
import { hangOn, offerObjects } from '../../../app/engine/sync/offer-objects.ts'
import type { FieldShape } from '../../../app/engine/sync/types.ts'

const line = (crmField: string, maField: string, transform: FirstMap['fields'][number]['transform'] = null): FirstMap['fields'][number] => ({
	...({ crmField, maField, behaviour: 'most_recent', fallback: null, blank: 'fill', multi: 'last', overflow: 'error', isConsent: false } as const),
	transform,
})
const linked = (crm: string, ma: string, also?: string[]) => ({ kind: 'linked' as const, crm, ma, pairs: {}, ...(also ? { also } : {}) })
const map = (crmObject: string, maObject: string, fields: FirstMap['fields']): FirstMap => ({
	...({ crmObject, maObject, rank: 1, createsCrm: 'gate', createsMa: 'never' } as const),
	fields,
})
const company = map('Account', 'account', [line('Name', 'name')])
const buyer = map('Contact', 'prospect', [line('Email', 'email'), line('AccountId', 'account_id', linked('Account', 'account'))])
const newcomer = map('Lead', 'prospect', [line('Email', 'email')])
const member = map('CampaignMember', 'campaign_member', [line('PersonId', 'prospect_id', linked('Contact', 'prospect', ['Lead']))])
const text: FieldShape = {
	...{ name: 'name', label: 'Name', kind: 'text', length: 80, precision: null, scale: null, values: null, required: false },
	...{ createable: true, updateable: true, visible: true, custom: false, references: [] },
}

test('(A11) what is usual and not taken yet is offered, with the fields that both sides show, or with none where a side lacks it', () => {
	const shapes = { crm: { Account: { Name: text } }, ma: { account: { name: text }, prospect: { email: text } } }
	const offers = offerObjects([company, buyer, newcomer], [{ crmObject: 'Lead', maObject: 'prospect' }], shapes)
	expect(offers.map(({ crmObject, map: first }) => [crmObject, first?.fields.map(({ crmField }) => crmField) ?? null])).toEqual([
		['Account', ['Name']],
		['Contact', null],
	])
})

test('(A11) an object is not taken out from under those that hang on it, unless another stands in for it', () => {
	expect(hangOn([company, buyer], company)).toEqual(['prospect'])
	expect(hangOn([company, newcomer], company)).toEqual([])
	expect(hangOn([buyer, member], buyer)).toEqual(['campaign_member'])
	expect(hangOn([buyer, newcomer, member], buyer), 'leads are people of a campaign too').toEqual([])
	expect(hangOn([buyer, member], member)).toEqual([])
})
