import { expect, test } from 'vitest'
import type { FormDesign } from '../../../app/engine/marketing/form.ts'
import { formView } from '../../../app/engine/marketing/form-view.ts'

const field = { isRequired: true, isHidden: false, initial: '', fill: 'replace', choices: [] }
const design = {
	...{
		title: { en: 'Samples', cs: 'Vzorky' },
		lead: { en: 'Three bags' },
		submit: { en: 'Send' },
		topics: [{ topic: 'news', label: { en: 'News', cs: 'Novinky' } }],
	},
	fields: [
		{ ...field, key: 'email', kind: 'email', label: { en: 'Address', cs: 'Adresa' } },
		{ ...field, key: 'q1', kind: 'choice', label: { en: 'Size' }, choices: [{ value: 's', label: { en: 'Small', cs: 'Malá' } }] },
		{ ...field, key: 'source', kind: 'text', label: {}, isHidden: true, initial: 'fair' },
	],
} as unknown as FormDesign

test('a reader sees the form in her language, without what is hidden, and how long an answer may be', () => {
	expect(formView(design, 'cs')).toMatchObject({
		...{ title: 'Vzorky', lead: 'Three bags', topics: [{ topic: 'news', label: 'Novinky' }] },
		fields: [
			{ key: 'email', label: 'Adresa', most: 254, isRequired: true },
			{ key: 'q1', label: 'Size', most: null, choices: [{ value: 's', label: 'Malá' }] },
		],
	})
	expect(JSON.stringify(formView(design, 'en'))).not.toContain('fair')
})
