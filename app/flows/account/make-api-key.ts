import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { countLiveKeys, insertKey, type NewKey } from '../../../db/queries/api-key.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { buyerScopes, houseScopes } from '../../platform/api-scopes.ts'

/** `secret` was made by chance, at the edge; only its hash is kept. `days` null: without an end. */
export type MakeKey = { name: string; scopes: readonly string[]; days: number | null; secret: { keyHash: string; prefix: string }; at: Date; requestId: string }
export type MadeKey = { ok: true; keyId: number } | { ok: false; refusals: Refusal[] }

const MOST_KEYS = 50
const MOST_NAME = 80

function refuse({ name, scopes }: MakeKey, allowed: readonly string[]): Refusal[] {
	const unknown = scopes
		.filter((scope) => !allowed.includes(scope))
		.map((scope) => refusal('SCOPE_UNKNOWN', { scope: scope.slice(0, 60), allowed: allowed.join(', ') }))
	return [
		...(name.trim() === '' ? [refusal('KEY_NAME_MISSING')] : []),
		...(name.length > MOST_NAME ? [refusal('KEY_NAME_TOO_LONG', { most: MOST_NAME })] : []),
		...(scopes.length === 0 ? [refusal('KEY_SCOPES_MISSING')] : []),
		...unknown,
	]
}

type Holder = { accountId: number; contactId: number } | { userId: number }

async function make(tx: Tx, holder: Holder, input: MakeKey): Promise<MadeKey> {
	const { name, scopes, days, secret, at, requestId } = input
	if ((await countLiveKeys(tx, holder, at)) >= MOST_KEYS) return { ok: false, refusals: [refusal('KEY_LIMIT', { most: MOST_KEYS })] }
	const expiresAt = days === null ? null : new Date(at.getTime() + days * 86_400_000)
	const keyId = await insertKey(tx, { ...holder, ...secret, name: name.trim(), scopes, expiresAt, at } as NewKey)
	const who = 'userId' in holder ? { userId: holder.userId } : { userId: null, ...holder }
	const after = { name: name.trim(), prefix: secret.prefix, scopes, expiresAt }
	await insertAudit(tx, [{ ...who, action: 'api_key.created', subject: `api_key:${keyId}`, after, requestId, at }])
	return { ok: true, keyId }
}

/** A key for the machines of the account of an owner, who alone may make one. Refuses ROLE_MAY_NOT and what is missing. Null for a guest. */
export async function makeOwnKey(db: Db, shopper: Shopper, input: MakeKey): Promise<MadeKey | null> {
	const { account, contactId, role, kind } = shopper
	const { accountId } = account
	if (accountId === null || contactId === null) return null
	if (role !== 'owner' || kind !== 'buyer') return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const refusals = refuse(input, buyerScopes)
	return refusals.length > 0 ? { ok: false, refusals } : withTransaction(db, (tx) => make(tx, { accountId, contactId }, input))
}

/** A key for the house's own machines, in the name of the administrator who makes it. */
export async function makeHouseKey(db: Db, { userId }: StaffMember, input: MakeKey): Promise<MadeKey> {
	const refusals = refuse(input, houseScopes)
	return refusals.length > 0 ? { ok: false, refusals } : withTransaction(db, (tx) => make(tx, { userId }, input))
}
