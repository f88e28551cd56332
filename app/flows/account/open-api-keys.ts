import type { Db } from '../../../db/client.server.ts'
import { type KeyOwner, type ListedKey, listApiKeys } from '../../../db/queries/api-key.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'

export type KeyQuestion = { search: string; before: number | null; at: Date }
export type ShownKey = Omit<ListedKey, 'revokedAt'> & { state: 'live' | 'expired' | 'revoked' }
export type KeyPage = { keys: ShownKey[]; olderBefore: number | null; mayChange: boolean }

const PAGE = 50

async function pageOf(db: Db, owner: KeyOwner, { search, before, at }: KeyQuestion, mayChange: boolean): Promise<KeyPage> {
	const rows = await listApiKeys(db, owner, { search, before, limit: PAGE })
	const keys = rows.slice(0, PAGE).map(({ revokedAt, ...key }): ShownKey => {
		const isOver = key.expiresAt !== null && key.expiresAt <= at
		return { ...key, state: revokedAt ? 'revoked' : isOver ? 'expired' : 'live' }
	})
	return { keys, olderBefore: rows.length > PAGE ? (keys.at(-1)?.id ?? null) : null, mayChange }
}

/** The keys of the account's machines, for its people; an owner may make and end them. Null for a guest. */
export async function openOwnKeys(db: Db, { account, role, kind }: Shopper, question: KeyQuestion): Promise<KeyPage | null> {
	return account.accountId === null ? null : pageOf(db, { accountId: account.accountId }, question, role === 'owner' && kind === 'buyer')
}

/** All keys of a seller: the house's own and those of its accounts. */
export async function openAllKeys(db: Db, { seller }: StaffMember, question: KeyQuestion): Promise<KeyPage> {
	return pageOf(db, { sellerEntityId: seller.id }, question, true)
}
