import { isDeepStrictEqual } from 'node:util'
import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockTree, readProductsBelow, readTreeState, readUses, type TreeState, writeTreeState } from '../../../db/queries/category-room.ts'
import { insertChange, lockChange, markUndone } from '../../../db/queries/change-set.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type Act = { at: Date; requestId: string }
/** `changed`: products whose listings, words and entitlement were written anew. */
export type CategoryChanged = Result<{ id: number; changeId: number; changed: number }>
export type Plan = Result<{ id: number; name: string; before: TreeState; after: TreeState }>

/**
 * One act in the tree: it is planned with the tree held, written, what the shop derives from it refreshed, and kept so that
 * it can be undone, all in one transaction. Refuses CATEGORY_CIRCLE when the database sees a category above itself. Null: none such.
 */
export async function saveTreeChange(
	db: Db,
	staff: StaffMember,
	{ at, requestId }: Act,
	plan: (tx: Tx) => Promise<Plan | null>,
): Promise<CategoryChanged | null> {
	return withoutCircle(() =>
		withTransaction(db, async (tx): Promise<CategoryChanged | null> => {
			await lockTree(tx, staff.seller.id)
			const planned = await plan(tx)
			if (!planned?.ok) return planned
			const { id, name, before, after } = planned
			const changed = await write(tx, staff.seller.id, before, after)
			await insertAudit(tx, [{ userId: staff.userId, action: 'category.changed', subject: `category:${id}`, before, after, requestId, at }])
			const kept = {
				sellerEntityId: staff.seller.id,
				userId: staff.userId,
				room: 'category',
				subjectId: id,
				change: { name, changed },
				before,
				after,
				at,
			} as const
			return { ok: true, id, changed, changeId: await insertChange(tx, kept) }
		}),
	)
}

/** Takes an act back. Refuses CHANGED_SINCE when what it touched is no longer as it left it, and what stands in the way of taking out a new category. Null: none such. */
export async function undoCategories(db: Db, staff: StaffMember, changeId: number, { at, requestId }: Act): Promise<CategoryChanged | null> {
	const sellerEntityId = staff.seller.id
	return withoutCircle(() =>
		withTransaction(db, async (tx): Promise<CategoryChanged | null> => {
			await lockTree(tx, sellerEntityId)
			const change = await lockChange(tx, { sellerEntityId, changeId })
			if (change?.room !== 'category') return null
			const [before, after] = [change.before as TreeState, change.after as TreeState]
			if (!isDeepStrictEqual(await readTreeState(tx, sellerEntityId, after.scope), after)) return refused(refusal('CHANGED_SINCE'))
			const id = change.subjectId
			const isTakenOut = !before.categories.some((one) => one.id === id) && after.categories.some((one) => one.id === id)
			const uses = isTakenOut ? await readUses(tx, { sellerEntityId, categoryId: id }) : null
			if (uses && uses.below + uses.named.length + uses.productIds.length > 0) return refused(refusal('CHANGED_SINCE'))
			const changed = await write(tx, sellerEntityId, after, before)
			await markUndone(tx, changeId, at)
			await insertAudit(tx, [{ userId: staff.userId, action: 'category.undone', subject: `category:${id}`, before: after, after: before, requestId, at }])
			return { ok: true, id: isTakenOut ? 0 : id, changeId, changed }
		}),
	)
}

async function write(tx: Tx, sellerEntityId: number, before: TreeState, after: TreeState): Promise<number> {
	const shape = ({ categories, members }: TreeState) => ({ members, categories: categories.map(({ id, parentId, isHidden }) => ({ id, parentId, isHidden })) })
	const isSame = isDeepStrictEqual(shape(before), shape(after))
	const reached = isSame ? [] : await readProductsBelow(tx, after.scope.categoryIds)
	await writeTreeState(tx, sellerEntityId, after)
	const productIds = [...new Set([...reached, ...after.scope.productIds])]
	if (productIds.length > 0) await refreshCatalog(tx, productIds)
	return productIds.length
}

/** What the database itself refuses is said like any other refusal; the transaction is gone by then. */
async function withoutCircle(act: () => Promise<CategoryChanged | null>): Promise<CategoryChanged | null> {
	try {
		return await act()
	} catch (error) {
		const { code, constraint_name: constraint } = error as { code?: string; constraint_name?: string }
		if (constraint === 'no_circle' || constraint === 'category_not_own_parent') return refused(refusal('CATEGORY_CIRCLE'))
		// Undone into a tree where its code, its parent or its products are no more what they were.
		if (code === '23505' || code === '23503') return refused(refusal('CHANGED_SINCE'))
		throw error
	}
}
