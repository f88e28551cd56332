import type { Tx } from '../../../db/client.server.ts'
import { markThere } from '../../../db/queries/deletion.ts'
import { nameAgain } from '../../../db/queries/deletion-undo.ts'
import { wakeMerged } from '../../../db/queries/merge-link.ts'
import { isSideSystem } from '../../../db/queries/side-tables.ts'
import { heldByCap, lockCap } from '../../../db/queries/sync-cap.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { moveLinks } from '../../../db/queries/sync-link.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { admit } from '../../engine/sync/admit.ts'
import { type Turn, type TurnCase, turnLink } from '../../engine/sync/turn-link.ts'
import { saveGoneLinks } from '../deletion/save-gone-links.ts'
import { saveMerged } from '../merge/save-merged.ts'
import { sayHeld } from './save-cap.ts'
import type { Pair } from './types.ts'

type Turning = { connection: Connection; mapIds: readonly number[]; pairs: readonly Pair[]; at: Date }

/** Turns what must turn; one statement, and those of a merge. Answers the pairs whose fields are to be looked at now, and the jobs of those that moved to another record and are to be looked at again. */
export async function saveTurns(tx: Tx, { connection, mapIds, pairs, at }: Turning): Promise<{ staying: Pair[]; again: number[] }> {
	const all = pairs.map((pair) => ({ pair, turn: turnLink(turningOf(pair)) }))
	// What is too much to be meant stays as it is until a person says so.
	const asked = await saveGoneLinks(tx, { connection, links: all.flatMap(({ pair, turn }) => lostOf(connection, pair, turn)), at })
	const turned = all.filter(({ pair }) => !asked.has(pair.link.id))
	const waits = await noRoomFor(tx, {
		...{ connection, mapIds, at },
		pairs: turned.flatMap(({ pair, turn }) => (turn?.kind === 'returned' ? [pair] : [])),
	})
	const moves = turned.flatMap(({ pair, turn }) =>
		turn && turn.kind !== 'merged' ? [moveOf(connection, pair, waits.has(pair.link.id) ? { kind: 'waits' } : turn)] : [],
	)
	await moveLinks(tx, moves)
	const merged = turned.flatMap(({ pair, turn }) => (turn?.kind === 'merged' ? [{ pair, into: turn.into }] : []))
	const mergedAgain = await saveMerged(tx, connection, merged, at)
	const winners = turned.flatMap(({ pair: { link }, turn }) =>
		turn?.kind === 'returned' && !waits.has(link.id) && link.crmId !== null ? [{ object: link.crmObject, id: link.crmId }] : [],
	)
	const back = turned.flatMap(({ pair: { link }, turn }) => (turn?.kind === 'returned' ? recordsOf(link) : []))
	if (back.length > 0) {
		await markThere(tx, connection.sellerEntityId, back)
		if (isSideSystem(connection.crmSystem) && isSideSystem(connection.maSystem)) await nameAgain(tx, back)
	}
	// Somebody may have waited for her return to become one with her.
	if (winners.length > 0) await wakeMerged(tx, { connectionId: connection.id, winners, at })
	return {
		staying: turned.flatMap(({ pair, turn }) => (turn === null ? [pair] : [])),
		again: [
			...mergedAgain,
			...turned.flatMap(({ pair, turn }) => (turn?.kind === 'converted' || (turn?.kind === 'returned' && !waits.has(pair.link.id)) ? [pair.job.id] : [])),
		],
	}
}

/** Who comes back at the cap waits like everybody else, behind those who waited before (A9). */
async function noRoomFor(tx: Tx, { connection, mapIds, pairs, at }: Turning): Promise<Set<number>> {
	const back = pairs.filter(({ link }) => mapIds.includes(link.objectMapId))
	const state = connection.prospectCap === null || back.length === 0 ? null : await lockCap(tx, connection.id, mapIds)
	if (!state) return new Set()
	const { holding } = admit(
		back.map(({ link, job }) => ({ key: String(link.id), heldId: null, isReserved: false, arrivedAt: job.firstAt.toISOString(), id: link.maId ?? '' })),
		state,
	)
	const waits = new Set(holding.map(({ key }) => Number(key)))
	const held = back.filter(({ link }) => waits.has(link.id))
	const byKey = new Map(held.map(({ link, job }) => [`${link.maObject}:${link.maId}`, { cause: job.causes.join(','), actor: job.actor }]))
	const links = held.map(({ link }) => link)
	await sayHeld(tx, { connection, at, held: links, fresh: links, byKey })
	return waits
}

const recordsOf = ({ crmObject, crmId, maObject, maId }: Pair['link']) => [
	...(crmId === null ? [] : [{ object: crmObject, recordId: crmId }]),
	...(maId === null ? [] : [{ object: maObject, recordId: maId }]),
]

/** Which record of a link is gone, where it is for that that the link would rest; its name is what the other side has. */
function lostOf({ crmSystem, maSystem }: Connection, { link, crm, ma }: Pair, turn: Turn | null) {
	if (turn?.kind !== 'archived' || (turn.reason !== 'CRM_DELETED' && turn.reason !== 'MA_DELETED')) return []
	const isCrm = turn.reason === 'CRM_DELETED'
	const recordId = isCrm ? link.crmId : link.maId
	const left = (isCrm ? ma : crm)?.values ?? {}
	const name = [left['first_name'], left['last_name'], left['name']].filter(Boolean).join(' ') || String(left['email'] ?? `#${recordId}`)
	return recordId === null
		? []
		: [{ linkId: link.id, object: isCrm ? link.crmObject : link.maObject, recordId, name, isOurs: isSideSystem(isCrm ? crmSystem : maSystem) }]
}

/** A link, as both records and the filter stand. */
export const turningOf = ({ link, map, crm, ma }: Pair): TurnCase => ({
	state: link.state,
	stateReason: link.stateReason,
	crm: crm && { values: crm.values, convertedTo: crm.convertedTo ?? null, mergedInto: crm.mergedInto ?? null },
	...{ ma, mergedInto: link.mergedInto },
	filter: map.filter as Predicate | null,
})

function moveOf(connection: Connection, { link, map, job }: Pair, turn: Exclude<Turn, { kind: 'merged' }> | { kind: 'waits' }) {
	const here = { id: link.id, objectMapId: link.objectMapId, crmObject: link.crmObject, crmId: link.crmId }
	if (turn.kind === 'archived') return { ...here, state: 'archived' as const, stateReason: turn.reason }
	if (turn.kind === 'waits') return { ...here, state: 'held' as const, stateReason: heldByCap, heldAt: job.firstAt.toISOString() }
	if (turn.kind === 'returned') return { ...here, state: 'active' as const, stateReason: null }
	const next = connection.objects.find((one) => one.crmObject === turn.object && one.maObject === map.maObject)
	// Nothing maps what it became: the link rests where it is.
	if (!next) return { ...here, state: 'archived' as const, stateReason: 'CONVERTED' }
	return { id: link.id, objectMapId: next.id, crmObject: turn.object, crmId: turn.id, state: 'active' as const, stateReason: null }
}
