import { describe, expect, test } from 'vitest'
import { judgeProductPart, type NamedProduct, type PartContent, type PartFacts, type ProductPart } from '../../../app/engine/catalog/product-part.ts'

const own = (id: number, more: Partial<NamedProduct> = {}): NamedProduct => ({ id, kind: 'simple', parentId: null, inBundle: false, holds: false, ...more })
const facts: PartFacts = {
	product: own(1),
	products: new Map([
		['SELF', own(1)],
		['JUG', own(2)],
		['TAMP', own(3)],
		['SET', own(4, { kind: 'bundle', holds: true })],
		['KIT', own(5, { kind: 'kit' })],
		['FULL', own(6, { holds: true })],
		['OURS', own(7, { kind: 'variant', parentId: 1 })],
		['THEIRS', own(8, { kind: 'variant', parentId: 9 })],
		['FEE', own(9, { kind: 'fee' })],
	]),
	accounts: new Map([['A-1', 11]]),
	groups: new Map([['MW', 21]]),
	units: ['each', 'case'],
}
const judge = (part: ProductPart, rows: Record<string, string>[], head: Record<string, string> = {}, more: Partial<PartFacts> = {}) =>
	judgeProductPart(part, { rows, head } as PartContent, { ...facts, ...more })
const said = (...asked: Parameters<typeof judge>) => {
	const answer = judge(...asked)
	return answer.ok ? answer.write.rows : answer.refusals.map(({ code, line, facts: { key } }) => [code, key, line].filter((one) => one !== undefined).join(' '))
}
const simple = { kind: 'simple', pricing: 'own', off: '0' }
const bundle = { kind: 'bundle', pricing: 'sum', off: '12.5' }

test.each<[string, ProductPart, Record<string, string>[], Record<string, string>, unknown[]]>([
	['a relation', 'relations', [{ sku: 'JUG', kind: 'accessory' }], {}, [{ kind: 'accessory', id: 2 }]],
	['of no kind', 'relations', [{ sku: 'JUG', kind: 'friend' }], {}, ['FIELD_INVALID kind 1']],
	['to nobody’s product', 'relations', [{ sku: 'NONE', kind: 'accessory' }], {}, ['SKU_UNKNOWN 1']],
	['to itself', 'relations', [{ sku: 'SELF', kind: 'accessory' }], {}, ['PRODUCT_ITSELF 1']],
	[
		'twice',
		'relations',
		[
			{ sku: 'JUG', kind: 'accessory' },
			{ sku: 'JUG', kind: 'up_sell' },
			{ sku: 'JUG', kind: 'accessory' },
		],
		{},
		['ROW_TWICE 3'],
	],
	['each wrong in its place', 'relations', [{ sku: 'NONE' }, { sku: 'JUG', kind: 'x' }], {}, ['SKU_UNKNOWN 1', 'FIELD_INVALID kind 2']],
	['a thing inside', 'bundle', [{ sku: 'JUG', quantity: '2' }], bundle, [{ id: 2, quantity: '2' }]],
	['itself inside', 'bundle', [{ sku: 'SELF', quantity: '2' }], bundle, ['PRODUCT_ITSELF 1']],
	['none of it inside', 'bundle', [{ sku: 'JUG', quantity: '0' }], bundle, ['QUANTITY_INVALID 1']],
	['some of it inside', 'bundle', [{ sku: 'JUG', quantity: 'two' }], bundle, ['QUANTITY_INVALID 1']],
	['a bundle inside', 'bundle', [{ sku: 'SET', quantity: '1' }], bundle, ['BUNDLE_IN_BUNDLE 1']],
	['a kit inside', 'bundle', [{ sku: 'KIT', quantity: '1' }], bundle, ['BUNDLE_IN_BUNDLE 1']],
	['what holds something inside', 'bundle', [{ sku: 'FULL', quantity: '1' }], bundle, ['BUNDLE_IN_BUNDLE 1']],
	['a fee inside', 'bundle', [{ sku: 'FEE', quantity: '1' }], bundle, ['BUNDLE_IN_BUNDLE 1']],
	[
		'inside twice',
		'bundle',
		[
			{ sku: 'JUG', quantity: '1' },
			{ sku: 'JUG', quantity: '2' },
		],
		bundle,
		['ROW_TWICE 2'],
	],
	['a bundle of nothing', 'bundle', [], bundle, ['BUNDLE_EMPTY']],
	['nothing inside what is no bundle', 'bundle', [], simple, []],
	['something inside what is no bundle', 'bundle', [{ sku: 'JUG', quantity: '1' }], simple, ['BUNDLE_NOT_SIMPLE']],
	[
		'a head with nothing right',
		'bundle',
		[],
		{ kind: 'box', pricing: 'free', off: '100' },
		['FIELD_INVALID productKind', 'FIELD_INVALID pricing', 'FIELD_INVALID off', 'BUNDLE_EMPTY'],
	],
	['a variant', 'variants', [{ sku: 'OURS', 'axis.size': 'L' }], { axes: 'Size' }, [{ id: 7, attributes: '{"size":"L"}' }]],
	['a product that becomes one', 'variants', [{ sku: 'JUG', 'axis.size': 'L' }], { axes: ' size, size ,' }, [{ id: 2, attributes: '{"size":"L"}' }]],
	['nobody’s variant', 'variants', [{ sku: 'NONE', 'axis.size': 'L' }], { axes: 'size' }, ['SKU_UNKNOWN 1']],
	['another’s variant', 'variants', [{ sku: 'THEIRS', 'axis.size': 'L' }], { axes: 'size' }, ['VARIANT_OF_ANOTHER 1']],
	['a kit as a variant', 'variants', [{ sku: 'KIT', 'axis.size': 'L' }], { axes: 'size' }, ['VARIANT_OF_ANOTHER 1']],
	['a variant that says nothing of an axis', 'variants', [{ sku: 'JUG', 'axis.size': '' }], { axes: 'size' }, ['VARIANT_VALUE_MISSING 1']],
	['variants without an axis: said once', 'variants', [{ sku: 'JUG' }, { sku: 'TAMP' }], { axes: '?' }, ['AXES_MISSING']],
	['no variants, no axis', 'variants', [], {}, []],
	[
		'two variants alike',
		'variants',
		[
			{ sku: 'JUG', 'axis.size': 'L' },
			{ sku: 'TAMP', 'axis.size': 'L' },
		],
		{ axes: 'size' },
		['ROW_TWICE 2'],
	],
	[
		'a picture of the shop',
		'media',
		[{ kind: 'picture', url: '/images/a.webp', locale: 'cs', alt: '' }],
		{},
		[{ kind: 'picture', url: '/images/a.webp', locale: 'cs', alt: null }],
	],
	[
		'a film elsewhere',
		'media',
		[{ kind: 'video', url: 'https://example.com/a', alt: 'Film' }],
		{},
		[{ kind: 'video', url: 'https://example.com/a', locale: null, alt: 'Film' }],
	],
	['of no kind of media', 'media', [{ kind: 'sound', url: '/a' }], {}, ['FIELD_INVALID kind 1']],
	['what a press would run', 'media', [{ kind: 'picture', url: 'javascript:alert(1)' }], {}, ['ADDRESS_INVALID 1']],
	['another’s host without its protocol', 'media', [{ kind: 'picture', url: '//evil.example/a' }], {}, ['ADDRESS_INVALID 1']],
	['in the clear', 'media', [{ kind: 'picture', url: 'http://example.com/a' }], {}, ['ADDRESS_INVALID 1']],
	[
		'the same picture twice',
		'media',
		[
			{ kind: 'picture', url: '/a' },
			{ kind: 'drawing', url: '/a' },
		],
		{},
		['ROW_TWICE 2'],
	],
])('%s', (_, part, rows, head, expected) => {
	expect(said(part, rows, head)).toEqual(expected)
})

describe('rules of quantity', () => {
	const rule = (more: Record<string, string> = {}) =>
		said('rules', [{ unit: 'each', audience: 'everybody', minimum: '6', maximum: '', increment: '', ...more }])
	test.each<[string, Record<string, string>, unknown[]]>([
		['for everybody', {}, [{ unit: 'each', accountId: null, groupId: null, minimum: '6', maximum: null, increment: null }]],
		['for an account', { audience: 'account', code: 'A-1' }, [{ unit: 'each', accountId: 11, groupId: null, minimum: '6', maximum: null, increment: null }]],
		['for a group', { audience: 'group', code: 'MW' }, [{ unit: 'each', accountId: null, groupId: 21, minimum: '6', maximum: null, increment: null }]],
		['for nobody’s account', { audience: 'account', code: 'MW' }, ['AUDIENCE_UNKNOWN 1']],
		['for nobody’s group', { audience: 'group', code: 'A-1' }, ['AUDIENCE_UNKNOWN 1']],
		['in a unit it is not sold in', { unit: 'pallet' }, ['FIELD_INVALID unit 1']],
		['of no quantity', { minimum: 'six' }, ['FIELD_INVALID minimum 1']],
		['at most nothing', { maximum: '0' }, ['FIELD_INVALID maximum 1']],
		['by nothing', { increment: '0' }, ['FIELD_INVALID increment 1']],
		['that says nothing', { minimum: '' }, ['RULE_EMPTY 1']],
		['at most as much as at least', { maximum: '6' }, [{ unit: 'each', accountId: null, groupId: null, minimum: '6', maximum: '6', increment: null }]],
		['less at most than at least', { maximum: '5' }, ['RULE_IMPOSSIBLE 1']],
		['by more than there may be', { minimum: '', maximum: '5', increment: '6' }, ['RULE_IMPOSSIBLE 1']],
		['at most alone', { minimum: '', maximum: '5' }, [{ unit: 'each', accountId: null, groupId: null, minimum: null, maximum: '5', increment: null }]],
		['by sixes alone', { minimum: '', increment: '6' }, [{ unit: 'each', accountId: null, groupId: null, minimum: null, maximum: null, increment: '6' }]],
	])('%s', (_, more, expected) => {
		expect(rule(more)).toEqual(expected)
	})
	test('one per unit and audience', () => {
		const [each, boxes] = [
			{ unit: 'each', minimum: '6' },
			{ unit: 'case', minimum: '6' },
		]
		expect(said('rules', [each, boxes, { ...each, audience: 'account', code: 'A-1' }])).toHaveLength(3)
		expect(said('rules', [each, { ...each, minimum: '7' }])).toEqual(['ROW_TWICE 2'])
	})
})

test('a bundle may not stand in another, be a variant or a parent', () => {
	const rows = [{ sku: 'JUG', quantity: '1' }]
	for (const more of [{ inBundle: true }, { parentId: 9 }, { kind: 'parent' }])
		expect(said('bundle', rows, bundle, { product: own(1, more) })).toEqual(['BUNDLE_TAKEN'])
	expect(said('bundle', [], simple, { product: own(1, { inBundle: true }) })).toEqual([])
})

test('what is written of the head: a percent in parts per million, of a bundle alone', () => {
	const head = (part: ProductPart, given: Record<string, string>, rows: Record<string, string>[]) => {
		const answer = judge(part, rows, given)
		return answer.ok ? [answer.write.head, answer.write.axes] : answer
	}
	expect(head('bundle', bundle, [{ sku: 'JUG', quantity: '1' }])).toEqual([{ ...bundle, offPpm: '125000' }, []])
	expect(head('variants', { axes: 'Size, colour' }, [])).toEqual([{}, ['size', 'colour']])
	expect(head('media', { kind: 'x' }, [])).toEqual([{}, []])
})

describe('choices in a bundle', () => {
	const tool = { code: 'tool', 'name.en': 'Your tool', 'name.cs': 'Nástroj', minimum: '1', maximum: '1' }
	const usual = { sku: 'JUG', quantity: '1', choice: 'tool', usual: '1' }
	const other = { sku: 'TAMP', quantity: '1', choice: 'tool', 'difference.USD': '25.00', 'difference.CAD': '-3' }
	const write = (rows: Record<string, string>[], choices: Record<string, string>[], head = bundle) => {
		const answer = judgeProductPart('bundle', { rows, head, choices }, facts)
		if (answer.ok) return [answer.write.choices, answer.write.rows]
		return answer.refusals.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`))
	}
	test('are written with their names, options and differences', () => {
		expect(write([usual, other], [tool])).toEqual([
			[{ code: 'tool', names: '{"en":"Your tool","cs":"Nástroj"}', minimum: 1, maximum: 1 }],
			[
				{ id: 2, quantity: '1', choice: 'tool', isUsual: 'true', differences: '{}' },
				{ id: 3, quantity: '1', choice: 'tool', isUsual: 'false', differences: '{"USD":"25.00","CAD":"-3"}' },
			],
		])
	})
	test.each<[string, Record<string, string>[], Record<string, string>[], string[]]>([
		['a difference of what always comes', [{ ...other, choice: '' }], [], ['BUNDLE_ROW_NO_CHOICE 1']],
		['usual, and of no choice', [{ ...usual, choice: '' }], [], ['BUNDLE_ROW_NO_CHOICE 1']],
		['a choice that is taken away', [usual, other], [{ ...tool, remove: '1' }], ['BUNDLE_ROW_CHOICE_GONE 1', 'BUNDLE_ROW_CHOICE_GONE 2']],
		['a choice without a name', [usual], [{ code: 'tool', minimum: '1', maximum: '1' }], ['BUNDLE_ROW_CHOICE_GONE 1']],
		['a choice without an English name', [usual], [{ ...tool, 'name.en': '' }], ['BUNDLE_CHOICE_UNNAMED']],
		['more at least than at most', [usual, other], [{ ...tool, minimum: '2' }], ['BUNDLE_CHOICE_COUNT']],
		['at most none', [usual, other], [{ ...tool, minimum: '0', maximum: '0' }], ['BUNDLE_CHOICE_COUNT']],
		['no number', [usual, other], [{ ...tool, maximum: '1.5' }], ['BUNDLE_CHOICE_COUNT']],
		['nothing to choose from', [{ sku: 'JUG', quantity: '1' }], [{ ...tool, minimum: '0' }], ['BUNDLE_CHOICE_SHORT']],
		['two of one', [usual], [{ ...tool, minimum: '2', maximum: '2' }], ['BUNDLE_CHOICE_SHORT']],
		['none usual', [other], [tool], ['BUNDLE_CHOICE_USUAL']],
		['two usual of one', [usual, { ...other, usual: '1' }], [tool], ['BUNDLE_CHOICE_USUAL']],
		['a difference that is no money', [usual, { ...other, 'difference.USD': '1,5' }], [tool], ['FIELD_INVALID 2']],
		['in no currency', [usual, { ...other, 'difference.dollars': '1' }], [tool], ['FIELD_INVALID 2']],
		['one code for two', [usual, other], [tool, tool], ['FIELD_INVALID']],
	])('%s is refused by name', (_, rows, choices, expected) => {
		expect(write(rows, choices)).toEqual(expected)
	})
	test('in a kit there are none', () => {
		expect(write([usual], [tool], { ...bundle, kind: 'kit' })).toEqual(['BUNDLE_CHOICE_OF_BUNDLE'])
	})
})
