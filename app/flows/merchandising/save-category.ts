import type { Db, Tx } from '../../../db/client.server.ts'
import { type CategoryText, insertCategory, readCategories, readTreeState, readUses } from '../../../db/queries/category-room.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { movedOut, shifted, strandedBy } from '../../engine/catalog/category-tree.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { type Act, type CategoryChanged, type Plan, saveTreeChange } from './save-tree-change.ts'

/** `names` by language; an empty one falls back to English. `code` counts for a new one only. */
export type CategoryWish = { code: string; names: Readonly<Record<string, string>>; parentId: number | null }

/** Saves names and place of a category, or a new one. Refuses NAME_MISSING, CATEGORY_CODE_BAD, CATEGORY_CODE_TAKEN, CATEGORY_UNKNOWN, CATEGORY_CIRCLE. Null: none such. */
export async function saveCategory(db: Db, staff: StaffMember, id: number | null, wish: CategoryWish, act: Act): Promise<CategoryChanged | null> {
	return saveTreeChange(db, staff, act, async (tx): Promise<Plan | null> => {
		const sellerEntityId = staff.seller.id
		const all = await readCategories(tx, { sellerEntityId, locale: 'en' })
		if (id !== null && !all.some((one) => one.id === id)) return null
		const refusals = review(wish, id, all)
		if (refusals.length > 0) return { ok: false, refusals }
		const made = id ?? (await insertCategory(tx, { sellerEntityId, parentId: wish.parentId, code: wish.code, slug: slugOf(wish.code) }))
		if (made === null) return refused(refusal('CATEGORY_CODE_TAKEN', { key: 'code', code: wish.code }))
		const now = await readTreeState(tx, sellerEntityId, { categoryIds: [made], productIds: [] })
		const last = Math.max(
			0,
			...(await positionsUnder(
				tx,
				sellerEntityId,
				all.filter(({ parentId }) => parentId === wish.parentId).map((one) => one.id),
			)),
		)
		const after = {
			...now,
			categories: now.categories.map((one) => (one.parentId === wish.parentId ? one : { ...one, parentId: wish.parentId, position: last + 1 })),
			texts: textsOf(made, wish.names, now.texts),
		}
		const before = id === null ? { ...now, categories: [], texts: [] } : now
		return { ok: true, id: made, name: wish.names['en'] ?? '', before, after }
	})
}

function review(wish: CategoryWish, id: number | null, all: readonly { id: number }[]): Refusal[] {
	const refusals: Refusal[] = []
	if (!wish.names['en']) refusals.push(refusal('NAME_MISSING', { key: 'names' }))
	if (id === null && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(wish.code)) refusals.push(refusal('CATEGORY_CODE_BAD', { key: 'code' }))
	if (wish.parentId !== null && !all.some((one) => one.id === wish.parentId)) refusals.push(refusal('CATEGORY_UNKNOWN', { key: 'parentId' }))
	return refusals
}

const slugOf = (code: string) =>
	code
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')

async function positionsUnder(tx: Tx, sellerEntityId: number, categoryIds: readonly number[]): Promise<number[]> {
	return (await readTreeState(tx, sellerEntityId, { categoryIds, productIds: [] })).categories.map(({ position }) => position)
}

const byLocale = (a: CategoryText, b: CategoryText) => (a.locale < b.locale ? -1 : 1)

/** Descriptions stay as they are; so do names in languages that the form does not have. */
function textsOf(categoryId: number, names: Readonly<Record<string, string>>, now: readonly CategoryText[]): CategoryText[] {
	const stored = new Map(now.map((one) => [one.locale, one]))
	const said = Object.entries(names).flatMap(([locale, name]) =>
		name ? [{ categoryId, locale, name, description: stored.get(locale)?.description ?? null }] : [],
	)
	return [...now.filter(({ locale }) => !(locale in names)), ...said].sort(byLocale)
}

/** Moves a category a place up or down among those beside it. Null: none such. */
export async function shiftCategory(db: Db, staff: StaffMember, id: number, by: 'up' | 'down', act: Act): Promise<CategoryChanged | null> {
	return saveTreeChange(db, staff, act, async (tx): Promise<Plan | null> => {
		const sellerEntityId = staff.seller.id
		const all = await readCategories(tx, { sellerEntityId, locale: 'en' })
		const moved = all.find((one) => one.id === id)
		if (!moved) return null
		const beside = all.filter(({ parentId }) => parentId === moved.parentId).map((one) => one.id)
		const order = shifted(beside, id, by)
		const before = await readTreeState(tx, sellerEntityId, { categoryIds: beside, productIds: [] })
		const after = { ...before, categories: before.categories.map((one) => ({ ...one, position: order.indexOf(one.id) + 1 })) }
		return { ok: true, id, name: moved.name, before, after }
	})
}

/** Takes a category with all below it out of the shop's navigation, or puts it back. Null: none such. */
export async function hideCategory(db: Db, staff: StaffMember, id: number, isHidden: boolean, act: Act): Promise<CategoryChanged | null> {
	return saveTreeChange(db, staff, act, async (tx): Promise<Plan | null> => {
		const before = await readTreeState(tx, staff.seller.id, { categoryIds: [id], productIds: [] })
		if (before.categories.length === 0) return null
		const after = { ...before, categories: before.categories.map((one) => ({ ...one, isHidden })) }
		return { ok: true, id, name: nameIn(before.texts), before, after }
	})
}

const nameIn = (texts: readonly CategoryText[]) => texts.find(({ locale }) => locale === 'en')?.name ?? texts[0]?.name ?? ''

/**
 * Deletes a category; its products move to `moveTo`. Refuses CATEGORY_HAS_BELOW, CATEGORY_NAMED (what speaks of it would mean
 * something else), CATEGORY_STRANDS without a place to move to, CATEGORY_UNKNOWN when that is none. Null: none such.
 */
export async function deleteCategory(db: Db, staff: StaffMember, id: number, moveTo: number | null, act: Act): Promise<CategoryChanged | null> {
	return saveTreeChange(db, staff, act, async (tx): Promise<Plan | null> => {
		const sellerEntityId = staff.seller.id
		const all = await readCategories(tx, { sellerEntityId, locale: staff.locale })
		const gone = all.find((one) => one.id === id)
		if (!gone) return null
		const { below, named, productIds } = await readUses(tx, { sellerEntityId, categoryId: id })
		const before = await readTreeState(tx, sellerEntityId, { categoryIds: [id], productIds })
		const stranded = moveTo === null ? strandedBy(before.members, id) : []
		const refusals: Refusal[] = []
		if (below > 0) refusals.push(refusal('CATEGORY_HAS_BELOW', { name: gone.name, count: below }))
		if (named.length > 0) refusals.push(refusal('CATEGORY_NAMED', { name: gone.name, by: named.slice(0, 5).join(', ') }))
		if (stranded.length > 0) refusals.push(refusal('CATEGORY_STRANDS', { key: 'moveTo', name: gone.name, count: stranded.length }))
		if (moveTo !== null && (moveTo === id || !all.some((one) => one.id === moveTo))) refusals.push(refusal('CATEGORY_UNKNOWN', { key: 'moveTo' }))
		if (refusals.length > 0) return { ok: false, refusals }
		return { ok: true, id, name: gone.name, before, after: { ...before, categories: [], texts: [], members: movedOut(before.members, id, moveTo) } }
	})
}
