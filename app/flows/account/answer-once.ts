import { createHash } from 'node:crypto'
import { type Db, insideTransaction } from '../../../db/client.server.ts'
import { answerCall, claimCall } from '../../../db/queries/api-call.ts'

export type Reply = { status: number; text: string; headers: Record<string, string> }
export type Once = { accountId: number | null; apiKeyId: number; key: string; request: string; at: Date }
export type Answered = { kind: 'answered'; reply: Reply } | { kind: 'replayed'; status: number; text: string } | { kind: 'reused' }

/**
 * Does a machine's write once for each key, however often it is sent within a day (section 8, step 1): key, effect and answer are
 * one transaction, so a second caller waits and reads the first one's answer, and a crash leaves neither. A refusal
 * leaves its key free: nothing was done, and what stood in the way may be gone. `work` gets the database as that
 * transaction and answers a refusal by a status of 400 or more.
 */
export async function answerOnce(db: Db, once: Once, work: (db: Db) => Promise<Reply>): Promise<Answered> {
	const { request, ...call } = once
	const requestHash = createHash('sha256').update(request).digest('hex')
	const done = await insideTransaction<{ ok: boolean; answered: Answered }>(db, async (inside, tx) => {
		const known = await claimCall(tx, { ...call, requestHash })
		if (known.requestHash !== requestHash) return { ok: true, answered: { kind: 'reused' } }
		if (known.status !== null) return { ok: true, answered: { kind: 'replayed', status: known.status, text: known.answer ?? '' } }
		const reply = await work(inside)
		const answered: Answered = { kind: 'answered', reply }
		if (reply.status >= 400) return { ok: false, answered }
		await answerCall(tx, { ...call, status: reply.status, answer: reply.text })
		return { ok: true, answered }
	})
	return done.answered
}
