import type { Sql } from '../../../db/client.server.ts'
import type { EntitlementDraft, StoredRule } from '../../../db/queries/entitlement.ts'
import { type Named, type PolicyState, readPolicyState } from '../../../db/queries/entitlement-room.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { checkOwn, keyOf, type PolicyWish, readAccounts, readRules, union } from './read-wish.ts'

export type PolicyDraft = { stored: Named<PolicyState> | null; after: PolicyState }

const nothing: PolicyState = { name: '', isActive: false, isGuest: false, rules: [], groupIds: [], accountIds: [] }

/** What a policy would be after its form, or every refusal. `policyId` null: a new one. Null: none such of this seller. */
export async function loadPolicy(sql: Sql, staff: StaffMember, policyId: number | null, wish: PolicyWish, lock = false): Promise<Result<PolicyDraft> | null> {
	const sellerEntityId = staff.seller.id
	const stored = policyId === null ? null : await readPolicyState(sql, { sellerEntityId, id: policyId }, lock)
	if (policyId !== null && !stored) return null
	const before = stored?.state ?? nothing
	const [added, accounts, foreign] = [
		await readRules(sql, sellerEntityId, wish),
		await readAccounts(sql, sellerEntityId, wish.addAccounts),
		await checkOwn(sql, sellerEntityId, { policyIds: [], groupIds: wish.groupIds }),
	]
	const refusals = [...nameRefusals(wish, policyId === null), ...added.refusals, ...accounts.refusals, ...foreign]
	if (refusals.length > 0) return { ok: false, refusals }
	// What a line says of a thing takes the place of what was said of it before.
	const rules = new Map(before.rules.filter((rule) => !wish.remove.includes(keyOf(rule))).map((rule) => [keyOf(rule), rule]))
	for (const rule of added.rules) rules.set(keyOf(rule), rule)
	const after = {
		name: wish.name,
		isActive: wish.isActive,
		isGuest: wish.isGuest,
		rules: [...rules.values()].sort(byKey),
		groupIds: union(wish.groupIds),
		accountIds: union(
			before.accountIds.filter((id) => !wish.removeAccountIds.includes(id)),
			accounts.ids,
		),
	}
	return { ok: true, stored, after }
}

/** The order in which a policy's rules are kept, so that two states can be laid side by side. */
export const byKey = (a: StoredRule, b: StoredRule) => (keyOf(a) < keyOf(b) ? -1 : 1)

export function nameRefusals({ name, code }: { name: string; code: string }, isNew: boolean): Refusal[] {
	const refusals: Refusal[] = []
	if (name === '') refusals.push(refusal('FIELD_MISSING', { key: 'name' }))
	if (name.length > 200) refusals.push(refusal('FIELD_INVALID', { key: 'name', given: name.slice(0, 40) }))
	if (isNew && !/^[A-Za-z0-9][\w.-]{0,59}$/.test(code)) refusals.push(refusal('FIELD_INVALID', { key: 'code', given: code.slice(0, 60) }))
	return refusals
}

export function draftOfPolicy(id: number, state: PolicyState): EntitlementDraft {
	return {
		policy: { id, isActive: state.isActive, isGuest: state.isGuest, rules: state.rules },
		groupId: null,
		account: null,
		policyAccounts: state.accountIds.map((accountId) => ({ policyId: id, accountId })),
		policyGroups: state.groupIds.map((groupId) => ({ policyId: id, groupId })),
		members: [],
	}
}
