import type { Sql } from '../../../db/client.server.ts'
import { type RecordRow, readRecords } from '../../../db/queries/record.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Fields } from '../../engine/base/predicate.ts'
import { withCustom } from '../../engine/crm/custom-fields.ts'
import { oddsOf } from '../../engine/crm/opportunity.ts'
import type { RecordObject } from '../../engine/crm/record-fields.ts'

export type LoadedRecord = RecordRow & { asked: Fields }

/** Records as rules ask about them: amounts in their currency, an opportunity as likely as it stands, the house's own fields beside the others. One statement. */
export async function loadRecords(sql: Sql, object: RecordObject, ids: readonly number[]): Promise<LoadedRecord[]> {
	const rows = await readRecords(sql, object, ids)
	return rows.map((row) => ({ ...row, asked: withCustom(likely(object, inCurrency(row.fields)), row.custom) }))
}

/** In percent, as the rooms and marketing have it (decision 0466). */
function likely(object: RecordObject, fields: Fields): Fields {
	if (object !== 'opportunity') return fields
	const said = fields['probability']
	const standing = { stage: String(fields['stage']), isWon: fields['isWon'] === true, isClosed: fields['isClosed'] === true }
	return { ...fields, probability: oddsOf({ ...standing, probability: typeof said === 'number' ? said : null }) }
}

function inCurrency(fields: Fields): Fields {
	const currency = String(fields['currency'] ?? 'USD')
	const one = ([name, value]: [string, Fields[string]]): [string, Fields[string]] =>
		name.endsWith('Minor') ? [name.slice(0, -5), typeof value === 'number' ? printMinor(value, currency) : null] : [name, value]
	return Object.fromEntries(Object.entries(fields).map(one))
}
