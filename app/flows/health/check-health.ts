import type { Db } from '../../../db/client.server.ts'
import { readVitals } from '../../../db/queries/health.ts'

export type Health = { ok: boolean; failing: ('database' | 'migration' | 'worker' | 'events')[]; facts: Record<string, number | null> }

const heartbeatWithinSeconds = 30
const deliveredWithinSeconds = 60
const answerWithinMs = 3000

/** Whether the shop works as a whole: the database answers, is at `neededLevel`, the worker lives, events arrive (proof.md). */
export async function checkHealth(db: Db, neededLevel: number): Promise<Health> {
	const vitals = await withinTime(readVitals(db))
	if (!vitals) return { ok: false, failing: ['database'], facts: {} }
	const failing: Health['failing'] = []
	if (vitals.level !== neededLevel) failing.push('migration')
	if (vitals.heartbeatAgeSeconds === null || vitals.heartbeatAgeSeconds > heartbeatWithinSeconds) failing.push('worker')
	if ((vitals.oldestEventSeconds ?? 0) > deliveredWithinSeconds) failing.push('events')
	return { ok: failing.length === 0, failing, facts: { ...vitals, neededLevel } }
}

/** A database that is away or does not answer in time is a finding here, not an error. */
function withinTime<T>(asked: Promise<T>): Promise<T | null> {
	let timer: NodeJS.Timeout | undefined
	const late = new Promise<null>((done) => {
		timer = setTimeout(() => done(null), answerWithinMs)
	})
	return Promise.race([asked.catch(() => null), late]).finally(() => clearTimeout(timer))
}
