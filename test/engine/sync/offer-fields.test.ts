import { expect, test } from 'vitest'
import { type FirstMap, firstLine } from '../../../app/engine/sync/first-mapping.ts'
import { type FieldPair, offerFields } from '../../../app/engine/sync/offer-fields.ts'
import type { FieldShape } from '../../../app/engine/sync/types.ts'

const names = { crm: ['Email', 'City', 'Rating'], ma: ['email', 'city', 'rating'] }
const usual: FirstMap[] = [
	{
		...{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never' },
		fields: [firstLine('Email', 'email'), firstLine('City', 'city'), firstLine('Rating', 'rating', 'use_crm')],
	},
]
const shape = (name: string, more: Partial<FieldShape> = {}) =>
	[name, { name, visible: true, updateable: true, createable: true, required: false, ...more } as FieldShape] as const
const shapesOf = (more: Partial<Record<string, Partial<FieldShape>>> = {}) => ({
	crm: Object.fromEntries(names.crm.map((name) => shape(name, more[name]))),
	ma: Object.fromEntries(names.ma.map((name) => shape(name, more[name]))),
})
const pair = (crmField: string, maField: string): FieldPair => ({ crmField, maField })
const offered = (fields: FieldPair[], { leftOut = [] as FieldPair[], more = {}, crmObject = 'Lead' } = {}) =>
	offerFields(usual, { crmObject, maObject: 'prospect', fields, leftOut }, shapesOf(more)).map(({ crmField, behaviour }) => `${crmField} ${behaviour}`)

test.each<[rule: string, fields: FieldPair[], more: Parameters<typeof offered>[1], lines: string[]]>([
	['what is usual and not mapped', [pair('Email', 'email')], {}, ['City most_recent', 'Rating use_crm']],
	['nothing where all is mapped', [pair('Email', 'email'), pair('City', 'city'), pair('Rating', 'rating')], {}, []],
	['not what she took out', [pair('Email', 'email')], { leftOut: [pair('City', 'city')] }, ['Rating use_crm']],
	['what she took out of another pair is offered', [pair('Email', 'email')], { leftOut: [pair('City', 'rating')] }, ['City most_recent', 'Rating use_crm']],
	['not where either field travels with another', [pair('Email', 'email'), pair('City', 'rating')], {}, []],
	['not what a side hides', [pair('Email', 'email')], { more: { City: { visible: false } } }, ['Rating use_crm']],
	[
		'away from what may only be read',
		[pair('Email', 'email')],
		{ more: { City: { updateable: false, createable: false } } },
		['City crm_to_ma', 'Rating use_crm'],
	],
	['nothing of a pair that is not usual', [], { crmObject: 'Case' }, []],
])('%s', (_rule, fields, more, lines) => {
	expect(offered(fields, more)).toEqual(lines)
})
