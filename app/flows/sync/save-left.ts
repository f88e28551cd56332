import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { insertDecisions, takeRunId } from '../../../db/queries/sync-journal.ts'
import { leavesByFilter } from '../../engine/sync/turn-link.ts'
import { turningOf } from './save-turns.ts'
import type { DecidedPair, Pair } from './types.ts'

/** Whose record leaves by the filter at this look: their fields are decided no more. */
export const leavingOf = (pairs: readonly Pair[]): Pair[] => pairs.filter((pair) => leavesByFilter(turningOf(pair)))

/**
 * What was still to be written of records that leave by the filter is told in the journal and not written (sync-core.md B10): the base stays, so that it goes
 * over once the record returns. Two statements however many leave; none where nobody does.
 */
export async function saveLeft(tx: Tx, { connection, left, at }: { connection: Connection; left: readonly DecidedPair[]; at: Date }): Promise<void> {
	const rows = left.flatMap(({ link, job, decision, crmStamps, maStamps }) =>
		decision.decisions.map((one) => ({
			...one,
			...(one.wrote === null ? {} : { wrote: null, note: 'left' as const }),
			...{ linkId: link.id, crmAt: crmStamps[one.crmField] ?? null, maAt: maStamps[one.maField] ?? null, agreed: link.agreed[one.key] },
			...{ cause: one.wish?.cause ?? job.causes.join(','), actor: one.wish?.actor ?? job.actor },
		})),
	)
	if (rows.length > 0) await insertDecisions(tx, { connectionId: connection.id, runId: await takeRunId(tx), at, rows })
}
