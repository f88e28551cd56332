import { longReference } from '../../engine/sync/long-reference.ts'
import type { SidePort, SideRecord } from '../sync/contract.ts'
import type { Fields, Shapes } from './describe.server.ts'
import { mailOf, onlyOf, tableOf } from './person-accounts.ts'
import { query, type Row, readRow, withFields } from './query.server.ts'
import { overlapMs, type SalesforceSettings } from './settings.ts'
import { queriesIn, soqlInstant, soqlText } from './soql.ts'
import type { Talk } from './talk.server.ts'
import { readInstant } from './value.ts'

export function reads(talk: Talk, shapes: Shapes, settings: SalesforceSettings): Pick<SidePort, 'readByIds' | 'readChanged' | 'findMatches' | 'findAlike'> {
	const onlyIn = async (object: string) => onlyOf(object, object === 'Account' && (await shapes.hasPeople()))
	const andOnly = async (object: string) => {
		const only = await onlyIn(object)
		return only ? ` AND ${only}` : ''
	}
	return {
		readByIds: (object, ids, wanted) =>
			withFields(shapes, object, wanted, async (columns, fields) => {
				if (ids.length === 0 || fields.size === 0) return []
				const asked = queriesIn(`SELECT ${columns.join(',')} FROM ${tableOf(object)}`, 'Id', ids.map(longReference), await andOnly(object))
				const rows = await Promise.all(asked.map((soql) => query(talk, soql)))
				return rows.flatMap(({ rows: some }) => some.map((row) => readRow(object, row, fields, wanted)))
			}),
		readChanged: (object, cursor, wanted) =>
			withFields(shapes, object, wanted, async (columns, fields) =>
				readPage(talk, { object, columns, fields, wanted, only: await onlyIn(object) }, readCursor(cursor), settings.pageSize ?? 2000),
			),
		findMatches: (object, mails, wanted) =>
			withFields(shapes, object, wanted, async (columns, fields) => {
				const mail = mailOf(object)
				if (mails.length === 0 || !fields.has(mail)) return []
				const asked = queriesIn(
					`SELECT ${[...columns, mail, ...ranksOf(fields)].filter(once).join(',')} FROM ${tableOf(object)}`,
					mail,
					mails,
					await andOnly(object),
				)
				const rows = (await Promise.all(asked.map((soql) => query(talk, soql)))).flatMap(({ rows: some }) => some)
				const open = await withOpenOpportunity(talk, object, rows)
				return rows.map((row) => ({ ...readRow(object, row, fields, wanted), ...rankOf(row, open) }))
			}),
		findAlike: (object, { field, values }, wanted) =>
			withFields(shapes, object, wanted, async (columns, fields) => {
				if (values.length === 0 || !fields.has(field)) return []
				const asked = queriesIn(
					`SELECT ${[...columns, ...ranksOf(fields)].filter(once).join(',')} FROM ${tableOf(object)}`,
					field,
					values,
					await andOnly(object),
				)
				const rows = (await Promise.all(asked.map((soql) => query(talk, soql)))).flatMap(({ rows: some }) => some)
				return rows.map((row) => ({ ...readRow(object, row, fields, wanted), ...rankOf(row, new Set()) }))
			}),
	}
}

/** `since`: where this pass began to look; `after`: the last row of its last page; `began`: the org's clock at its first page. */
type Cursor = { since: string | null; after?: [at: string, id: string]; began?: string }

const readCursor = (text: string | null): Cursor => (text === null ? { since: null } : (JSON.parse(text) as Cursor))

type Asked = { object: string; columns: readonly string[]; fields: Fields; wanted: readonly string[]; only: string | null }

/**
 * A page by (SystemModstamp, Id): a stamp is shared by all rows of a batch, so it alone would skip or repeat. When a pass
 * is through, the next begins five minutes before this one began, for a long transaction shows rows later than it stamps them.
 */
async function readPage(
	talk: Talk,
	{ object, columns, fields, wanted, only }: Asked,
	cursor: Cursor,
	size: number,
): Promise<{ records: SideRecord[]; cursor: string; more: boolean }> {
	if (fields.size === 0) return { records: [], cursor: JSON.stringify(cursor), more: false }
	const tests = [whereOf(cursor), only].filter((test) => test !== null)
	const where = tests.length > 0 ? ` WHERE ${tests.join(' AND ')}` : ''
	const soql = `SELECT ${columns.join(',')} FROM ${tableOf(object)}${where} ORDER BY SystemModstamp ASC, Id ASC LIMIT ${size}`
	const { rows, at } = await query(talk, soql, 'queryAll')
	const began = cursor.began ?? at
	const last = rows.at(-1)
	const more = rows.length === size && last !== undefined
	const next: Cursor = more
		? { since: cursor.since, after: [readInstant(String(last['SystemModstamp'])), last.Id], began }
		: { since: new Date(Date.parse(began) - overlapMs).toISOString() }
	return { records: rows.map((row) => readRow(object, row, fields, wanted)), cursor: JSON.stringify(next), more }
}

function whereOf({ since, after }: Cursor): string | null {
	if (!after) return since ? `SystemModstamp >= ${soqlInstant(since)}` : null
	const at = soqlInstant(after[0])
	return `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > ${soqlText(after[1])}))`
}

/** What ranks records of the same address (sync-core.md B4). */
function ranksOf(fields: Fields): string[] {
	return [...(fields.has('OwnerId') ? ['Owner.IsActive'] : []), ...['LastActivityDate', 'CreatedDate'].filter((name) => fields.has(name))]
}

function rankOf(row: Row, open: ReadonlySet<string>): Pick<SideRecord, 'rank'> {
	const activity = row['LastActivityDate']
	const created = row['CreatedDate']
	return {
		rank: {
			ownerActive: (row['Owner'] as { IsActive?: boolean } | null | undefined)?.IsActive === true,
			openOpportunity: open.has(longReference(row.Id)),
			lastActivityAt: activity ? readInstant(String(activity)) : null,
			createdAt: created ? readInstant(String(created)) : null,
		},
	}
}

/** Asked only for contacts that share an address: alone, nothing has to be ranked. */
async function withOpenOpportunity(talk: Talk, object: string, rows: readonly Row[]): Promise<ReadonlySet<string>> {
	const sharing = Map.groupBy(rows, (row) => String(row['Email']).toLowerCase())
	const ids = object === 'Contact' ? [...sharing.values()].filter(({ length }) => length > 1).flatMap((some) => some.map(({ Id }) => Id)) : []
	const asked = queriesIn('SELECT Id,ContactId FROM OpportunityContactRole', 'ContactId', ids, ' AND Opportunity.IsClosed = false')
	const roles = await Promise.all(asked.map((soql) => query(talk, soql)))
	return new Set(roles.flatMap(({ rows: some }) => some.map((row) => longReference(String(row['ContactId'])))))
}

const once = (name: string, at: number, all: readonly string[]) => all.indexOf(name) === at
