import { type Db, withTransaction } from '../../../db/client.server.ts'
import { pauseLive, readUsage } from '../../../db/queries/sync-connection.ts'
import { isSomethingUrgent, type Job, type Lane, lanes, postponeJobs } from '../../../db/queries/sync-job.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { lowestLane, quotaResetAt } from '../../engine/sync/lanes.ts'
import { nextTrySeconds } from '../../engine/sync/next-try.ts'
import type { SideDown } from '../../platform/side-down.ts'
import { suspendFor } from './save-errors.ts'
import type { Working } from './save-looked.ts'
import { saveWhole } from './save-pairs.ts'

/** The lowest lane that the calls of the day are enough for. Half of what is left is for backfill while others have work. */
export async function lowestOf(
	db: Db,
	{ connection, ports, outside, clock }: Pick<Working, 'connection' | 'ports' | 'outside' | 'clock'>,
): Promise<Lane | null> {
	const at = clock()
	const used = ports[outside].usage() ?? (await readUsage(db, connection.id, outside, at))
	const isBusy = await isSomethingUrgent(db, connection.id, at)
	const quota = used && { used: used.used, allowed: used.limit, share: Number(connection.quotaShare), isBusy }
	const lowest = lowestLane(quota, connection.livePausedUntil?.toISOString() ?? null, at.toISOString())
	// Known before the side says no: the time until which the others wait is shown all the same.
	const isSpent = lowest === null || lowest === 'interactive'
	if (isSpent && (connection.livePausedUntil?.getTime() ?? 0) <= at.getTime())
		await withTransaction(db, (tx) => pauseLive(tx, connection.id, new Date(quotaResetAt(at.toISOString(), null))))
	return lowest === null ? null : lanes[lowest]
}

/** Nobody answered, or the whole call was refused: the jobs wait; without a good key, or with today's calls used up, the connection does. */
export async function standBack(
	db: Db,
	{ connection, clock, random }: Working,
	{ jobs, lease }: { jobs: readonly Job[]; lease: Date },
	{ failure }: SideDown,
): Promise<void> {
	const { class: kind } = classifyFailure(failure.code, failure)
	const at = clock()
	await withTransaction(db, async (tx) => {
		await saveWhole(tx, { connectionId: connection.id, jobs, failure, at })
		if (kind === 'auth') await suspendFor(tx, connection.id, failure, at)
		const resetAt = kind === 'quota' ? new Date(quotaResetAt(at.toISOString(), failure.retryAfterSeconds)) : null
		if (resetAt) await pauseLive(tx, connection.id, resetAt)
		const due = (job: Job) =>
			new Date(at.getTime() + 1000 * nextTrySeconds({ attempts: job.attempts, random: random(), retryAfterSeconds: failure.retryAfterSeconds }))
		await postponeJobs(
			tx,
			// Who waits for an answer has a reserve, and is tried again as after any failure.
			jobs.map((job) => ({ id: job.id, dueAt: resetAt && job.lane !== lanes.interactive ? resetAt : due(job), waitsFor: failure.code })),
			lease,
		)
	})
}
