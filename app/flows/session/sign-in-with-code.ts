import type { Db } from '../../../db/client.server.ts'
import { consumeSignInCode, readLogin } from '../../../db/queries/session.ts'
import { refusal } from '../../engine/base/refusal.ts'
import { hashCode } from '../../platform/sign-in-code.server.ts'
import { saveSignedIn } from './save-signed-in.ts'
import { saveTry } from './save-tries.ts'
import type { SignedIn } from './sign-in-with-password.ts'

/** Signs in by the code of a mail, once, within ten minutes, in at most five tries. Wrong, used up and expired answer alike. */
export async function signInWithCode(
	db: Db,
	{ email, code, secret, address, at }: { email: string; code: string; secret: string; address: string; at: Date },
): Promise<SignedIn> {
	const tooMany = await saveTry(db, 'code-try', { email, address }, at)
	if (tooMany) return { ok: false, refusals: [tooMany] }
	const used = await consumeSignInCode(db, { email: email.trim(), codeHash: hashCode(secret, email, code.replaceAll(/\D/g, '')), at })
	const login = used && (await readLogin(db, email.trim()))
	if (!login) return { ok: false, refusals: [refusal('SIGN_IN_CODE_WRONG')] }
	await saveSignedIn(db, login, 'code', at)
	return { ok: true, login }
}
