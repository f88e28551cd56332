import type { Sql } from '../../../db/client.server.ts'
import { type RecordRow, readRecords } from '../../../db/queries/record.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Fields } from '../../engine/base/predicate.ts'
import { withCustom } from '../../engine/crm/custom-fields.ts'
import type { RecordObject } from '../../engine/crm/record-fields.ts'

export type LoadedRecord = RecordRow & { asked: Fields }

/** Records as rules ask about them: amounts in their currency, the house's own fields beside the others. One statement. */
export async function loadRecords(sql: Sql, object: RecordObject, ids: readonly number[]): Promise<LoadedRecord[]> {
	const rows = await readRecords(sql, object, ids)
	return rows.map((row) => ({ ...row, asked: withCustom(inCurrency(row.fields), row.custom) }))
}

function inCurrency(fields: Fields): Fields {
	const currency = String(fields['currency'] ?? 'USD')
	const one = ([name, value]: [string, Fields[string]]): [string, Fields[string]] =>
		name.endsWith('Minor') ? [name.slice(0, -5), typeof value === 'number' ? printMinor(value, currency) : null] : [name, value]
	return Object.fromEntries(Object.entries(fields).map(one))
}
