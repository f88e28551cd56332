import type { Db } from '../../../db/client.server.ts'
import { type KnownProduct, type Membership, readBySku, readLastPlace, readTreeState } from '../../../db/queries/category-room.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { movedIn, movedOut } from '../../engine/catalog/category-tree.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { linesOf } from '../entitlement/read-wish.ts'
import { type Act, type CategoryChanged, type Plan, saveTreeChange } from './save-tree-change.ts'

export type PlacingWish = { add: string; remove: string }
type Said = { key: keyof PlacingWish; line: number; word: string }

/**
 * Adds products to a category and takes others out, by pasted SKUs. Refuses by field and line SKU_UNKNOWN,
 * CATEGORY_OF_VARIANT (a variant stands where its product stands), CATEGORY_NOT_IN and CATEGORY_ONLY_HERE. Null: none such.
 */
export async function placeProducts(db: Db, staff: StaffMember, categoryId: number, wish: PlacingWish, act: Act): Promise<CategoryChanged | null> {
	return saveTreeChange(db, staff, act, async (tx): Promise<Plan | null> => {
		const sellerEntityId = staff.seller.id
		const said = (['add', 'remove'] as const).flatMap((key) => linesOf(wish[key]).map((one): Said => ({ key, ...one })))
		const known = new Map(
			(await readBySku(tx, { sellerEntityId, skus: said.map(({ word }) => word.toUpperCase()) })).map((one) => [one.sku.toUpperCase(), one]),
		)
		const ids = (key: keyof PlacingWish) => [...new Set(said.flatMap((one) => (one.key === key ? (known.get(one.word.toUpperCase())?.id ?? []) : [])))]
		const [adding, leaving] = [ids('add'), ids('remove')]
		const productIds = [...new Set([...adding, ...leaving])].sort((a, b) => a - b)
		const before = await readTreeState(tx, sellerEntityId, { categoryIds: [categoryId], productIds })
		if (before.categories.length === 0) return null
		const refusals = said.length === 0 ? [refusal('CATEGORY_NO_SKU')] : review(said, known, before.members, categoryId)
		if (refusals.length > 0) return { ok: false, refusals }
		const goes = (one: Membership) => leaving.includes(one.productId)
		const left = movedOut(before.members.filter(goes), categoryId, null)
		const members = movedIn([...before.members.filter((one) => !goes(one)), ...left], adding, categoryId, await readLastPlace(tx, categoryId))
		const name = before.texts.find(({ locale }) => locale === 'en')?.name ?? ''
		return { ok: true, id: categoryId, name, before, after: { ...before, members } }
	})
}

function review(said: readonly Said[], known: ReadonlyMap<string, KnownProduct>, members: readonly Membership[], categoryId: number): Refusal[] {
	const here = new Set(members.filter((one) => one.categoryId === categoryId).map(({ productId }) => productId))
	const elsewhere = new Set(members.filter((one) => one.categoryId !== categoryId).map(({ productId }) => productId))
	return said.flatMap(({ key, line, word }) => {
		const product = known.get(word.toUpperCase())
		const facts = { key, sku: word.slice(0, 80) }
		if (!product) return [refusal('SKU_UNKNOWN', facts, line)]
		if (product.kind === 'variant') return [refusal('CATEGORY_OF_VARIANT', facts, line)]
		if (key === 'add') return []
		if (!here.has(product.id)) return [refusal('CATEGORY_NOT_IN', facts, line)]
		return elsewhere.has(product.id) ? [] : [refusal('CATEGORY_ONLY_HERE', facts, line)]
	})
}
