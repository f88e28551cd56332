import type { Sql } from '../../../db/client.server.ts'
import { countTries } from '../../../db/queries/session.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'

const WINDOW_MINUTES = 15

/** So many in a quarter of an hour; a person mistypes, a machine guesses. Addresses are shared by offices, so they may try more. */
const most = { 'sign-in': { email: 10, address: 40 }, code: { email: 5, address: 20 }, 'code-try': { email: 20, address: 40 } } as const

/** Counts a try by e-mail and by network address; answers why not, when there were too many. One statement. */
export async function saveTry(sql: Sql, kind: keyof typeof most, who: { email: string; address: string }, at: Date): Promise<Refusal | null> {
	const windowMillis = WINDOW_MINUTES * 60_000
	const windowStart = new Date(Math.floor(at.getTime() / windowMillis) * windowMillis)
	const [byEmail = 0, byAddress = 0] = await countTries(sql, [`${kind}:email:${who.email.toLowerCase()}`, `${kind}:address:${who.address}`], windowStart)
	if (byEmail <= most[kind].email && byAddress <= most[kind].address) return null
	return refusal('TOO_MANY_TRIES', { minutes: Math.ceil((windowStart.getTime() + windowMillis - at.getTime()) / 60_000) })
}
