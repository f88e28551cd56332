import type { ProductFacts, Serving } from '../../../db/queries/product.ts'
import { addWorkingDays, dayIn } from '../../engine/base/calendar.ts'
import { parseQuantity, wholeQuantity } from '../../engine/base/units.ts'
import { quoteShipping } from '../../engine/cart/quote-shipping.ts'
import { calendarAt } from '../../engine/order/dispatch.ts'
import { planStock } from '../../engine/order/plan-stock.ts'
import { warehousesFor } from '../../engine/order/warehouse-order.ts'
import type { Shopper } from '../../platform/actor.ts'
import { quantityOf, quantityOfSigned } from '../cart/read-line.ts'
import type { PricedProduct } from './load-list-prices.ts'

type Facts = Pick<ProductFacts, 'id' | 'kind' | 'available' | 'receipts' | 'leadDays' | 'stockPolicy' | 'minimumQuantity' | 'weightGrams' | 'serving'>

/** `arrivesOn`: at the store she orders for, by the usual way; null with `store` where none is chosen, or nobody can say. */
export type ShownPromise = { stock: PricedProduct['stock']; shipsOn: string | null; arrivesOn: string | null; store: string | null }

/** Below this many sales units on hand the shop says that few are left. */
const FEW = 12

/** Whether it is there, and by which day it leaves: from stock after its lead time, else after the next receipt. `shipsOn` null: nobody can say. */
function anywhere({ available, receipts, leadDays, stockPolicy }: Facts, zone: string, at: Date): Pick<ShownPromise, 'stock' | 'shipsOn'> {
	const today = dayIn(at, zone)
	const there = stockPolicy === 'untracked' ? wholeQuantity(FEW) : (parseQuantity(available) ?? 0)
	if (there > 0) return { stock: there < wholeQuantity(FEW) ? 'low' : 'in_stock', shipsOn: addWorkingDays(today, leadDays) }
	const next = receipts[0]
	const from = next && next.expectedOn > today ? next.expectedOn : today
	return { stock: stockPolicy === 'backorder' || next ? 'backorder' : 'out', shipsOn: next ? addWorkingDays(from, leadDays) : null }
}

/** Of the least that can be ordered, by the rule of the cart: the warehouses of her store's zone, their days and hours, the way there (decision 0358). */
export function readPromise(facts: Facts, { seller, account }: Pick<Shopper, 'seller' | 'account'>, at: Date): ShownPromise {
	const known = anywhere(facts, seller.timeZone, at)
	const served = facts.serving && known.shipsOn !== null ? inStore(facts, facts.serving, { zone: seller.timeZone, currency: account.currency, at }) : null
	return { ...known, arrivesOn: null, store: null, ...served }
}

function inStore(facts: Facts, serving: Serving, { zone, currency, at }: { zone: string; currency: string; at: Date }) {
	const { place, zones, warehouses, shippingRates, levels, name } = serving
	const quoted = quoteShipping([{ groupKey: '', method: 'ground', place, weightGrams: facts.weightGrams, amountMinor: 0 }], shippingRates, currency).groups[0]
	if (!quoted || quoted.transitDays === null) return null
	// A bundle and a product with variants have no stock of their own: what is said of them holds for the nearest warehouse.
	const isOwn = (facts.kind === 'simple' || facts.kind === 'variant') && facts.stockPolicy !== 'untracked'
	const demand = {
		...{
			sequence: 1,
			groupKey: '',
			productId: facts.id,
			quantity: quantityOf(facts.minimumQuantity) || wholeQuantity(1),
			requestedOn: null,
			substituteSku: null,
		},
		...{ transit: { days: quoted.transitDays, by: quoted.transitBy }, warehouseIds: warehousesFor(place, zones), leadDays: facts.leadDays },
		policy: isOwn ? ('backorder' as const) : ('untracked' as const),
	}
	const stock = levels.map(({ warehouseId, available, receipts }) => ({
		...{ productId: facts.id, warehouseId, available: quantityOfSigned(available) },
		receipts: receipts.map(({ expectedOn, quantity }) => ({ expectedOn, quantity: quantityOf(quantity) })),
	}))
	const calendars = new Map(warehouses.map((one) => [one.id, calendarAt(one, at, zone)]))
	const [promise] = planStock([demand], stock, dayIn(at, zone), calendars).promises
	return promise ? { shipsOn: promise.shipsOn, arrivesOn: promise.promisedOn, store: name } : null
}
