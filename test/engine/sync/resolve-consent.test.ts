import { expect, test } from 'vitest'
import { type ConsentCase, resolveConsent } from '../../../app/engine/sync/resolve-consent.ts'

test.each<[string, ConsentCase, object]>([
	['both out', { crm: true, ma: true, changed: 'ma', agreed: true }, { wrote: null }],
	['neither, one of them blank', { crm: null, ma: false, changed: 'neither', agreed: undefined }, { wrote: null }],
	['out in marketing', { crm: false, ma: true, changed: 'ma', agreed: false }, { wrote: 'crm', value: true }],
	['out in the CRM', { crm: true, ma: false, changed: 'crm', agreed: false }, { wrote: 'ma', value: true }],
	['out in the CRM, and marketing said something else later', { crm: true, ma: false, changed: 'both', agreed: false }, { wrote: 'ma', value: true }],
	['first met, out on one side', { crm: true, ma: false, changed: 'neither', agreed: undefined }, { wrote: 'ma', value: true }],
	[
		'taken back in marketing, with its evidence',
		{ crm: true, ma: false, changed: 'ma', agreed: true },
		{ wrote: 'crm', value: false, rule: 'consent.taken_back' },
	],
	['marketing says no, and nothing was ever agreed on', { crm: true, ma: false, changed: 'ma', agreed: undefined }, { wrote: 'ma', value: true }],
	['the flag of the CRM turned off by hand', { crm: false, ma: true, changed: 'crm', agreed: true }, { wrote: 'crm', value: true }],
	['taken back on one side and said again on the other', { crm: true, ma: false, changed: 'both', agreed: true }, { wrote: 'ma', value: true }],
])('%s', (_name, given, expected) => {
	expect(resolveConsent(given)).toMatchObject(expected)
})
