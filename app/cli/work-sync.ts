import type { Db, Tx } from '../../db/client.server.ts'
import { isSideSystem } from '../../db/queries/side-tables.ts'
import { type Connection, readConnections } from '../../db/queries/sync-connection.ts'
import { lanes } from '../../db/queries/sync-job.ts'
import type { SidePort } from '../connectors/sync/contract.ts'
import { detachedSide, embeddedSide } from '../connectors/sync/embedded/embedded-side.server.ts'
import { openOwnSides } from '../connectors/sync/embedded/own-sides.server.ts'
import { advanceErasures } from '../flows/sync/advance-erasures.ts'
import { readFeeds } from '../flows/sync/read-feeds.ts'
import { readMirrors } from '../flows/sync/read-mirrors.ts'
import type { Ports } from '../flows/sync/types.ts'
import { workBulk } from '../flows/sync/work-bulk.ts'
import { workOutside } from '../flows/sync/work-outside.ts'
import { workOwnSides } from '../flows/sync/work-own-sides.ts'
import { advanceLists } from '../flows/sync-list/advance-lists.ts'
import { watchFields } from '../flows/sync-setup/watch-fields.ts'

/** What a worker has at hand for the sync core. `outside` opens another system for a connection, once per process; null: it is not set up. */
export type SyncWork = {
	db: Db
	clock: () => Date
	random: () => number
	outside: (connection: Connection) => SidePort | null
	watchedAt?: Map<number, number>
	/** Hears of a connection whose round broke; the others go on. Absent: nobody is there to hear, and it is thrown once they had their turn. */
	broke?: (connection: Connection, error: unknown) => void
}

/**
 * What a loop of its own takes, so that nobody who edits a record waits for it: a resync of a million links on our own sides, or
 * another system that answers late, a bulk that goes there in files. While something urgent waits, the two loops share the process, so the resync has at most half.
 */
export type Share = 'urgent' | 'behind' | 'outside' | 'bulk'

/** How often another system is asked what changed. */
const feedSeconds = 60

/** Both sides of a connection whose systems are our own, in a transaction. */
function ownPorts(connection: Connection, tx: Tx): Ports {
	const { crm, ma } = openOwnSides(tx, connection)
	if (!crm || !ma) throw new Error(`Connection ${connection.id} is not between our own sides`)
	return { crm, ma }
}

/** A batch of each connection that is at work, and a look at the feeds of those with another system; all of it, or one share. Answers how much was done. */
export async function workSync(work: SyncWork, share?: Share): Promise<number> {
	let done = 0
	const unheard: unknown[] = []
	for (const connection of await readConnections(work.db)) {
		if (connection.state !== 'running' && connection.state !== 'canary') continue
		const isOwn = isSideSystem(connection.crmSystem) && isSideSystem(connection.maSystem)
		if (share && isOwn === (share === 'outside' || share === 'bulk')) continue
		try {
			// One that broke, whatever is the matter with it, keeps no other from its turn.
			done += isOwn ? await workOwn(work, connection, share) : await workWithOther(work, connection, share)
		} catch (error) {
			if (work.broke) work.broke(connection, error)
			else unheard.push(error)
		}
	}
	if (unheard.length > 0) throw unheard[0]
	return done
}

async function workOwn(work: SyncWork, connection: Connection, share?: Share): Promise<number> {
	// The next round knows the mapping as it is now.
	if (share !== 'behind' && (await watch(work, connection))) return 1
	const from = share === 'behind' ? lanes.backfill : lanes.interactive
	const most = share === 'urgent' ? lanes.live : lanes.backfill
	return await workOwnSides(work.db, { connection, portsOf: ownPorts, from, most, at: work.clock() })
}

/** Fields come and go without a record changing: looked at once a minute. */
async function watch({ db, clock, watchedAt }: SyncWork, connection: Connection): Promise<boolean> {
	const [at, last] = [clock(), watchedAt?.get(connection.id) ?? Number.NEGATIVE_INFINITY]
	if (!watchedAt || at.getTime() - last < 1000 * feedSeconds) return false
	watchedAt.set(connection.id, at.getTime())
	return await watchFields(db, { connection, portsOf: ownPorts, at })
}

async function workWithOther({ db, clock, random, outside: open }: SyncWork, connection: Connection, share?: Share): Promise<number> {
	const outside = isSideSystem(connection.crmSystem) ? 'ma' : 'crm'
	const ownSystem = outside === 'crm' ? connection.maSystem : connection.crmSystem
	const port = open(connection)
	if (!port || !isSideSystem(ownSystem)) return 0
	const own = detachedSide(db, ownSystem, connection.sellerEntityId)
	const ports: Ports = outside === 'crm' ? { crm: port, ma: own } : { crm: own, ma: port }
	const working = { connection, ports, outside, ownIn: (tx: Tx) => embeddedSide(tx, ownSystem, connection.sellerEntityId), clock, random } as const
	const bulk = share === 'outside' ? 0 : await workBulk(db, working)
	if (share === 'bulk') return bulk
	const named = await readFeeds(db, { connection, outside, port, clock, everySeconds: feedSeconds })
	const mirrored = await readMirrors(db, { connection, outside, port, clock, everySeconds: feedSeconds })
	const erased = await advanceErasures(db, { connection, outside, port, clock, random })
	return bulk + named + mirrored + erased + (await workOutside(db, working))
}

/** A batch of the lists that somebody asked for, or that the night did. Answers 1 while there is one. */
export async function workLists({ db, clock, random, outside }: SyncWork): Promise<number> {
	const open = (connection: Connection): Ports | null => {
		const side = (system: string) => (isSideSystem(system) ? detachedSide(db, system, connection.sellerEntityId) : outside(connection))
		const [crm, ma] = [side(connection.crmSystem), side(connection.maSystem)]
		return crm && ma ? { crm, ma } : null
	}
	return await advanceLists(db, { ownSides: openOwnSides, open, clock, random })
}
