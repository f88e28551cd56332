import type { Tx } from '../../../db/client.server.ts'
import { addCanary, type Connection, isAnythingLeft, lockCanary, readRecentWrites, setCanary } from '../../../db/queries/sync-connection.ts'
import { decideCanary, isRampOver } from '../../engine/sync/canary.ts'
import { type FieldWrite, isLooping } from '../../engine/sync/loop.ts'
import type { FieldDecision, Role, SyncValue } from '../../engine/sync/types.ts'
import type { DecidedPair } from './types.ts'

/** How many links may be tried now (A21): as many as a batch holds, or what is left of the canary's step. Null: another worker has the step in hand. */
export async function loadRoom(tx: Tx, connection: Connection, batchSize: number): Promise<number | null> {
	if (connection.state !== 'canary') return batchSize
	const state = await lockCanary(tx, connection.id)
	if (!state) return null
	const next = decideCanary(state)
	return next.kind === 'go_on' ? Math.min(batchSize, next.room) : batchSize
}

/** Ends a ramp that has come to the last of all there is (A21). Three statements, while there is a ramp and nothing to do. */
export async function endRamp(tx: Tx, connection: Connection, at: Date): Promise<void> {
	const state = connection.state === 'canary' ? await lockCanary(tx, connection.id) : null
	if (state && isRampOver(state, await isAnythingLeft(tx, connection.id, at)))
		await setCanary(tx, connection.id, { state: 'running', suspendedFor: null, step: 3, isFresh: true })
}

/** Counts what a canary's batch tried, and lets it go further, or stops it and says why. */
export async function saveCanary(tx: Tx, connection: Connection, { tried, refused }: { tried: number; refused: number }): Promise<void> {
	if (connection.state !== 'canary' || tried === 0) return
	const state = await addCanary(tx, connection.id, { tried, refused })
	const next = decideCanary(state)
	if (next.kind === 'stop') await setCanary(tx, connection.id, { state: 'suspended', suspendedFor: 'ERROR_SHARE', step: state.step, isFresh: false })
	if (next.kind === 'next')
		await setCanary(tx, connection.id, { state: next.room === null ? 'running' : 'canary', suspendedFor: null, step: next.step, isFresh: true })
}

/**
 * Fields that go back and forth are frozen on their record and the rest keeps flowing (B6.5); one statement, none when nothing is to be
 * written. What a write would overwrite counts like what it writes: a peer that undoes us writes no line of ours.
 */
export async function freezeLoops(tx: Tx, pairs: readonly DecidedPair[], at: Date): Promise<DecidedPair[]> {
	const linkIds = pairs.flatMap(({ link, decision }) => (decision.decisions.some(({ wrote }) => wrote) ? [link.id] : []))
	if (linkIds.length === 0) return [...pairs]
	const recent = Map.groupBy(await readRecentWrites(tx, linkIds, at), ({ linkId, fieldMapId }) => `${linkId}:${fieldMapId}`)
	return pairs.map((pair) => {
		const looping = pair.decision.decisions.filter(
			(one) => one.wrote && !one.wish && isLooping(writesOf(recent.get(`${pair.link.id}:${one.key}`) ?? [], one, at), at.toISOString()),
		)
		return looping.length === 0 ? pair : frozen(pair, new Set(looping.map(({ key }) => key)))
	})
}

type Recent = { at: Date; overwritten: SyncValue; value: SyncValue }

const writesOf = (recent: readonly Recent[], { crm, ma, wrote, value }: FieldDecision, at: Date): FieldWrite[] =>
	[...recent, { at, overwritten: wrote === 'crm' ? crm : ma, value }].flatMap((one) => [
		{ at: one.at.toISOString(), value: one.overwritten },
		{ at: one.at.toISOString(), value: one.value },
	])

function frozen(pair: DecidedPair, keys: ReadonlySet<string>): DecidedPair {
	const { decision, link } = pair
	const stopped = decision.decisions.filter(({ key }) => keys.has(key))
	const without = (role: Role) =>
		Object.fromEntries(
			Object.entries(decision[role]).filter(([field]) => !stopped.some((one) => one.wrote === role && field === (role === 'crm' ? one.crmField : one.maField))),
		)
	return {
		...pair,
		link,
		decision: {
			...{ ...decision, crm: without('crm'), ma: without('ma') },
			agreed: Object.fromEntries(Object.entries(decision.agreed).filter(([key]) => !keys.has(key))),
			decisions: decision.decisions.map((one) => (keys.has(one.key) ? { ...one, wrote: null, note: 'frozen' as const } : one)),
		},
	}
}
