import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { moveLinks } from '../../../db/queries/sync-link.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { type Turn, turnLink } from '../../engine/sync/turn-link.ts'
import type { Pair } from './types.ts'

/** Turns what must turn; one statement. Answers the pairs whose fields are to be looked at now, and the jobs of those that moved to another record and are to be looked at again. */
export async function saveTurns(tx: Tx, connection: Connection, pairs: readonly Pair[]): Promise<{ staying: Pair[]; again: number[] }> {
	const turned = pairs.map((pair) => ({ pair, turn: turnOf(pair) }))
	const moves = turned.flatMap(({ pair, turn }) => (turn ? [moveOf(connection, pair, turn)] : []))
	await moveLinks(tx, moves)
	return {
		staying: turned.flatMap(({ pair, turn }) => (turn === null ? [pair] : [])),
		again: turned.flatMap(({ pair, turn }) => (turn?.kind === 'converted' || turn?.kind === 'returned' ? [pair.job.id] : [])),
	}
}

const turnOf = ({ link, map, crm, ma }: Pair) =>
	turnLink({
		state: link.state,
		stateReason: link.stateReason,
		crm: crm && { values: crm.values, convertedTo: crm.convertedTo ?? null },
		ma,
		filter: map.filter as Predicate | null,
	})

function moveOf(connection: Connection, { link, map }: Pair, turn: Turn) {
	const here = { id: link.id, objectMapId: link.objectMapId, crmObject: link.crmObject, crmId: link.crmId }
	if (turn.kind === 'archived') return { ...here, state: 'archived' as const, stateReason: turn.reason }
	if (turn.kind === 'returned') return { ...here, state: 'active' as const, stateReason: null }
	const next = connection.objects.find((one) => one.crmObject === turn.object && one.maObject === map.maObject)
	// Nothing maps what it became: the link rests where it is.
	if (!next) return { ...here, state: 'archived' as const, stateReason: 'CONVERTED' }
	return { id: link.id, objectMapId: next.id, crmObject: turn.object, crmId: turn.id, state: 'active' as const, stateReason: null }
}
