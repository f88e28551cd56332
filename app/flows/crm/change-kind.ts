import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockShape, updateKind } from '../../../db/queries/person-account.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { decideKind, type KindWish } from '../../engine/crm/person-account.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from '../desk/read-desk.ts'
import { saveChecked } from './save-checked.ts'

/**
 * An account that is one person becomes a company she works for, or the other way round, which takes it back; orders, prices and
 * terms stay as they are. Refuses what `decideKind` and the house's rules do. Null: no account of this desk.
 */
export async function changeKind(
	db: Db,
	staff: StaffMember,
	{ accountId, wish, requestId, at }: { accountId: number | null; wish: KindWish; requestId: string; at: Date },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	if (accountId === null) return null
	return withTransaction(db, async (tx): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> => {
		const before = await lockShape(tx, deskOf(staff), accountId)
		if (!before) return null
		const decided = decideKind(wish, before)
		if (!decided.ok) return decided
		const { isPerson, name } = decided
		if (isPerson === before.isPerson && name === before.name) return { ok: true }
		await sayCause(tx, { cause: 'convert', actor: `user:${staff.userId}` })
		await updateKind(tx, accountId, { isPerson, name })
		const against = await saveChecked(tx, { object: 'account', ids: [accountId], sellerEntityId: staff.seller.id, by: 'person', locale: staff.locale, at })
		if (against.length > 0) return refused(...against)
		const was = { isPerson: before.isPerson, name: before.name }
		await insertAudit(tx, [
			{
				userId: staff.userId,
				accountId,
				action: 'account.kind_changed',
				subject: `account:${accountId}`,
				before: was,
				after: { isPerson, name },
				requestId,
				at,
			},
		])
		return { ok: true }
	})
}
