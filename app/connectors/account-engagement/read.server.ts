import type { FieldKind, ObjectShape, SyncValue } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { SidePort, SideRecord } from '../sync/contract.ts'
import { readValue } from './fields.ts'
import { type Asked, allProspects, pageOfProspects, type Row, spansOf } from './pages.server.ts'
import { overlapMs } from './settings.ts'
import type { Unit } from './unit.ts'

export function reads(unit: Unit): Pick<SidePort, 'readByIds' | 'readChanged' | 'readDeleted' | 'findMatches'> {
	return {
		async readByIds(object, ids, wanted) {
			const known = ids.filter((id) => /^\d{1,15}$/.test(id))
			if (object !== 'prospect' || known.length === 0) return []
			return withFields(unit, wanted, async (columns, shape) => {
				const spans = spansOf(known).map(([least, most]) =>
					allProspects(unit, { ...about(columns), orderBy: 'id', idGreaterThanOrEqualTo: least, idLessThanOrEqualTo: most }),
				)
				const asked = new Set(known)
				return (await Promise.all(spans)).flat().flatMap((row) => (asked.has(row.id) ? readRow(row, shape, wanted) : []))
			})
		},
		readChanged: (object, cursor, wanted) =>
			object === 'prospect'
				? withFields(unit, wanted, (columns, shape) => readPage(unit, { columns, shape, wanted }, cursor))
				: Promise.resolve(nothing(cursor)),
		async readDeleted(object, cursor) {
			const began = new Date(unit.now()).toISOString()
			if (object !== 'prospect') return { deleted: [], cursor: cursor ?? began, expired: false }
			// The recycle bin has no end, so the feed never expires; what leaves it for good is gone without a word, and found by comparing ids.
			const since: Asked = cursor ? { updatedAtAfterOrEqualTo: cursor } : {}
			const gone = await allProspects(unit, { fields: 'id,updatedAt,isDeleted', deleted: 'true', orderBy: 'updatedAt', ...since })
			const deleted = gone.map(({ id, updatedAt }) => ({ id, deletedAt: new Date(String(updatedAt)).toISOString(), mergedInto: null }))
			return { deleted, cursor: began, expired: false }
		},
		findMatches: (object, mails, wanted) =>
			object !== 'prospect' || mails.length === 0
				? Promise.resolve([])
				: withFields(unit, wanted, async (columns, shape) => {
						const found = await Promise.all(mails.map((email) => allProspects(unit, { ...about([...columns, 'email', 'createdAt', 'lastActivityAt']), email })))
						return found.flat().map((row) => ({ ...readRow(row, shape, wanted), rank: rankOf(row) }))
					}),
	}
}

const nothing = (cursor: string | null) => ({ records: [], cursor: cursor ?? '{}', more: false })

const about = (columns: readonly string[]) => ({ fields: [...new Set(['id', 'updatedAt', 'isDeleted', ...columns])].join(',') })

/** A field that was dropped meanwhile would refuse the whole call: it is described anew once and left out. */
async function withFields<T>(unit: Unit, wanted: readonly string[], read: (columns: readonly string[], shape: ObjectShape) => Promise<T>): Promise<T> {
	const attempt = async (isAgain: boolean) => {
		const shape = await unit.shape(isAgain)
		const names = new Set(shape.fields.map(({ name }) => name))
		return read(
			wanted.filter((name) => names.has(name)),
			shape,
		)
	}
	try {
		return await attempt(false)
	} catch (error) {
		if (!(error instanceof SideDown) || error.failure.code !== 'INVALID_FIELD') throw error
		return attempt(true)
	}
}

type Cursor = { since?: string; token?: string; began?: string }
type Wanted = { columns: readonly string[]; shape: ObjectShape; wanted: readonly string[] }

/** By `updatedAt`, which the service sorts and its token keeps; a token that grew old begins the pass anew. The next pass begins five minutes before this one began. */
async function readPage(unit: Unit, { columns, shape, wanted }: Wanted, cursor: string | null) {
	const { since, token, began }: Cursor = cursor ? (JSON.parse(cursor) as Cursor) : {}
	const fields = about(columns)
	const fromStart = () =>
		pageOfProspects(unit, {
			...fields,
			deleted: 'all',
			orderBy: 'updatedAt',
			limit: String(unit.pageSize),
			...(since ? { updatedAtAfterOrEqualTo: since } : {}),
		})
	const found = token
		? await pageOfProspects(unit, { ...fields, nextPageToken: token }).catch((error: unknown) => (isOldToken(error) ? fromStart() : Promise.reject(error)))
		: await fromStart()
	const start = began ?? found.at
	const next: Cursor = found.nextPageToken
		? { ...(since ? { since } : {}), token: found.nextPageToken, began: start }
		: { since: new Date(Date.parse(start) - overlapMs).toISOString() }
	return { records: found.values.map((row) => readRow(row, shape, wanted)), cursor: JSON.stringify(next), more: found.nextPageToken !== null }
}

const isOldToken = (error: unknown) => error instanceof SideDown && /nextPageToken/.test(error.failure.message)

function readRow(row: Row, { fields }: ObjectShape, wanted: readonly string[]): SideRecord {
	const kinds = new Map(fields.map(({ name, kind }) => [name, kind]))
	const values: Record<string, SyncValue> = {}
	for (const name of wanted) if (kinds.has(name) && name in row) values[name] = readValue(kinds.get(name) as FieldKind, row[name])
	const modifiedAt = row['updatedAt'] ? new Date(String(row['updatedAt'])).toISOString() : null
	return { object: 'prospect', id: row.id, values, modifiedAt, changedAt: {}, deletedAt: row['isDeleted'] === true ? modifiedAt : null }
}

function rankOf(row: Row): NonNullable<SideRecord['rank']> {
	const instant = (value: unknown) => (value ? new Date(String(value)).toISOString() : null)
	return { ownerActive: false, openOpportunity: false, lastActivityAt: instant(row['lastActivityAt']), createdAt: instant(row['createdAt']) }
}
