import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readOverdueDays, updateOverdueDays } from '../../../db/queries/account-standing.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Wish = { watchFromDays: string; holdFromDays: string; at: Date; requestId: string }

const daysIn = (text: string) => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : 0)

/** From which overdue day on the seller's accounts are watched and held. Refuses `OVERDUE_DAYS_INVALID`: 1 to 365, held not before watched. */
export async function changeOverdueDays(db: Db, staff: StaffMember, { at, requestId, ...wish }: Wish): Promise<Result<object>> {
	const after = { watchFromDays: daysIn(wish.watchFromDays), holdFromDays: daysIn(wish.holdFromDays) }
	if (after.watchFromDays < 1 || after.holdFromDays < after.watchFromDays || after.holdFromDays > 365) return refused(refusal('OVERDUE_DAYS_INVALID'))
	await withTransaction(db, async (tx) => {
		const before = await readOverdueDays(tx, staff.seller.id)
		await updateOverdueDays(tx, staff.seller.id, after)
		await insertAudit(tx, [{ userId: staff.userId, action: 'seller.overdue_days', subject: `seller:${staff.seller.id}`, before, after, requestId, at }])
	})
	return { ok: true }
}
