import type { Db } from '../../../db/client.server.ts'
import { readShipTos, type ShipTo } from '../../../db/queries/cart-delivery.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import type { AskedRow } from '../../engine/cart/resolve-rows.ts'
import type { Shopper } from '../../platform/actor.ts'

const same = (text: string) => text.trim().toLowerCase()

/**
 * Typed rows for a cart: a store is named by its code or its name; a row without one goes to `locationId`. `line` of a
 * refusal is the row's place from 1; its row stands in the answer all the same.
 */
function placeRows(
	typed: readonly TypedRow[],
	shipTos: readonly Pick<ShipTo, 'id' | 'code' | 'name'>[],
	locationId: number | null,
): { rows: AskedRow[]; refusals: Refusal[] } {
	const byWord = new Map([...shipTos.map(({ id, name }) => [same(name), id] as const), ...shipTos.map(({ id, code }) => [same(code), id] as const)])
	const refusals: Refusal[] = []
	const rows = typed.map(({ sku, quantity, unit, shipTo, requestedOn, chosen = [] }, index): AskedRow => {
		const found = shipTo.trim() === '' ? locationId : byWord.get(same(shipTo))
		if (found === undefined) refusals.push(refusal('SHIP_TO_UNKNOWN', { shipTo: shipTo.slice(0, 40) }, index + 1))
		const wish = { sku: sku.trim(), quantity: quantity.trim(), unit: unit.trim() || null, locationId: found ?? null, requestedOn: requestedOn.trim() || null }
		return chosen.length > 0 ? { ...wish, chosen } : wish
	})
	return { rows, refusals }
}

/** The same for whoever asks: one statement, none while no row names a store. */
export async function loadTypedRows(db: Db, { account }: Shopper, { typed, locationId }: { typed: readonly TypedRow[]; locationId: number | null }) {
	const namesStores = typed.some(({ shipTo }) => shipTo.trim() !== '')
	return placeRows(typed, namesStores ? await readShipTos(db, account.accountId ?? 0) : [], locationId)
}
