import { createHash } from 'node:crypto'
import type { SidePort, SideRecord, SideWrite, SideWritten } from '../../connectors/sync/contract.ts'
import type { SyncValue } from '../../engine/sync/types.ts'
import type { Answered } from './types.ts'

/** Carries a question that nobody asked yet out of the transaction in which no other system is asked. */
export class Unasked extends Error {
	readonly question: string
	readonly ask: () => Promise<unknown>
	constructor(question: string, ask: () => Promise<unknown>) {
		super(`not asked yet: ${question.slice(0, 200)}`)
		this.question = question
		this.ask = ask
	}
}

const prefix = '~'
/** Under which id a record that is only tried stands, as long as it is tried; the same in every batch of a list, and no longer than any system's ids are. */
export const trialId = (object: string, peer: string) => `${prefix}${createHash('sha256').update(`${object}:${peer}`).digest('base64url').slice(0, 15)}`
export const isTrial = (id: SyncValue | undefined) => typeof id === 'string' && id.startsWith(prefix)

type Tried = { values: Record<string, SyncValue>; isNew: boolean }

/**
 * Another system in a trial: it is asked before, outside of any transaction, and never writes. What would be written stands over what it
 * answered, so that the batch reads back what it wrote, and in a new record what the system fills in of its own accord, as far as it describes it. What only that system knows, as its own rules, refuses nothing here.
 */
export function trialSide(port: SidePort, answered: Answered, at: Date): SidePort {
	const over = new Map<string, Tried>()
	/** What new records say of the side's own accord, by object, as it was described in this trial. */
	const defaults = new Map<string, Record<string, SyncValue>>()
	const told = async <T>(way: string, args: unknown, ask: () => Promise<T>): Promise<T> => {
		const question = JSON.stringify([way, args])
		if (!answered.has(question)) throw new Unasked(question, ask)
		return answered.get(question) as T
	}
	const withTried = (record: SideRecord): SideRecord => {
		const tried = over.get(`${record.object}:${record.id}`)
		return tried ? { ...record, values: { ...record.values, ...tried.values } } : record
	}
	const made = (object: string, id: string, { values }: Tried): SideRecord => ({
		...{ object, id, values, modifiedAt: at.toISOString(), changedAt: {}, deletedAt: null, createdAt: at.toISOString() },
	})
	const { findAlike } = port
	return {
		capabilities: port.capabilities,
		async describe(objects) {
			const shapes = await told('describe', objects, () => port.describe(objects))
			for (const { name, fields } of shapes)
				defaults.set(name, Object.fromEntries(fields.flatMap((field) => (field.default ? [[field.name, field.default]] : []))))
			return shapes
		},
		async readByIds(object, ids, fields) {
			const asked = [...new Set(ids)].filter((id) => !isTrial(id)).sort()
			const found = asked.length > 0 ? await told('readByIds', [object, asked, fields], () => port.readByIds(object, asked, fields)) : []
			const tried = ids.flatMap((id) => (over.get(`${object}:${id}`)?.isNew ? [made(object, id, over.get(`${object}:${id}`) as Tried)] : []))
			return [...found.map(withTried), ...tried]
		},
		readChanged: (object, cursor, fields) => told('readChanged', [object, cursor, fields], () => port.readChanged(object, cursor, fields)),
		readDeleted: (object, cursor) => told('readDeleted', [object, cursor], () => port.readDeleted(object, cursor)),
		async findMatches(object, mails, fields) {
			const asked = [...new Set(mails)].sort()
			return asked.length > 0 ? (await told('findMatches', [object, asked, fields], () => port.findMatches(object, asked, fields))).map(withTried) : []
		},
		...(findAlike
			? {
					findAlike: async (object: string, { field, values }: { field: string; values: readonly string[] }, fields: readonly string[]) => {
						const by = { field, values: [...new Set(values)].filter((value) => !isTrial(value)).sort() }
						return by.values.length > 0 ? (await told('findAlike', [object, by, fields], () => findAlike(object, by, fields))).map(withTried) : []
					},
				}
			: {}),
		write: async (rows) => rows.map((row) => write(over, row, defaults.get(row.object) ?? {})),
		users: () => told('users', null, () => port.users()),
		usage: () => port.usage(),
	}
}

function write(over: Map<string, Tried>, { key, object, id, values, externalKey }: SideWrite, defaults: Readonly<Record<string, SyncValue>>): SideWritten {
	const name = id ?? trialId(object, (externalKey ?? key).split(':').at(-1) ?? key)
	const before = over.get(`${object}:${name}`)
	const isNew = before?.isNew ?? id === null
	const stands = { ...(isNew ? defaults : {}), ...before?.values, ...values }
	over.set(`${object}:${name}`, { values: stands, isNew })
	return { key, ok: true, id: name, created: id === null, ...(id === null ? { stored: stands } : {}) }
}
