import type { Db } from '../../../db/client.server.ts'
import { type GridQuestion, readGridChoices, readProductChange, readProductChanges, readProductGrid } from '../../../db/queries/product-grid.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { wordsIn } from './load-variant-words.ts'

/** One page of the product grid, what its fields may hold, and the newest changes. */
export async function openProductGrid(db: Db, staff: StaffMember, asked: Omit<GridQuestion, 'sellerEntityId' | 'currency'>) {
	const { id: sellerEntityId, currency } = staff.seller
	const [page, choices, changes] = await Promise.all([
		readProductGrid(db, { ...asked, sellerEntityId, currency }),
		readGridChoices(db, { sellerEntityId, locale: asked.locale }),
		readProductChanges(db, sellerEntityId),
	])
	const wordsOf = wordsIn(asked.locale)
	const rows = page.rows.slice(0, asked.limit).map((row) => ({ ...row, variant: wordsOf(row) }))
	return { rows, total: page.total, choices, changes, currency, nextAfter: page.rows.length > asked.limit ? (rows.at(-1)?.id ?? null) : null }
}

/** A change of many products with how far it is. Null: not this seller's. */
export async function openProductChange(db: Db, staff: StaffMember, changeId: number) {
	return readProductChange(db, { sellerEntityId: staff.seller.id, changeId })
}
