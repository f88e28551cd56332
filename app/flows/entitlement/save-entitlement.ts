import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ChangeRoom, insertChange } from '../../../db/queries/change-set.ts'
import { refreshPolicy } from '../../../db/queries/derived.ts'
import { insertCoded, type PolicyState, replaceAccount, replaceGroup, replacePolicy } from '../../../db/queries/entitlement-room.ts'
import { countPolicyReach } from '../../../db/queries/rule-reach.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadAccount, loadGroup } from './load-group.ts'
import { loadPolicy } from './load-policy.ts'
import type { AccountWish, GroupWish, PolicyWish } from './read-wish.ts'

export type Act = { at: Date; requestId: string }
/** `changed`: products whose derived entitlement was written anew. */
export type Saved = Result<{ id: number; changeId: number; changed: number }>

/** Saves a policy; the shop's lists and search follow in the same transaction. Null: none such. Refuses CODE_TAKEN and what the form cannot mean; of one in force that speaks for no account, once, RULE_REACHES_NOBODY until `knowsWarnings`. */
export async function savePolicy(
	db: Db,
	staff: StaffMember,
	policyId: number | null,
	wish: PolicyWish,
	act: Act & { knowsWarnings?: boolean },
): Promise<Saved | null> {
	return withTransaction(db, async (tx): Promise<Saved | null> => {
		const draft = await loadPolicy(tx, staff, policyId, wish, true)
		if (!draft?.ok) return draft
		const id = policyId ?? (await insertCoded(tx, 'entitlement_policy', { sellerEntityId: staff.seller.id, code: wish.code, name: wish.name }))
		if (id === null) return refused(refusal('CODE_TAKEN', { key: 'code', code: wish.code }))
		const changed = await writePolicy(tx, id, draft.after)
		const { isActive, isGuest } = draft.after
		if (isActive && !isGuest && !act.knowsWarnings && (await countPolicyReach(tx, { sellerEntityId: staff.seller.id, policyId: id })) === 0)
			return refused(refusal('RULE_REACHES_NOBODY'))
		const before = draft.stored?.state ?? { ...draft.after, isActive: false, isGuest: false, rules: [], groupIds: [], accountIds: [] }
		return {
			ok: true,
			id,
			changed,
			changeId: await keep(tx, staff, { room: 'policy', id, name: wish.name, before, after: draft.after, changed, at: act.at, requestId: act.requestId }),
		}
	})
}

export async function writePolicy(tx: Tx, id: number, state: PolicyState): Promise<number> {
	await replacePolicy(tx, id, state)
	return refreshPolicy(tx, id)
}

/** Saves a buyer group with its members and policies. Who sees what follows at once: it is read with each session. */
export async function saveGroup(db: Db, staff: StaffMember, groupId: number | null, wish: GroupWish, act: Act): Promise<Saved | null> {
	return withTransaction(db, async (tx): Promise<Saved | null> => {
		const draft = await loadGroup(tx, staff, groupId, wish, true)
		if (!draft?.ok) return draft
		const id = groupId ?? (await insertCoded(tx, 'buyer_group', { sellerEntityId: staff.seller.id, code: wish.code, name: wish.name }))
		if (id === null) return refused(refusal('CODE_TAKEN', { key: 'code', code: wish.code }))
		await replaceGroup(tx, id, draft.after)
		const before = draft.stored?.state ?? { ...draft.after, accountIds: [], policyIds: [] }
		return { ok: true, id, changed: 0, changeId: await keep(tx, staff, { room: 'group', id, name: wish.name, before, after: draft.after, changed: 0, ...act }) }
	})
}

/** Saves what counts for one account: its groups, its own policies, whether it stops inheriting. */
export async function saveAccountEntitlement(db: Db, staff: StaffMember, accountId: number, wish: AccountWish, act: Act): Promise<Saved | null> {
	return withTransaction(db, async (tx): Promise<Saved | null> => {
		const draft = await loadAccount(tx, staff, accountId, wish, true)
		if (!draft?.ok) return draft
		const { stored, after } = draft
		await replaceAccount(tx, accountId, after)
		return {
			ok: true,
			id: accountId,
			changed: 0,
			changeId: await keep(tx, staff, { room: 'account', id: accountId, name: stored.name, before: stored.state, after, changed: 0, ...act }),
		}
	})
}

type Kept = Act & { room: ChangeRoom; id: number; name: string; before: object; after: object; changed: number }

const subjects = { policy: 'entitlement_policy', group: 'buyer_group', account: 'account', product: 'product', category: 'category' } as const

async function keep(tx: Tx, staff: StaffMember, { room, id, name, before, after, changed, at, requestId }: Kept): Promise<number> {
	await insertAudit(tx, [{ userId: staff.userId, action: `${room}.changed`, subject: `${subjects[room]}:${id}`, before, after, requestId, at }])
	return insertChange(tx, { sellerEntityId: staff.seller.id, userId: staff.userId, room, subjectId: id, change: { name, changed }, before, after, at })
}
