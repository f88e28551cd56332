import type { Db } from '../../../db/client.server.ts'
import { readShipTos, type ShipTo } from '../../../db/queries/cart-delivery.ts'
import { type ListDocument, type ListLine, readRequisition } from '../../../db/queries/requisition.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCards, type PricedProduct } from '../catalog/load-list-prices.ts'
import { mayKeepLists, readerOf } from './read-reader.ts'

export type ShownListLine = Omit<ListLine, 'productId'> & { product: PricedProduct }
export type ListPage = {
	list: Omit<ListDocument, 'lines'>
	lines: ShownListLine[]
	/** Products that were put on it and that this account sees no more: they are said, not hidden. */
	gone: number
	shipTos: ShipTo[]
	locationId: number | null
	mayChange: boolean
}

/** A list with today's prices and stock, and the par levels of each store; three statements for any length. Null: not there, or somebody else's own. */
export async function openList(db: Db, shopper: Shopper, { listId, locale, at }: { listId: number; locale: string; at: Date }): Promise<ListPage | null> {
	const reader = readerOf(shopper)
	const [found, shipTos] = reader ? await Promise.all([readRequisition(db, reader, listId), readShipTos(db, reader.accountId)]) : [null, []]
	if (!found) return null
	const { lines, ...list } = found
	const cards = await loadPricedCards(db, shopper, [...new Set(lines.map(({ productId }) => productId))], { locale, at })
	const byId = new Map(cards.map((card) => [card.id, card]))
	const shown = lines.flatMap(({ productId, ...line }) => {
		const product = byId.get(productId)
		return product ? [{ ...line, product }] : []
	})
	return {
		list,
		lines: shown,
		gone: lines.length - shown.length,
		shipTos,
		locationId: shopper.locationId,
		mayChange: mayKeepLists(shopper) && !list.isArchived,
	}
}
