import type { Sql } from '../../../db/client.server.ts'
import { asStored, type EntitlementDraft } from '../../../db/queries/entitlement.ts'
import { type AccountState, type GroupState, type Named, readAccountState, readGroupState } from '../../../db/queries/entitlement-room.ts'
import type { Result } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { nameRefusals } from './load-policy.ts'
import { type AccountWish, checkOwn, type GroupWish, readAccounts, union } from './read-wish.ts'

export type GroupDraft = { stored: Named<GroupState> | null; after: GroupState }

/** What a buyer group would be after its form, or every refusal. `groupId` null: a new one. Null: none such of this seller. */
export async function loadGroup(sql: Sql, staff: StaffMember, groupId: number | null, wish: GroupWish, lock = false): Promise<Result<GroupDraft> | null> {
	const sellerEntityId = staff.seller.id
	const stored = groupId === null ? null : await readGroupState(sql, { sellerEntityId, id: groupId }, lock)
	if (groupId !== null && !stored) return null
	const accounts = await readAccounts(sql, sellerEntityId, wish.addAccounts)
	const foreign = await checkOwn(sql, sellerEntityId, { policyIds: wish.policyIds, groupIds: [] })
	const refusals = [...nameRefusals(wish, groupId === null), ...accounts.refusals, ...foreign]
	if (refusals.length > 0) return { ok: false, refusals }
	const kept = (stored?.state.accountIds ?? []).filter((id) => !wish.removeAccountIds.includes(id))
	return { ok: true, stored, after: { name: wish.name, accountIds: union(kept, accounts.ids), policyIds: union(wish.policyIds) } }
}

export const draftOfGroup = (id: number, { accountIds, policyIds }: GroupState): EntitlementDraft => ({
	...asStored,
	groupId: id,
	members: accountIds.map((accountId) => ({ accountId, groupId: id })),
	policyGroups: policyIds.map((policyId) => ({ policyId, groupId: id })),
})

export type AccountDraft = { stored: Named<AccountState>; after: AccountState }

/** What counts for an account after its form. Null: none such of this seller. */
export async function loadAccount(sql: Sql, staff: StaffMember, accountId: number, wish: AccountWish, lock = false): Promise<Result<AccountDraft> | null> {
	const sellerEntityId = staff.seller.id
	const stored = await readAccountState(sql, { sellerEntityId, id: accountId }, lock)
	if (!stored) return null
	const refusals = await checkOwn(sql, sellerEntityId, wish)
	if (refusals.length > 0) return { ok: false, refusals }
	return { ok: true, stored, after: { stopsInheriting: wish.stopsInheriting, groupIds: union(wish.groupIds), policyIds: union(wish.policyIds) } }
}

export const draftOfAccount = (id: number, { stopsInheriting, groupIds, policyIds }: AccountState): EntitlementDraft => ({
	...asStored,
	account: { id, stopsInheriting },
	members: groupIds.map((groupId) => ({ accountId: id, groupId })),
	policyAccounts: policyIds.map((policyId) => ({ policyId, accountId: id })),
})
