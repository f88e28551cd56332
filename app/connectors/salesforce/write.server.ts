import { longReference } from '../../engine/sync/long-reference.ts'
import type { SideFailure, SyncValue } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { SidePort, SideWrite, SideWritten } from '../sync/contract.ts'
import { failure } from '../sync/door.server.ts'
import { inLots } from '../sync/limit-calls.ts'
import { failRows, writeLots } from '../sync/write-lots.ts'
import { keyless, memberValues } from './campaign-members.ts'
import type { Shapes } from './describe.server.ts'
import { readErrors, type SalesforceError } from './failure.ts'
import type { Lot } from './lot.ts'
import { tableOf } from './person-accounts.ts'
import { query } from './query.server.ts'
import { rowsOfACall, type SalesforceSettings } from './settings.ts'
import { kindOf } from './shape.ts'
import { queriesIn } from './soql.ts'
import type { Talk } from './talk.server.ts'
import { writeValue } from './value.ts'

/** `moreOf`: what a new row of an object needs besides its values. */
type Written = { shapes: Shapes; moreOf: (object: string) => Promise<Record<string, SyncValue>> }

/** Two hundred rows a call, each for itself. */
export function writes(talk: Talk, { shapes, moreOf }: Written, settings: SalesforceSettings): Pick<SidePort, 'write'> {
	return {
		async write(rows) {
			const sorted = await sort(shapes, rows, settings.externalKeyField ?? null)
			const lots = await Promise.all(sorted.map(async (lot) => ({ ...lot, more: lot.verb === 'update' ? {} : await moreOf(lot.object) })))
			const written = await writeLots(
				lots.flatMap((lot) => inLots(lot.rows, rowsOfACall).map((some) => ({ rows: some, run: () => writeLot(talk, { ...lot, rows: some }) }))),
			)
			return await writeLocked(talk, lots, written)
		},
	}
}

async function sort(shapes: Shapes, rows: readonly SideWrite[], keyField: string | null): Promise<Omit<Lot, 'more'>[]> {
	const verbOf = (row: SideWrite): Lot['verb'] =>
		row.id !== null ? 'update' : row.externalKey && keyField && !keyless.includes(row.object) ? 'upsert' : 'insert'
	const sorted = Map.groupBy(rows, (row) => `${row.object} ${verbOf(row)} ${row.allowDuplicate === true}`)
	return Promise.all(
		[...sorted.values()].map(async (some) => {
			const [{ object }, verb] = [some[0] as SideWrite, verbOf(some[0] as SideWrite)]
			return { object, verb, keyField: keyField ?? '', rows: byParent(some), fields: await shapes.fieldsOf(object) }
		}),
	)
}

/** Records of one account lock it, so they travel together and not in two calls at once (UNABLE_TO_LOCK_ROW). */
function byParent(rows: readonly SideWrite[]): SideWrite[] {
	const parent = ({ values }: SideWrite) => String(values['AccountId'] ?? '')
	return rows.toSorted((a, b) => (parent(a) < parent(b) ? -1 : parent(a) > parent(b) ? 1 : 0))
}

/** A rule against duplicates that lets itself be overruled does so by this. */
const allowSave = { 'sforce-duplicate-rule-header': 'allowSave=true' }
/**
 * What somebody else had locked while it was written goes once more, in calls of half the size and one after the other (sync-core.md B8): two of
 * our own that held the same account do not meet again. What is locked still waits its time, as a row that went alone does.
 */
async function writeLocked(talk: Talk, lots: readonly Lot[], written: SideWritten[]): Promise<SideWritten[]> {
	const locked = new Set(written.flatMap((answer) => (!answer.ok && answer.failure.code === 'UNABLE_TO_LOCK_ROW' ? [answer.key] : [])))
	if (locked.size === 0) return written
	const answers = new Map(written.map((answer) => [answer.key, answer]))
	for (const lot of lots.filter(({ rows }) => rows.length > 1)) {
		const rows = lot.rows.filter(({ key }) => locked.has(key))
		if (rows.length === 0) continue
		for (const half of inLots(rows, Math.min(Math.ceil(rows.length / 2), rowsOfACall / 2))) {
			const run = () => writeLot(talk, { ...lot, rows: [...half] })
			const again = await writeLots([{ rows: half, run }]).catch((error: unknown) => {
				if (!(error instanceof SideDown)) throw error
				return failRows(half, error.failure)
			})
			for (const answer of again) answers.set(answer.key, answer)
		}
	}
	return [...answers.values()]
}

type Result = { id?: string; success: boolean; created?: boolean; errors: SalesforceError[] }

async function writeLot(talk: Talk, lot: Lot): Promise<SideWritten[]> {
	const { verb, object, keyField, rows } = lot
	const path = verb === 'upsert' ? `/composite/sobjects/${tableOf(object)}/${keyField}` : '/composite/sobjects'
	const body = JSON.stringify({ allOrNone: false, records: rows.map((row) => recordOf(lot, row)) })
	// Rows of a lot are alike in this.
	const headers = rows[0]?.allowDuplicate ? { headers: allowSave } : {}
	const answer = await talk.call({ method: verb === 'insert' ? 'POST' : 'PATCH', path, body, ...headers })
	const results = answer.body as Result[]
	// The rows come back in the order they were sent, and name no key of ours.
	return rows.map(({ key }, at) => readResult(key, results[at], { object, isInsert: verb === 'insert' }))
}

function recordOf({ object, keyField, verb, fields, more }: Lot, { id, values, externalKey }: SideWrite): object {
	const written = Object.entries({ ...more, ...memberValues(object, values) }).map(([name, value]) => {
		const field = fields.get(name)
		return [name, writeValue(field ? kindOf(field) : null, value)] as const
	})
	const named = id !== null ? { id: longReference(id) } : verb === 'upsert' ? { [keyField]: externalKey } : {}
	return { attributes: { type: tableOf(object) }, ...named, ...Object.fromEntries(written) }
}

function readResult(key: string, result: Result | undefined, { object, isInsert }: { object: string; isInsert: boolean }): SideWritten {
	if (!result) return { key, ok: false, failure: { ...failure('OUTCOME_UNKNOWN', 'the answer has no line for this row', 200), isUnknown: true } }
	if (result.success) return { key, ok: true, id: longReference(result.id ?? ''), created: result.created ?? isInsert }
	return { key, ok: false, failure: withHolder(object, readErrors(result.errors, 200)) }
}

/** Who has a value that may be there once is said in words only; it is a record of the same object. */
function withHolder(object: string, told: SideFailure): SideFailure {
	const [, holder] = told.code === 'DUPLICATE_VALUE' ? (/ on record with id: (\w{15,18})/.exec(told.message) ?? []) : []
	return holder ? { ...told, duplicates: [`${object}:${longReference(holder)}`] } : told
}

/** Two hundred ids a call, each for itself. They go into the org's bin, which it empties by its own rule. */
export function removes(talk: Talk, shapes: Shapes): Required<Pick<SidePort, 'remove'>> {
	return {
		async remove(object, given) {
			const ids = object === 'Contact' && (await shapes.hasPeople()) ? await accountsOf(talk, given) : [...given]
			const lots = inLots(ids, rowsOfACall)
			const answers = await Promise.all(
				lots.map((some) => talk.call({ method: 'DELETE', path: `/composite/sobjects?ids=${some.map(longReference).join(',')}&allOrNone=false` })),
			)
			return answers.flatMap(({ body }, lot) =>
				(lots[lot] ?? []).map((_, at) => {
					const id = given[lot * rowsOfACall + at] ?? ''
					const result = (body as Result[])[at]
					if (!result) return { id, failure: { ...failure('OUTCOME_UNKNOWN', 'the answer has no line for this row', 200), isUnknown: true } }
					const told = result.success ? null : readErrors(result.errors, 200)
					return { id, failure: told && isGone(told.code) ? null : told }
				}),
			)
		},
	}
}

/** A person's contact is not deleted by itself: her account is, and it goes with it. */
async function accountsOf(talk: Talk, ids: readonly string[]): Promise<string[]> {
	const asked = queriesIn('SELECT Id,AccountId FROM Contact', 'Id', ids.map(longReference), ' AND IsPersonAccount = true')
	const found = await Promise.all(asked.map((soql) => query(talk, soql)))
	const accounts = new Map(found.flatMap(({ rows }) => rows.map((row) => [longReference(row.Id), String(row['AccountId'])] as const)))
	return ids.map((id) => accounts.get(longReference(id)) ?? id)
}

const isGone = (code: string) => code === 'ENTITY_IS_DELETED' || code === 'NOT_FOUND'
