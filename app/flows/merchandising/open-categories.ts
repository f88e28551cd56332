import type { Db } from '../../../db/client.server.ts'
import { type ListedCategory, readCategories, readProductsIn, readRoomChanges } from '../../../db/queries/category-room.ts'
import { readChangesOf } from '../../../db/queries/change-set.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** What a category's page lists of its products; the grid has them all. */
const SHOWN = 50

/** The tree of the shop as merchandisers see it, also what buyers do not, with the newest changes. */
export async function openCategories(db: Db, staff: StaffMember, { locale, search }: { locale: string; search: string }) {
	const [all, changes] = await Promise.all([readCategories(db, { sellerEntityId: staff.seller.id, locale }), readRoomChanges(db, staff.seller.id)])
	const fits = ({ name, code }: ListedCategory) => `${code} ${name}`.toLowerCase().includes(search.toLowerCase())
	return { categories: all.filter(fits), total: all.length, changes }
}

/** One category with its first products, and where it or its products may go; `id` null begins a new one. Null: none such. */
export async function openCategory(db: Db, staff: StaffMember, { id, locale }: { id: number | null; locale: string }) {
	const sellerEntityId = staff.seller.id
	const all = await readCategories(db, { sellerEntityId, locale })
	const category = all.find((one) => one.id === id) ?? null
	if (id !== null && !category) return null
	const [products, changes] = await Promise.all([
		id === null ? [] : readProductsIn(db, { categoryId: id, locale, limit: SHOWN }),
		id === null ? [] : readChangesOf(db, { sellerEntityId, room: 'category', subjectId: id }),
	])
	const within = new Set(id === null ? [] : [id])
	for (const one of all) if (one.parentId !== null && within.has(one.parentId)) within.add(one.id)
	const choices = all.map(({ id: value, name, depth }) => ({ id: value, name, depth, isWithin: within.has(value) }))
	return { category, products, changes, choices }
}
