import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertSignInCode, readLogin } from '../../../db/queries/session.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { seal } from '../../platform/sealing.server.ts'
import { freshCode, hashCode } from '../../platform/sign-in-code.server.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveTry } from './save-tries.ts'

export const CODE_MINUTES = 10

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
	const code = freshCode()
	await withTransaction(db, async (tx) => {
		await insertSignInCode(tx, { email, codeHash: hashCode(secret, email, code), returnTo, at, expiresAt: new Date(at.getTime() + CODE_MINUTES * 60_000) })
		if (!login) return
		const { contactId, accountId, locale, firstName: name, sellerName: seller } = login
		const link = `/sign-in/code?${new URLSearchParams({ email: login.email, to: returnTo })}`
		// An event is kept and may be looked at: only who writes the mail reads the code out of it.
		const sealed = seal(code, { purpose: 'sign-in-code', secret })
		const subject = `login:${login.loginId}`
		await saveEvents(tx, [
			{ topic: 'sign_in_code.requested', subject, accountId, contactId, payload: { email: login.email, sealed, link, locale, name, seller }, occurredAt: at },
		])
	})
	return { ok: true }
}
