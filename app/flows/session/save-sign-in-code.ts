import type { Tx } from '../../../db/client.server.ts'
import { insertSignInCode, type LoginRow } from '../../../db/queries/session.ts'
import { seal } from '../../platform/sealing.server.ts'
import { freshCode, hashCode } from '../../platform/sign-in-code.server.ts'
import { saveEvents } from '../event/save-events.ts'

export const CODE_MINUTES = 10

/** A code for one sign-in, and the mail that brings it; to an address that nobody signs in with nothing is sent. */
export async function saveSignInCode(
	tx: Tx,
	login: LoginRow | null,
	{ email, returnTo, secret, at }: { email: string; returnTo: string; secret: string; at: Date },
): Promise<void> {
	const code = freshCode()
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
}
