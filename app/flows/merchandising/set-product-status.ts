import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { setProductStatus as writeStatus } from '../../../db/queries/product-room.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ProductStatusAct = { productIds: readonly number[]; status: 'draft' | 'active' | 'retired'; at: Date; requestId: string }

/**
 * Puts products on sale or takes them off, any number at once; the shop's lists and search follow in the same
 * transaction. Products of another seller, those in that status already, and those without an English name on their way
 * to being active are passed over; `changed` says how many were not. Refuses NOTHING_CHOSEN.
 */
export async function setProductStatus(
	db: Db,
	staff: StaffMember,
	{ productIds, status, at, requestId }: ProductStatusAct,
): Promise<Result<{ changed: number; asked: number }>> {
	return withTransaction(db, async (tx): Promise<Result<{ changed: number; asked: number }>> => {
		if (productIds.length === 0) return refused(refusal('NOTHING_CHOSEN'))
		const changes = await writeStatus(tx, { sellerEntityId: staff.seller.id, productIds, status, at })
		const ids = changes.map(({ id }) => id)
		if (ids.length > 0) await refreshCatalog(tx, ids)
		await insertAudit(
			tx,
			changes.map(({ id, sku, before }) => ({
				...{ userId: staff.userId, action: 'product.status', subject: `product:${id}`, requestId, at },
				...{ before: { sku, status: before }, after: { sku, status } },
			})),
		)
		return { ok: true, changed: ids.length, asked: productIds.length }
	})
}
