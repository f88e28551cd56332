import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertApiKey } from '../../../db/queries/api-key.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { buyerScopes } from '../../platform/api-scopes.ts'

/** What a key made at the command line may do unless it is said: everything of a buyer. */
export const apiScopes = buyerScopes

export type NewApiKey = {
	email: string
	name: string
	scopes: readonly string[] /** The key itself and its hash; only the hash is kept. */
	key: string
	keyHash: string
	at: Date
}

/** A key for machines of the account of the contact who signs in with this e-mail. Refuses CONTACT_UNKNOWN and SCOPE_UNKNOWN. */
export async function createApiKey(db: Db, input: NewApiKey): Promise<{ ok: true; accountName: string } | { ok: false; refusals: Refusal[] }> {
	const unknown = input.scopes.filter((scope) => !apiScopes.some((known) => known === scope))
	if (unknown.length > 0) return { ok: false, refusals: unknown.map((scope) => refusal('SCOPE_UNKNOWN', { scope, allowed: apiScopes.join(', ') })) }
	return withTransaction(db, async (tx) => {
		const { key, ...kept } = input
		const made = await insertApiKey(tx, { ...kept, prefix: key.slice(0, 12) })
		if (!made) return { ok: false as const, refusals: [refusal('CONTACT_UNKNOWN', { email: input.email })] }
		return { ok: true as const, accountName: made.accountName }
	})
}
