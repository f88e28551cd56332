import { type SyncWork, workLists } from '../../app/cli/work-sync.ts'
import { openOwnSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import type { Role, SyncValue } from '../../app/engine/sync/types.ts'
import { openList } from '../../app/flows/sync-list/open-list.ts'
import { type ListWish, startList } from '../../app/flows/sync-list/start-list.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'
import { readConnection } from '../../db/queries/sync-connection.ts'

type Cells = Map<string, SyncValue>
type Shown = NonNullable<Awaited<ReturnType<typeof openList>>>
type Lines = Shown['lines']
type DryWorld = {
	db: Db
	staff: StaffMember
	connectionId: number
	work: SyncWork
	done: () => { requestId: string; at: Date }
	outside: Role
	/** What the other system holds of an object, past the sync; none that is deleted. */
	theirs: (object: string) => Iterable<{ id: string; values: Readonly<Record<string, SyncValue>> }>
}

const recordOf = (key: string) => key.split(':').slice(0, 3).join(':')
/** The field of a cell. */
export const fieldOf = (key: string): string => key.split(':').slice(3).join(':')
/** A flag that nobody set is off. */
export const plain = (value: SyncValue | undefined): string => (value === undefined || value === null || value === false ? '' : JSON.stringify(value))

/** What came to be between two looks: values on records that were there, and new records with what stands on them. */
export function differences(before: Cells, after: Cells) {
	const there = new Set([...before.keys()].map(recordOf))
	const updated = [...after].filter(([key, value]) => there.has(recordOf(key)) && plain(before.get(key)) !== plain(value))
	const made = Map.groupBy(
		[...after].filter(([key, value]) => !there.has(recordOf(key)) && plain(value) !== ''),
		([key]) => recordOf(key),
	)
	return { updated: updated.map(([key, value]) => `${key} ${plain(before.get(key))} → ${plain(value)}`).sort(), made }
}

/** What a list says of records that are there, as `differences` does. */
export const updatesIn = (lines: Lines): string[] =>
	lines
		.filter(({ state, recordId, field }) => state === 'open' && recordId !== null && field !== '')
		.map(({ side, object, recordId, field, fromValue, toValue }) => `${side}:${object}:${recordId}:${field} ${plain(fromValue)} → ${plain(toValue)}`)
		.sort()

/** New records of a list by whom they are for. */
export const madeIn = (lines: Lines): Map<string, Lines> =>
	Map.groupBy(
		lines.filter(({ rule, state, toValue }) => (rule === 'made' || rule === 'theirs') && state === 'open' && plain(toValue) !== ''),
		({ side, object, peerObject, peerId }) => `${side}:${object} for ${peerObject}:${peerId}`,
	)

export const refusedIn = (lines: Lines): string[] =>
	lines
		.filter(({ state }) => state === 'refused')
		.map(({ side, object, recordId, peerObject, peerId, field, reason }) => [side, object, recordId ?? `for ${peerObject}:${peerId}`, field, reason].join(' '))

/** A dry run of a connection with another system, and everything that stands on both sides, to hold the one against the other. */
export function dryLists({ db, staff, connectionId, work, done, outside, theirs }: DryWorld) {
	async function listed(wish: ListWish): Promise<number> {
		const begun = await startList(db, staff, { connectionId, wish, ...done() })
		if (!begun?.ok) throw new Error(JSON.stringify(begun))
		for (let rounds = 0; (await workLists(work)) > 0; rounds++) if (rounds > 50) throw new Error('The list never ends')
		return begun.runId
	}
	async function shown(runId: number): Promise<Shown> {
		const page = await openList(db, staff, { connectionId, runId, query: { text: null, field: null, state: null, after: null, limit: 10_000 } })
		if (!page) throw new Error('There is no such list')
		return page
	}
	return {
		dry: async (change: Extract<ListWish, { kind: 'dry_run' }>['change'] = {}) => await shown(await listed({ kind: 'dry_run', change })),
		/** What stands on both sides, past the sync: `side:object:id:field`, of the fields that are mapped. */
		async cells(): Promise<Cells> {
			const connection = await readConnection(db, connectionId)
			const found: Cells = new Map()
			for (const { crmObject, maObject, fields } of connection?.objects ?? []) {
				const objectOf = { crm: crmObject, ma: maObject }
				const own: Role = outside === 'crm' ? 'ma' : 'crm'
				const ours = await withTransaction(
					db,
					async (tx) => (await openOwnSides(tx, connection as never)[own]?.readChanged(objectOf[own], null, []))?.records ?? [],
				)
				for (const [role, rows] of [
					[outside, theirs(objectOf[outside])],
					[own, ours],
				] as const)
					for (const { id, values } of rows)
						for (const { crmField, maField } of fields) {
							const field = role === 'crm' ? crmField : maField
							found.set(`${role}:${objectOf[role]}:${id}:${field}`, values[field] ?? null)
						}
			}
			return found
		},
		/** What was refused since; a choice among several stays open by itself. */
		refused: async (since = new Date(0)) =>
			(
				await db<{ side: string; object: string; recordId: string; field: string; code: string }[]>`
					select side, object, record_id, field, code from sync_error where connection_id = ${connectionId} and closed_at is null and last_at >= ${since}`
			).map(({ side, object, recordId, field, code }) => [side, object, recordId, field, code].join(' ')),
		links: async () =>
			await db<
				{ crmObject: string; crmId: string; maObject: string; maId: string; state: string; stateReason: string | null }[]
			>`select crm_object, crm_id, ma_object, ma_id, state, state_reason from sync_link where connection_id = ${connectionId} order by id`,
	}
}
