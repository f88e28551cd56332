import { expect, test } from 'vitest'
import { fieldsOfFace, type PersonFace, type PersonField, personFields } from '../../app/engine/crm/person-fields.ts'
import { columnOf } from '../../db/queries/person-row.ts'
import { sideTables } from '../../db/queries/side-tables.ts'
import { testDb } from '../support/test-db.ts'

/** What forms ask of a person is what the sync knows of her and what her table holds. */
const { db } = await testDb()
const tables = { lead: 'crm_lead', contact: 'contact', prospect: 'ma_prospect' } as const

test.each(Object.entries(tables))('each field of a %s is a column, and as long as the sync has it', async (face, table) => {
	const columns = (await db<{ name: string }[]>`select column_name as name from information_schema.columns where table_name = ${table}`).map(({ name }) => name)
	const side = sideTables[face as keyof typeof tables].fields as Record<string, { length?: number }>
	const names: readonly PersonField[] = fieldsOfFace[face as PersonFace]
	const wrong = names.flatMap((name) => {
		const length = side[columnOf(name)]?.length
		// An address has a length of its own (RFC 5321), within what the sides hold.
		const fits = name === 'email' ? (length ?? 0) >= personFields.email.most : length === personFields[name].most
		return columns.includes(columnOf(name)) && fits ? [] : [`${name}: ${length}`]
	})
	expect(wrong).toEqual([])
})
