import { verify } from '@node-rs/argon2'
import type { Db } from '../../../db/client.server.ts'
import { type LoginRow, readLogin } from '../../../db/queries/session.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { saveSignedIn } from './save-signed-in.ts'
import { saveTry } from './save-tries.ts'

export type SignedIn = { ok: true; login: LoginRow } | { ok: false; refusals: Refusal[] }

/** The argon2id hash of a password that nobody has: an unknown address must take as long as a known one. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$5iEUOsq0ZUvMyLz77QqtFg$E93bEjkyucM0NwgNRCj5VNKvKCZc4Zi+NrI6Wx81dvw'

/** Signs in by password. A wrong password, an unknown address and one without a password answer alike. */
export async function signInWithPassword(
	db: Db,
	{ email, password, address, at }: { email: string; password: string; address: string; at: Date },
): Promise<SignedIn> {
	const tooMany = await saveTry(db, 'sign-in', { email, address }, at)
	if (tooMany) return { ok: false, refusals: [tooMany] }
	const login = await readLogin(db, email.trim())
	const isRight = await verify(login?.passwordHash ?? nobodysHash, password)
	if (!login?.passwordHash || !isRight) return { ok: false, refusals: [refusal('SIGN_IN_WRONG')] }
	await saveSignedIn(db, login, 'password', at)
	return { ok: true, login }
}
