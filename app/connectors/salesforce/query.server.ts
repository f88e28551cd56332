import { longReference } from '../../engine/sync/long-reference.ts'
import type { FieldKind, SyncValue } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { SideRecord } from '../sync/contract.ts'
import type { Fields, Shapes } from './describe.server.ts'
import { mailOf } from './person-accounts.ts'
import { kindOf } from './shape.ts'
import { encodeSoql } from './soql.ts'
import type { Talk } from './talk.server.ts'
import { readInstant, readValue } from './value.ts'

export type Row = Record<string, unknown> & { Id: string }
type Page = { done: boolean; nextRecordsUrl?: string; records: Row[] }

/** All rows of a query, page after page. `queryAll` sees what is deleted too. `at` is the org's clock at the first page. */
export async function query(talk: Talk, soql: string, way: 'query' | 'queryAll' = 'query'): Promise<{ rows: Row[]; at: string }> {
	const first = await talk.call({ method: 'GET', path: `/${way}?q=${encodeSoql(soql)}` })
	let page = first.body as Page
	const rows = [...page.records]
	while (!page.done && page.nextRecordsUrl) {
		page = (await talk.call({ method: 'GET', path: page.nextRecordsUrl })).body as Page
		rows.push(...page.records)
	}
	return { rows, at: first.at }
}

/**
 * Reads with the fields that the org has. A field that somebody took away between description and read would refuse the
 * whole query, so it is described anew once and left out.
 */
export async function withFields<T>(
	shapes: Shapes,
	object: string,
	wanted: readonly string[],
	read: (columns: readonly string[], fields: Fields) => Promise<T>,
): Promise<T> {
	const attempt = async (isAgain: boolean) => {
		const fields = await shapes.fieldsOf(object, isAgain)
		return read(columnsOf(object, fields, wanted), fields)
	}
	try {
		return await attempt(false)
	} catch (error) {
		if (!(error instanceof SideDown) || error.failure.code !== 'INVALID_FIELD') throw error
		return attempt(true)
	}
}

/** What tells of a record besides its values. */
const about = ['Id', 'CreatedDate', 'SystemModstamp', 'IsDeleted', 'IsConverted', 'ConvertedContactId', 'ConvertedAccountId']

/** What the core calls a person's address, in an object's own words. */
const columnOf = (object: string, name: string) => (name === 'Email' ? mailOf(object) : name)

function columnsOf(object: string, fields: Fields, wanted: readonly string[]): string[] {
	const readable = wanted.flatMap((name) => {
		const field = fields.get(columnOf(object, name))
		return field !== undefined && kindOf(field) !== null ? [field.name] : []
	})
	return [...new Set([...about.filter((name) => fields.has(name)), ...readable])]
}

/** A row in the core's words. Salesforce knows when a record changed, and of no single field. */
export function readRow(object: string, row: Row, fields: Fields, wanted: readonly string[]): SideRecord {
	const values: Record<string, SyncValue> = {}
	for (const name of wanted) {
		const field = fields.get(columnOf(object, name))
		if (field && field.name in row) values[name] = readValue(kindOf(field) as FieldKind, row[field.name])
	}
	const modifiedAt = row['SystemModstamp'] ? readInstant(String(row['SystemModstamp'])) : null
	return {
		object,
		id: longReference(row.Id),
		values,
		modifiedAt,
		changedAt: {},
		deletedAt: row['IsDeleted'] === true ? modifiedAt : null,
		...(row['CreatedDate'] ? { createdAt: readInstant(String(row['CreatedDate'])) } : {}),
		...(row['IsConverted'] === true ? { convertedTo: convertedTo(row) } : {}),
	}
}

function convertedTo(row: Row): { object: string; id: string } | null {
	const contact = row['ConvertedContactId']
	if (contact) return { object: 'Contact', id: longReference(String(contact)) }
	const account = row['ConvertedAccountId']
	return account ? { object: 'Account', id: longReference(String(account)) } : null
}
