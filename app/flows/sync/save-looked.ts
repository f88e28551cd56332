import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { insertDecisions, takeRunId } from '../../../db/queries/sync-journal.ts'
import { type Link, readLinks, updateLinks } from '../../../db/queries/sync-link.ts'
import { type PreparedWrite, readOpenWrites, settleWrites } from '../../../db/queries/sync-write.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import type { Role, SyncValue } from '../../engine/sync/types.ts'
import { decidePairs } from './load-decided.ts'
import { loadShapes, loadSide, loadStamps, pairUp } from './load-pairs.ts'
import { peopleMaps } from './save-cap.ts'
import { loadWords } from './save-consents.ts'
import { saveDescribed } from './save-described.ts'
import { saveGone } from './save-gone.ts'
import { freezeLoops } from './save-guards.ts'
import { saveKinds } from './save-kinds.ts'
import { leavingOf, saveLeft } from './save-left.ts'
import { settleMatches } from './save-matches.ts'
import { type Met, saveMet } from './save-met.ts'
import { saveTurns } from './save-turns.ts'
import { waitLinked, withParents } from './save-waits.ts'
import type { DecidedPair, Pair, Ports } from './types.ts'

export type Working = {
	connection: Connection
	/** Both sides outside of any transaction; our own opens one for each call. */
	ports: Ports
	/** Which of them is another system. */
	outside: Role
	/** Our own side in the transaction that confirms. */
	ownIn: (tx: Tx) => SidePort
	clock: () => Date
	random: () => number
}

/** A batch of jobs of a connection with another system, looked at: who met whom, what turned, and what each pair shall become. `again`: jobs of links that moved, to be looked at once more. */
export type Looked = { pairs: readonly DecidedPair[]; met: Met; again: number[]; mapIds: number[]; at: Date }

/** Both sides of these jobs are read and decided, and whoever has no link yet is led to somebody; nothing of ours waits in a transaction meanwhile. */
export async function saveLooked(db: Db, { connection, ports, outside, clock }: Working, jobs: readonly Job[], putsOff = false): Promise<Looked> {
	const at = clock()
	const shapes = await loadShapes(connection, ports)
	await withTransaction(db, async (tx) => {
		await saveGone(tx, { connection, shapes, at })
		await saveDescribed(tx, { connection, role: outside, shapes: shapes[outside] })
	})
	const mapIds = peopleMaps(connection, ports.ma.capabilities)
	const linked = await readLinks(
		db,
		jobs.flatMap(({ linkId }) => linkId ?? []),
	)
	const [waiting, known] = [linked.filter(({ state }) => state === 'held'), linked.filter(({ state }) => state !== 'held')]
	const atWork = new Set(known.map(({ id }) => id))
	const meeting = { connection, ports, shapes, jobs: jobs.filter(({ linkId }) => linkId === null || !atWork.has(linkId)), inTx: inOwn(db), putsOff, at }
	const met = await saveMet(db, meeting, waiting)
	// Two marks may lead to one link, as those of an account and of the person that it is.
	const all = [...new Map([...met.links, ...known].map((link) => [link.id, link])).values()]
	const work = [...met.jobs, ...jobs.filter(({ linkId }) => linkId !== null && atWork.has(linkId))]
	const sides = {
		crm: await loadSide(ports.crm, { connection, role: 'crm', links: all }),
		ma: await loadSide(ports.ma, { connection, role: 'ma', links: all }),
		stamps: await loadStamps(db, { connection, links: all }),
	}
	await settleMatches(db, { connection, ports, links: known, at })
	const kinds = await saveKinds(db, { connection, ports, links: all, sides, at })
	const links = kinds.staying
	const named = await withParents(db, connection, { crm: sides.crm.values(), ma: sides.ma.values() })
	const based = await settleLost(db, connection, links, sides[outside], clock())
	const paired = pairUp({ connection: named, links: based, jobs: work, ...sides })
	const decide = async (some: readonly Pair[]) =>
		decidePairs(some, { connection, shapes, skewMs: ports[outside].capabilities.skewMs, words: await loadWords(db, ports, some), at })
	const left = await decide(leavingOf(paired))
	const { staying, again } = await withTransaction(db, async (tx) => {
		await saveLeft(tx, { connection, left, at })
		return await saveTurns(tx, { connection, mapIds, pairs: paired, at })
	})
	const decided = await decide(staying)
	const pairs = await withTransaction(db, async (tx) => freezeLoops(tx, await waitLinked(tx, named, decided, at), at))
	const moved = work.flatMap(({ id, linkId }) => (linkId !== null && kinds.again.has(linkId) ? [id] : []))
	return { pairs, met, again: [...again, ...moved], mapIds, at }
}

/** While another system is asked each step of ours is a transaction of its own. */
const inOwn =
	(db: Db) =>
	<T>(work: (tx: Tx) => Promise<T>) =>
		withTransaction(db, work)

/** What a run that broke off had sent: it stands there or it does not. What stands is confirmed and journaled; what does not is decided anew. */
async function settleLost(db: Db, connection: Connection, links: readonly Link[], records: ReadonlyMap<string, SideRecord>, at: Date): Promise<Link[]> {
	const lost = await readOpenWrites(
		db,
		links.map(({ id }) => id),
	)
	if (lost.length === 0) return [...links]
	const settled = lost.map((write) => ({ write, stands: holdsAll(records.get(`${write.object}:${write.recordId}`), write.values) }))
	const standing = Map.groupBy(
		settled.flatMap(({ write, stands }) => (stands ? [write] : [])),
		({ linkId }) => linkId,
	)
	const agreed = [...standing].map(([id, writes]) => ({
		id,
		agreed: Object.assign({}, ...writes.map(agreedBy)) as Record<string, SyncValue>,
		unpinned: [],
		frozen: [],
	}))
	await withTransaction(db, async (tx) => {
		const rows = settled.flatMap(({ write, stands }) =>
			stands
				? write.decisions.map((one) => ({
						...one,
						linkId: write.linkId,
						crmAt: null,
						maAt: null,
						agreed: undefined,
						cause: one.wish?.cause ?? 'sync',
						actor: one.wish?.actor ?? `sync:${connection.id}`,
					}))
				: [],
		)
		await insertDecisions(tx, { connectionId: connection.id, runId: await takeRunId(tx), at, rows })
		await settleWrites(
			tx,
			settled.map(({ write, stands }) => ({ idempotencyKey: write.idempotencyKey, state: stands ? 'confirmed' : 'refused' })),
			at,
		)
		await updateLinks(tx, agreed, at)
	})
	// Both sides had it: what our side says since then is a change of its own, and not one against theirs.
	const agreedOf = new Map(agreed.map((one) => [one.id, one.agreed]))
	return links.map((link) => {
		const more = agreedOf.get(link.id)
		return more ? { ...link, agreed: { ...link.agreed, ...more }, version: link.version + 1 } : link
	})
}

/** What is agreed on once a write stands, in the words of the CRM; of what a person ordered the next look says it. */
export const agreedBy = ({ decisions }: Pick<PreparedWrite, 'decisions'>): Record<string, SyncValue> =>
	Object.fromEntries(decisions.flatMap(({ key, wrote, value, crm, wish }) => (wish ? [] : [[key, wrote === 'crm' ? value : crm] as const])))

const holdsAll = (record: SideRecord | undefined, values: Readonly<Record<string, SyncValue>>) =>
	record !== undefined && Object.entries(values).every(([field, value]) => JSON.stringify(record.values[field] ?? null) === JSON.stringify(value))
