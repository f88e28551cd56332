import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAsset, checkForm, type FormDesign, type FormField, isOwnPath, isTarget, moveField } from '../../../app/engine/marketing/form.ts'
import { mailSuggestion, normalMail } from '../../../app/engine/marketing/mail-address.ts'
import { prospectWrites, readSubmission } from '../../../app/engine/marketing/submission.ts'

const field = (key: string, given: Partial<FormField> = {}): FormField => ({
	...{ key, kind: 'text', label: { en: key }, isRequired: false, isHidden: false, initial: '', choices: [], write: 'always' },
	...given,
})
const email = field('email', { kind: 'email', isRequired: true })
const design = (fields: readonly FormField[], given: Partial<FormDesign> = {}): FormDesign => ({
	...{ title: { en: 'Taste' }, lead: {}, submit: {}, fields, topics: [], thanksTitle: {}, thanksText: {}, redirectTo: '', fileBy: 'mail', origins: [] },
	...given,
})
const sent = (of: FormDesign, typed: Record<string, string>, sure: string | null = null) => readSubmission(of, new Map(Object.entries(typed)), sure)
const codes = (of: FormDesign, typed: Record<string, string>) => {
	const read = sent(of, typed)
	return read.kind === 'refused' ? read.refusals.map(({ code, facts }) => `${code} ${facts['field']}`) : read.kind
}

describe('addresses', () => {
	test.each([
		[' Mina@Harbor.Example ', 'mina@harbor.example'],
		['a.b+list@x.cz', 'a.b+list@x.cz'],
		['jan@München.example', 'jan@xn--mnchen-3ya.example'],
		['a.@x.cz', 'a.@x.cz'],
		['no', null],
		['@x.cz', null],
		['a b@x.cz', null],
		['a@x', null],
		['a@x..cz', null],
		['a@x.cz/evil', null],
		['a@1.2.3.4', null],
		[`${'a'.repeat(65)}@x.cz`, null],
		['a@b@x.cz', null],
	])('%s is %s', (typed, wanted) => expect(normalMail(typed)).toBe(wanted))

	test('twice equals once', () => {
		fc.assert(
			fc.property(fc.oneof(fc.emailAddress(), fc.string()), (typed) => {
				const once = normalMail(typed)
				if (once !== null) expect(normalMail(once)).toBe(once)
			}),
		)
	})

	test.each([
		['a.@x.cz', 'a@x.cz'],
		['.a..b@x.cz', 'a.b@x.cz'],
		['a.b@x.cz', null],
	])('%s was meant to be %s', (address, wanted) => expect(mailSuggestion(address)).toBe(wanted))
})

describe('what was typed', () => {
	const form = design([
		email,
		field('firstName', { isRequired: true }),
		field('company', { write: 'if_blank' }),
		field('answer.size', { kind: 'choice', choices: [{ value: 'small', label: { en: 'Small' } }] }),
		field('answer.note', { kind: 'long' }),
		field('title', { isHidden: true, initial: 'Visitor' }),
	])
	test('is kept tidied; a hidden field says what the form says', () => {
		const read = sent(form, { email: 'MINA@x.example', firstName: '  Mina \n  Ann ', title: 'Queen', 'answer.size': 'small', 'answer.note': 'one\r\ntwo ' })
		expect(read).toEqual({
			kind: 'sent',
			submission: {
				email: 'mina@x.example',
				topics: [],
				values: { email: 'mina@x.example', firstName: 'Mina Ann', 'answer.size': 'small', 'answer.note': 'one\ntwo', title: 'Visitor' },
			},
		})
	})
	test.each<[string, Record<string, string>, readonly string[]]>([
		['nothing', {}, ['FIELD_MISSING email', 'FIELD_MISSING firstName']],
		['no address', { email: 'mina', firstName: 'M' }, ['FIELD_EMAIL email']],
		['a choice that is none', { email: 'm@x.example', firstName: 'M', 'answer.size': 'huge' }, ['FIELD_CHOICE answer.size']],
		['more than fits', { email: 'm@x.example', firstName: 'M'.repeat(121) }, ['FIELD_TOO_LONG firstName']],
		['blanks only', { email: 'm@x.example', firstName: '   ' }, ['FIELD_MISSING firstName']],
	])('%s is refused by name', (_, typed, wanted) => expect(codes(form, typed)).toEqual(wanted))

	test('a length is counted in characters that people see as one: 120 cups fit', () => {
		expect(codes(form, { email: 'm@x.example', firstName: '☕️'.repeat(60) })).toBe('sent')
		expect(codes(form, { email: 'm@x.example', firstName: '🫖'.repeat(120) })).toBe('sent')
	})
	test('a long answer has four thousand letters, and a tick is one whatever is sent for it', () => {
		const asking = design([email, field('answer.note', { kind: 'long' }), field('answer.yes', { kind: 'check' })])
		expect(codes(asking, { email: 'm@x.example', 'answer.note': 'n'.repeat(4000) })).toBe('sent')
		expect(codes(asking, { email: 'm@x.example', 'answer.note': 'n'.repeat(4001) })).toEqual(['FIELD_TOO_LONG answer.note'])
		const read = sent(asking, { email: 'm@x.example', 'answer.note': 'on', 'answer.yes': 'on' })
		expect(read).toMatchObject({ submission: { values: { 'answer.note': 'on', 'answer.yes': 'true' } } })
		expect(sent(asking, { email: 'm@x.example' })).toMatchObject({ submission: { values: { email: 'm@x.example' } } })
	})
	test('(A16) a dot beside the @ is asked about once, and taken when she is sure of that very address', () => {
		expect(sent(form, { email: 'a.@x.cz', firstName: 'A' })).toEqual({ kind: 'unsure', email: 'a.@x.cz', suggestion: 'a@x.cz' })
		expect(sent(form, { email: 'a.@x.cz', firstName: 'A' }, 'b.@x.cz').kind).toBe('unsure')
		expect(sent(form, { email: 'a.@x.cz', firstName: 'A' }, 'a.@x.cz').kind).toBe('sent')
	})
	test('only topics of the form can be agreed to', () => {
		const asking = design([email], { topics: [{ topic: 'promotion', label: { en: 'News' } }] })
		const read = sent(asking, { email: 'm@x.example', 'topic:promotion': 'on', 'topic:all': 'on' })
		expect(read).toMatchObject({ submission: { topics: ['promotion'] } })
	})
	test('answers stay with the submission, and the address is never written over', () => {
		const read = sent(form, { email: 'm@x.example', firstName: 'M', company: 'Pier', 'answer.size': 'small' })
		expect(read.kind === 'sent' && prospectWrites(form, read.submission)).toEqual([
			{ field: 'firstName', value: 'M', onlyIfBlank: false },
			{ field: 'company', value: 'Pier', onlyIfBlank: true },
			{ field: 'title', value: 'Visitor', onlyIfBlank: false },
		])
	})
})

describe('a form in front of people', () => {
	test.each<[string, FormDesign, readonly string[]]>([
		['is fine', design([email]), []],
		['needs an address', design([field('firstName')]), ['FORM_EMAIL_MISSING']],
		['needs it required', design([{ ...email, isRequired: false }]), ['FORM_EMAIL_MISSING']],
		['needs it in sight', design([{ ...email, isHidden: true, initial: 'a@x.cz' }]), ['FORM_EMAIL_MISSING']],
		['needs a title at all', design([email], { title: {} }), ['FORM_TITLE_MISSING']],
		['asks once', design([email, field('phone'), field('phone')]), ['FORM_FIELD_TWICE']],
		['names its fields', design([email, field('phone', { label: {} })]), ['FORM_LABEL_MISSING']],
		['offers what to choose', design([email, field('answer.a', { kind: 'choice' })]), ['FORM_CHOICES_MISSING']],
		['says what is hidden', design([email, field('answer.a', { isHidden: true, isRequired: true })]), ['FORM_HIDDEN_EMPTY']],
		['says what is agreed to', design([email], { topics: [{ topic: 'promotion', label: {} }] }), ['FORM_TOPIC_TEXT']],
		['leads nowhere strange', design([email], { redirectTo: 'javascript:alert(1)' }), ['FORM_REDIRECT']],
		['is sent from sites', design([email], { origins: ['https://x.example', 'https://x.example/page'] }), ['FORM_ORIGIN']],
	])('%s', (_, of, wanted) => expect(checkForm(of).map(({ code }) => code)).toEqual(wanted))

	test.each([
		['/catalog', true],
		['https://x.example/a?b=c', true],
		['//x.example', false],
		['/\\x.example', false],
		['http://x.example', false],
		['data:text/html,x', false],
		['https://x.example/\n', false],
	])('leads to %s: %s', (target, wanted) => expect(isTarget(target)).toBe(wanted))
	test('a path of ours never leads outside', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				if (isOwnPath(text)) expect(new URL(text, 'https://shop.test').host).toBe('shop.test')
			}),
		)
	})

	test('an asset has a name and an address of its own', () => {
		expect(checkAsset({ name: 'Taste', slug: 'taste-2' })).toEqual([])
		expect(checkAsset({ name: '', slug: 'Taste' }).map(({ code }) => code)).toEqual(['ASSET_NAME_MISSING', 'ASSET_SLUG'])
	})
	test('a refusal says the place of the field, and as much of an address as one can read', () => {
		const [odd, url] = [design([email, field('phone', { label: {} })], { redirectTo: `/\\${'a'.repeat(300)}` }), `/\\${'a'.repeat(198)}`]
		expect(checkForm(odd)).toMatchObject([
			{ code: 'FORM_LABEL_MISSING', line: 2 },
			{ code: 'FORM_REDIRECT', facts: { url } },
		])
	})

	test('fields move, and none is lost', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(), { maxLength: 8 }), fc.nat(9), fc.constantFrom('up', 'down'), (fields, index, act) => {
				expect(moveField(fields, { act: act as 'up' | 'down', index }).sort()).toEqual([...fields].sort())
			}),
		)
		expect(moveField(['a', 'b', 'c'], { act: 'up', index: 2 })).toEqual(['a', 'c', 'b'])
		expect(moveField(['a', 'b', 'c'], { act: 'down', index: 0 })).toEqual(['b', 'a', 'c'])
		expect(moveField(['a', 'b', 'c', 'd'], { act: 'down', index: 1 })).toEqual(['a', 'c', 'b', 'd'])
		expect(moveField(['a', 'b', 'c'], { act: 'up', index: 0 })).toEqual(['a', 'b', 'c'])
		expect(moveField(['a', 'b', 'c'], { act: 'remove', index: 1 })).toEqual(['a', 'c'])
	})
})
