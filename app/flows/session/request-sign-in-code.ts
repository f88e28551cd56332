import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readLogin } from '../../../db/queries/session.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { saveSignInCode } from './save-sign-in-code.ts'
import { saveTry } from './save-tries.ts'

export type CodeAsked = { email: string; returnTo: string; secret: string; address: string; at: Date }

/**
 * Sends a code for one sign-in to an address. An unknown address gets the same answer, and a code that nobody is sent.
 * The link carries the code behind `#`, which no server and no log ever sees, and signs nobody in by being opened.
 */
export async function requestSignInCode(
	db: Db,
	{ email, returnTo, secret, address, at }: CodeAsked,
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] }> {
	if (!/^\S+@\S+\.\S+$/.test(email) || email.length > 254) return { ok: false, refusals: [refusal('EMAIL_INVALID')] }
	const tooMany = await saveTry(db, 'code', { email, address }, at)
	if (tooMany) return { ok: false, refusals: [tooMany] }
	const login = await readLogin(db, email)
	await withTransaction(db, (tx) => saveSignInCode(tx, login, { email, returnTo, secret, at }))
	return { ok: true }
}
