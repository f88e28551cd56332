import { expect, test } from 'vitest'
import { checkMerge, exampleText, mergeText, mostMerged, objectsOf, parseMerge } from '../../../app/engine/marketing/merge-text.ts'

const values = {
	person: { firstName: 'Luka', lastName: '', company: 'Fargo' },
	rows: {
		loan: [
			{ name: 'Grinder', until: 'June' },
			{ name: 'Brewer', until: '' },
		],
		note: [{ name: '{{company}} <b> $& {{#loan}}' }],
	},
}
const say = (text: string) => mergeText(text, values, (count) => `+${count}`)

test.each([
	['Hello {{firstName}}!', 'Hello Luka!'],
	['{{lastName|friend}} of {{ company }}', 'friend of Fargo'],
	['Your {{loan.name|machine}} and {{course.name|a course}}', 'Your Grinder and a course'],
	['{{#loan}}{{name}} until {{until|further notice}}; {{/loan}}', 'Grinder until June; Brewer until further notice; '],
	['{{#loan}}{{name}} of {{company}} {{/loan}}', 'Grinder of Fargo Brewer of Fargo '],
	['Yours:\n{{#loan}}\n- {{name}}\n{{/loan}}\nBye', 'Yours:\n- Grinder\n- Brewer\nBye'],
	['{{^loan}}none{{/loan}}{{^course}}no course{{/course}}{{#course}}{{name}}{{/course}}', 'no course'],
	['{{note.name}}', '{{company}} <b> $& {{#loan}}'],
	['one { and } two }}', 'one { and } two }}'],
])('%s', (text, said) => {
	expect(say(text)).toBe(said)
	expect(parseMerge(text).ok).toBe(true)
})

test.each([
	'{{loan',
	'{{#loan}}{{name}}',
	'{{/loan}}',
	'{{#loan}}{{/note}}',
	'{{#loan}}{{#note}}{{/note}}{{/loan}}',
	'{{#loan.name}}{{/loan}}',
	'{{1}}',
	'{{#Loan}}{{/Loan}}',
])('%s cannot be read, and stays as it is', (text) => {
	expect(parseMerge(text)).toMatchObject({ refusals: [{ code: 'MERGE_BROKEN' }] })
	expect(say(text)).toBe(text)
})

test('what the house has not is refused by name and place, and so is a text that could be empty', () => {
	const room = { loan: ['name', 'until'] }
	const check = (text: string) =>
		checkMerge(text, room, { part: 'body', language: 'en' }).map(({ code, facts }) => [code, facts['name'] ?? null, facts['part']])
	expect(check('{{firstName|you}} {{loan.name|x}} {{#loan}}{{until}} {{company}}{{/loan}}.')).toEqual([])
	expect(check('{{shoe}} {{loan.size}} {{#course}}{{name}}{{/course}} {{until}}')).toEqual(
		['shoe', 'loan.size', 'course', 'name', 'until'].map((name) => ['MERGE_UNKNOWN', name, 'body']),
	)
	expect(check('{{#loan}}{{name}}{{/loan}} {{company}}')).toEqual([['MERGE_MAY_BE_EMPTY', null, 'body']])
	expect(check('{{^loan}}{{until}}none{{/loan}}')).toEqual([['MERGE_UNKNOWN', 'until', 'body']])
	expect(check('{{loan')).toEqual([['MERGE_BROKEN', null, 'body']])
	expect(check('')).toEqual([])
})

test('a trial says each value by its name; the objects of a text are known before anybody is read', () => {
	const text = 'Hi {{firstName}}, {{loan.name|x}}:{{#course}} {{name}}{{/course}}{{^loan}}none{{/loan}}'
	expect(exampleText(text)).toBe('Hi ‹firstName›, ‹loan.name›: ‹name›')
	expect(objectsOf([text, '{{#loan}}{{/loan}}', 'plain', '{{broken'])).toEqual(['loan', 'course'])
})

test('more than fit a mail are counted, never left out silently', () => {
	const many = { person: {}, rows: { loan: Array.from({ length: mostMerged + 7 }, (_, n) => ({ name: `${n},` })) } }
	const said = mergeText('{{#loan}}{{name}}{{/loan}}', many, (count) => `and ${count} more`)
	expect(said.split(',')).toHaveLength(mostMerged + 1)
	expect(said.endsWith('99,and 7 more')).toBe(true)
})
