import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type KeyOwner, revokeKey } from '../../../db/queries/api-key.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'

type Revoke = { keyId: number; at: Date; requestId: string }
export type Revoked = { ok: true; name: string } | { ok: false; refusals: Refusal[] }

async function revoke(
	db: Db,
	owner: KeyOwner,
	who: { userId: number | null; contactId: number | null },
	{ keyId, at, requestId }: Revoke,
): Promise<Revoked | null> {
	return withTransaction(db, async (tx) => {
		const key = await revokeKey(tx, owner, { keyId, at })
		if (!key) return null
		const { name, prefix, accountId } = key
		await insertAudit(tx, [{ ...who, accountId, action: 'api_key.revoked', subject: `api_key:${keyId}`, before: { name, prefix }, requestId, at }])
		return { ok: true as const, name }
	})
}

/** Ends a key of the account, from the next call on; an owner's to do. Null: none of the account's, or ended before. */
export async function revokeOwnKey(db: Db, { account, contactId, role, kind }: Shopper, input: Revoke): Promise<Revoked | null> {
	if (account.accountId === null) return null
	if (role !== 'owner' || kind !== 'buyer') return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	return revoke(db, { accountId: account.accountId }, { userId: null, contactId }, input)
}

/** Ends any key of the seller's: the house's own, or one of an account that has leaked. */
export async function revokeAnyKey(db: Db, { seller, userId }: StaffMember, input: Revoke): Promise<Revoked | null> {
	return revoke(db, { sellerEntityId: seller.id }, { userId, contactId: null }, input)
}
