import { countStock } from '../../flows/shipping/count-stock.ts'
import { openStock } from '../../flows/shipping/open-stock.ts'
import { done, houseDoor } from './call.server.ts'
import { listStock, saveStock } from './contract/house.ts'
import { cursorFor } from './cursor.ts'
import { named } from './named.ts'

/** GET /api/v1/house/stock: what lies where, what of it is promised, what is to come. */
export const loader = houseDoor(listStock, async ({ db, staff, query, place }) => {
	const [sku, code] = place('stock', /^[^\n]{1,80}\n[^\n]{1,40}$/)?.split('\n') ?? []
	const after = sku && code ? { sku, warehouse: code } : null
	const { levels, hasMore } = await openStock(db, staff, { warehouse: query.warehouse ?? null, after, limit: query.limit })
	const last = levels.at(-1)
	return done({
		levels: levels.map((row) => ({ ...named(row, 'sku', 'warehouse', 'onHand', 'reserved', 'incoming', 'available'), updatedAt: row.updatedAt.toISOString() })),
		nextCursor: cursorFor('stock', hasMore && last ? `${last.sku}\n${last.warehouse}` : null),
	})
})

/** POST /api/v1/house/stock: what was counted. */
export const action = houseDoor(saveStock, async ({ db, house, staff, body }) => {
	const counted = await countStock(db, staff, { levels: body.levels, at: house.at, requestId: house.requestId })
	return counted.ok ? done({ created: counted.created, changed: counted.changed }) : counted
})
