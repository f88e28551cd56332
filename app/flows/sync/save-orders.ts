import type { Tx } from '../../../db/client.server.ts'
import { settleLines } from '../../../db/queries/sync-list.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import type { FieldDecision, Wish } from '../../engine/sync/types.ts'
import type { DecidedPair, Written } from './types.ts'

/** Whether what was decided stands: nothing was to be written, or its side said that it is. */
export const isDone = (pair: DecidedPair, { wrote }: FieldDecision, written: Written) => wrote === null || written[wrote].get(String(pair.link.id))?.ok === true

export type Ordered = { key: string; wish: Wish; state: 'open' | 'done' | 'refused'; reason: string | null }

/** What became of what people ordered of a link's fields; `open`: it waits for another try, because time mends what stopped it or nobody knows yet. */
export function ordersOf(pair: DecidedPair, written: Written): Ordered[] {
	return pair.decision.decisions.flatMap((one) => (one.wish ? [{ key: one.key, wish: one.wish, ...outcomeOf(pair, one, written) }] : []))
}

function outcomeOf(pair: DecidedPair, one: FieldDecision, written: Written): Pick<Ordered, 'state' | 'reason'> {
	const { key, wish, wrote, note } = one
	const said = pair.decision.refusals.find((refusal) => refusal.key === key)?.code ?? null
	if (note === 'refused') return { state: 'refused', reason: wish?.refusedFor ?? said }
	if (note === 'frozen') return { state: 'refused', reason: 'LOOP_DETECTED' }
	if (isDone(pair, one, written)) return { state: 'done', reason: null }
	const answer = wrote ? written[wrote].get(String(pair.link.id)) : undefined
	if (!answer || answer.ok) return { state: 'open', reason: null }
	const { code } = answer.failure
	return { state: ['on_change', 'never'].includes(classifyFailure(code, answer.failure).retry) ? 'refused' : 'open', reason: code }
}

/** The lines of the lists that orders stand on; one statement for each list, of which there is hardly ever a second. */
export async function settleOrders(tx: Tx, pairs: readonly DecidedPair[], written: Written): Promise<void> {
	const lines = pairs.flatMap((pair) =>
		ordersOf(pair, written).flatMap(({ wish, state, reason }) => (wish.line && state !== 'open' ? [{ ...wish.line, state, reason }] : [])),
	)
	for (const [runId, rows] of Map.groupBy(lines, (line) => line.runId)) await settleLines(tx, runId, rows)
}
