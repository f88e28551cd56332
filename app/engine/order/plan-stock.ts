import { addDays, addWorkingDays, type Day, latestOf } from '../base/calendar.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'

export type StockPolicy = 'backorder' | 'refuse' | 'substitute' | 'untracked'

/** What a warehouse has of a product: on hand less all reservations (below 0 when receipts are promised too), and receipts to come. */
export type StockLevel = { productId: number; warehouseId: number; available: Quantity; receipts: readonly { expectedOn: Day; quantity: Quantity }[] }

/** One allocation, its quantity in the product's own unit. Warehouses in the order of its location's zone. */
export type StockDemand = {
	sequence: number
	groupKey: string
	productId: number
	quantity: Quantity
	requestedOn: Day | null
	transitDays: number
	warehouseIds: readonly number[]
	policy: StockPolicy
	leadDays: number
	substituteSku: string | null
	/** The thing inside a bundle that is meant; absent for a line's own product. */
	componentSku?: string
}

export type Reservation = { sequence: number; groupKey: string; productId: number; warehouseId: number; quantity: Quantity; neededOn: Day }
export type Backorder = { sequence: number; groupKey: string; productId: number; quantity: Quantity; shipsOn: Day }
export type StockPlan = {
	reservations: Reservation[]
	backorders: Backorder[]
	promises: { groupKey: string; shipsOn: Day; promisedOn: Day }[]
	refusals: Refusal[]
}

type Lot = { on: Day; quantity: Quantity }

/** What can be promised of a level by day: reservations beyond what is on hand take the earliest receipts. */
function lotsOf(level: StockLevel, today: Day): Lot[] {
	const lots = [...level.receipts]
		.sort((a, b) => (a.expectedOn < b.expectedOn ? -1 : 1))
		.map(({ expectedOn, quantity }) => ({ on: expectedOn < today ? today : expectedOn, quantity }))
	let missing = Math.max(0, -level.available)
	for (const lot of lots) {
		const taken = Math.min(missing, lot.quantity)
		lot.quantity -= taken
		missing -= taken
	}
	return [{ on: today, quantity: Math.max(0, level.available) }, ...lots]
}

function takeBy(lots: Lot[], day: Day, wanted: Quantity): Quantity {
	let left = wanted
	// The latest lots that are still in time go first: what is here now stays for who needs it now.
	for (const lot of lots.filter(({ on }) => on <= day).reverse()) {
		const taken = Math.min(left, lot.quantity)
		lot.quantity -= taken
		left -= taken
	}
	return wanted - left
}

/** The day on which later receipts cover what is missing, taking them for that; null when they never do. */
function coveredOn(lots: Lot[], wanted: Quantity): Day | null {
	let left = wanted
	for (const lot of [...lots].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
		const taken = Math.min(left, lot.quantity)
		lot.quantity -= taken
		left -= taken
		if (left === 0) return lot.on
	}
	return null
}

function short(demand: StockDemand, missing: Quantity, nextOn: Day | null): Refusal {
	const { policy, quantity, groupKey, sequence, substituteSku, componentSku } = demand
	const facts = { groupKey, available: quantity - missing, short: missing, nextOn }
	if (componentSku !== undefined) return refusal('STOCK_SHORT_INSIDE', { ...facts, component: componentSku }, sequence)
	return policy === 'substitute' && substituteSku !== null
		? refusal('STOCK_SUBSTITUTE', { ...facts, substituteSku }, sequence)
		: refusal('STOCK_SHORT', facts, sequence)
}

function shipBy(demand: StockDemand, today: Day): Day {
	return latestOf(today, demand.requestedOn === null ? today : addDays(demand.requestedOn, -demand.transitDays))
}

/**
 * Which warehouse serves each allocation, what is on backorder and until when, and what each delivery is promised for
 * (commerce-engine.md section 7, Stock). Nothing is promised twice; a backorder reserves nothing and says its date;
 * refused lines say what is there and when more comes. Demands due earlier are served first, then lower lines,
 * then as given (a priced cart gives allocations by place).
 */
export function planStock(demands: readonly StockDemand[], levels: readonly StockLevel[], today: Day): StockPlan {
	const pools = new Map(levels.map((level) => [`${level.warehouseId} ${level.productId}`, lotsOf(level, today)]))
	const plan: StockPlan = { reservations: [], backorders: [], promises: [], refusals: [] }
	const ships = new Map<string, Day>()
	const inOrder = [...demands].sort((a, b) => {
		const [left, right] = [shipBy(a, today), shipBy(b, today)]
		return left === right ? a.sequence - b.sequence : left < right ? -1 : 1
	})
	for (const demand of inOrder) {
		const shipsOn = serve(demand, pools, today, plan)
		if (shipsOn > (ships.get(demand.groupKey) ?? '')) ships.set(demand.groupKey, shipsOn)
	}
	plan.promises = [...ships].map(([groupKey, shipsOn]) => {
		const { requestedOn, transitDays } = demands.find((demand) => demand.groupKey === groupKey) as StockDemand
		const earliest = addWorkingDays(addWorkingDays(shipsOn, 0), transitDays)
		return { groupKey, shipsOn, promisedOn: requestedOn !== null && requestedOn > earliest ? requestedOn : earliest }
	})
	return plan
}

/** Reserves what is there in time and answers the day on which all of the demand can leave. */
function serve(demand: StockDemand, pools: ReadonlyMap<string, Lot[]>, today: Day, plan: StockPlan): Day {
	const { sequence, groupKey, productId, policy } = demand
	const neededOn = shipBy(demand, today)
	if (policy === 'untracked') return neededOn
	const own = demand.warehouseIds.map((warehouseId) => ({ warehouseId, lots: pools.get(`${warehouseId} ${productId}`) ?? [] }))
	let missing = demand.quantity
	for (const { warehouseId, lots } of own) {
		const quantity = takeBy(lots, neededOn, missing)
		missing -= quantity
		if (quantity > 0) plan.reservations.push({ sequence, groupKey, productId, warehouseId, quantity, neededOn })
	}
	if (missing === 0) return neededOn
	const coveredDay = coveredOn(
		own.flatMap(({ lots }) => lots),
		missing,
	)
	if (policy !== 'backorder') plan.refusals.push(short(demand, missing, coveredDay))
	const later = coveredDay ?? addWorkingDays(today, demand.leadDays)
	const shipsOn = latestOf(later, neededOn)
	plan.backorders.push({ sequence, groupKey, productId, quantity: missing, shipsOn })
	return shipsOn
}
