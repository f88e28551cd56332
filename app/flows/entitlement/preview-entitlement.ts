import type { Db } from '../../../db/client.server.ts'
import { type Difference, readDifference } from '../../../db/queries/entitlement-difference.ts'
import type { Result } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { draftOfAccount, draftOfGroup, loadAccount, loadGroup } from './load-group.ts'
import { draftOfPolicy, loadPolicy } from './load-policy.ts'
import type { AccountWish, GroupWish, PolicyWish } from './read-wish.ts'

export type Preview = Result<{ difference: Difference }> | null
type Asked<W> = { id: number | null; wish: W; locale: string }

/** Who would see more or less if the form were saved as it stands; nothing is written. Null: none such of this seller. */
export async function previewPolicy(db: Db, staff: StaffMember, { id, wish, locale }: Asked<PolicyWish>): Promise<Preview> {
	const draft = await loadPolicy(db, staff, id, wish)
	if (!draft?.ok) return draft
	return { ok: true, difference: await readDifference(db, { sellerEntityId: staff.seller.id, locale, draft: draftOfPolicy(id ?? 0, draft.after) }) }
}

export async function previewGroup(db: Db, staff: StaffMember, { id, wish, locale }: Asked<GroupWish>): Promise<Preview> {
	const draft = await loadGroup(db, staff, id, wish)
	if (!draft?.ok) return draft
	return { ok: true, difference: await readDifference(db, { sellerEntityId: staff.seller.id, locale, draft: draftOfGroup(id ?? 0, draft.after) }) }
}

export async function previewAccount(db: Db, staff: StaffMember, { id, wish, locale }: Asked<AccountWish> & { id: number }): Promise<Preview> {
	const draft = await loadAccount(db, staff, id, wish)
	if (!draft?.ok) return draft
	return { ok: true, difference: await readDifference(db, { sellerEntityId: staff.seller.id, locale, draft: draftOfAccount(id, draft.after) }) }
}
