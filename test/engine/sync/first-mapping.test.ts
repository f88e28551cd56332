import { expect, test } from 'vitest'
import { firstLine, firstMapping } from '../../../app/engine/sync/first-mapping.ts'
import type { FieldShape } from '../../../app/engine/sync/types.ts'
import { shapeOf } from '../../support/sync-case.ts'

const shapes = (fields: readonly FieldShape[]) => Object.fromEntries(fields.map((field) => [field.name, field]))
const usual = [
	{
		...({ crmObject: 'Contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never' } as const),
		fields: [firstLine('Email', 'email'), firstLine('Title', 'title'), firstLine('Score', 'score', 'ma_to_crm')],
	},
]
const ours = { prospect: shapes(['email', 'title', 'score'].map((name) => shapeOf(name))) }

test('(A12) what both show is mapped as is usual', () => {
	const crm = { Contact: shapes(['Email', 'Title', 'Score'].map((name) => shapeOf(name))) }
	expect(firstMapping(usual, { crm, ma: ours })).toEqual(usual)
})

test('(A11) what one of them hides is left out, and what may only be read travels only away from there', () => {
	const crm = { Contact: shapes([shapeOf('Email', 'email', { updateable: false }), shapeOf('Title', 'text', { visible: false })]) }
	expect(firstMapping(usual, { crm, ma: ours })).toEqual([{ ...usual[0], fields: [{ ...firstLine('Email', 'email'), behaviour: 'crm_to_ma' }] }])
})

test('(A11) a field that nobody could write, and an object that is not there, are not mapped', () => {
	const crm = { Contact: shapes([shapeOf('Score', 'text', { updateable: false })]) }
	expect(firstMapping(usual, { crm, ma: ours })).toEqual([])
	expect(firstMapping(usual, { crm: {}, ma: ours })).toEqual([])
})
