import { addWorkingDays, type Day, latestOf } from '../base/calendar.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'
import { arrivesOn, type DispatchCalendar, deliversOn, firstDispatch, lastDispatch, type Transit, USUAL_CALENDAR } from './dispatch.ts'

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
	transit: Transit
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

type Lot = { on: Day; quantity: Quantity; calendar: DispatchCalendar }

/** What can be promised of a level by day: reservations beyond what is on hand take the earliest receipts. */
function lotsOf(level: StockLevel, today: Day, calendar: DispatchCalendar): Lot[] {
	const lots = [...level.receipts]
		.sort((a, b) => (a.expectedOn < b.expectedOn ? -1 : 1))
		.map(({ expectedOn, quantity }) => ({ on: expectedOn < today ? today : expectedOn, quantity, calendar }))
	let missing = Math.max(0, -level.available)
	for (const lot of lots) {
		const taken = Math.min(missing, lot.quantity)
		lot.quantity -= taken
		missing -= taken
	}
	return [{ on: today, quantity: Math.max(0, level.available), calendar }, ...lots]
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

/** The day on which later receipts cover what is missing, taking them for that, and the day on which the last of it leaves; null when they never do. */
function coveredOn(lots: Lot[], wanted: Quantity): { on: Day; shipsOn: Day; calendar: DispatchCalendar } | null {
	let left = wanted
	let last: { shipsOn: Day; calendar: DispatchCalendar } | null = null
	for (const lot of [...lots].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
		const taken = Math.min(left, lot.quantity)
		if (taken === 0) continue
		lot.quantity -= taken
		left -= taken
		const shipsOn = firstDispatch(lot.on, lot.calendar)
		if (!last || shipsOn > last.shipsOn) last = { shipsOn, calendar: lot.calendar }
		if (left === 0) return { on: lot.on, ...last }
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

type Calendars = ReadonlyMap<number, DispatchCalendar>

const calendarOf = (calendars: Calendars, warehouseId: number | undefined) => calendars.get(warehouseId ?? 0) ?? USUAL_CALENDAR

/**
 * The days of a plan: when each demand must leave each of its warehouses at the latest, or at once when that is over; when
 * a warehouse sends; when a way delivers. Each is asked once, however many allocations go the same way.
 */
function daysOf(calendars: Calendars, today: Day) {
	const known = new Map<string, Day>()
	const once = (key: string, decide: () => Day): Day => {
		const day = known.get(key) ?? decide()
		known.set(key, day)
		return day
	}
	const wayOf = ({ requestedOn, transit, warehouseIds }: StockDemand) => `${warehouseIds[0]} ${requestedOn} ${transit.days} ${transit.by}`
	const carrierOf = ({ warehouseIds }: StockDemand) => calendarOf(calendars, warehouseIds[0])
	const targetOf = (demand: StockDemand) => (demand.requestedOn === null ? null : deliversOn(demand.requestedOn, demand.transit, carrierOf(demand)))
	const leaveBy = (demand: StockDemand, calendar: DispatchCalendar): Day => {
		const target = targetOf(demand)
		const inTime = target === null ? null : lastDispatch(target, demand.transit, calendar, carrierOf(demand))
		return inTime === null ? today : latestOf(today, inTime)
	}
	return {
		today,
		leaveBy,
		leaveOf: (demand: StockDemand, warehouseId: number | undefined): Day =>
			once(`leave ${warehouseId} ${wayOf(demand)}`, () => leaveBy(demand, calendarOf(calendars, warehouseId))),
		sendsOn: (day: Day, warehouseId: number | undefined): Day =>
			once(`send ${warehouseId} ${day}`, () => firstDispatch(day, calendarOf(calendars, warehouseId))),
		promisedOf: (demand: StockDemand, shipsOn: Day): Day =>
			once(`promise ${shipsOn} ${wayOf(demand)}`, () => {
				const there = arrivesOn(shipsOn, demand.transit, carrierOf(demand))
				return latestOf(there, targetOf(demand) ?? there)
			}),
	}
}

/**
 * Which warehouse serves each allocation, what is on backorder and until when, and what each delivery is promised for
 * (commerce-engine.md section 7, Stock; decision 0358). Nothing is promised twice; a backorder reserves nothing and says
 * its date; refused lines say what is there and when more comes. Demands due earlier are served first, then lower lines,
 * then as given (a priced cart gives allocations by place). A delivery is there when the last of it is: from each
 * warehouse by its own days and hours. A day that was asked for and can be kept is promised, else the first one after it.
 */
export function planStock(demands: readonly StockDemand[], levels: readonly StockLevel[], today: Day, calendars: Calendars = new Map()): StockPlan {
	const pools = new Map(levels.map((level) => [`${level.warehouseId} ${level.productId}`, lotsOf(level, today, calendarOf(calendars, level.warehouseId))]))
	const plan: StockPlan = { reservations: [], backorders: [], promises: [], refusals: [] }
	const promises = new Map<string, { groupKey: string; shipsOn: Day; promisedOn: Day }>()
	const days = daysOf(calendars, today)
	const inOrder = demands
		.map((demand) => ({ demand, leaveOn: days.leaveOf(demand, demand.warehouseIds[0]) }))
		.sort((a, b) => (a.leaveOn === b.leaveOn ? a.demand.sequence - b.demand.sequence : a.leaveOn < b.leaveOn ? -1 : 1))
	for (const { demand } of inOrder) {
		const { groupKey } = demand
		const shipsOn = serve(demand, { pools, calendars, days, plan })
		const promisedOn = days.promisedOf(demand, shipsOn)
		const known = promises.get(groupKey) ?? { groupKey, shipsOn, promisedOn }
		promises.set(groupKey, { groupKey, shipsOn: latestOf(shipsOn, known.shipsOn), promisedOn: latestOf(promisedOn, known.promisedOn) })
	}
	plan.promises = [...promises.values()]
	return plan
}

type Planning = { pools: ReadonlyMap<string, Lot[]>; calendars: Calendars; days: ReturnType<typeof daysOf>; plan: StockPlan }

/** Reserves what is there in time and answers the day on which all of the demand has left. */
function serve(demand: StockDemand, { pools, calendars, days, plan }: Planning): Day {
	const { sequence, groupKey, productId, policy, warehouseIds } = demand
	const nearest = calendarOf(calendars, warehouseIds[0])
	const soonest = days.sendsOn(days.leaveOf(demand, warehouseIds[0]), warehouseIds[0])
	if (policy === 'untracked') return soonest
	let [missing, lastOn] = [demand.quantity, '']
	for (const warehouseId of warehouseIds) {
		const neededOn = days.leaveOf(demand, warehouseId)
		const quantity = takeBy(pools.get(`${warehouseId} ${productId}`) ?? [], neededOn, missing)
		if (quantity === 0) continue
		missing -= quantity
		plan.reservations.push({ sequence, groupKey, productId, warehouseId, quantity, neededOn })
		lastOn = latestOf(days.sendsOn(neededOn, warehouseId), lastOn)
	}
	if (missing === 0) return lastOn || soonest
	const covered = coveredOn(
		warehouseIds.flatMap((warehouseId) => pools.get(`${warehouseId} ${productId}`) ?? []),
		missing,
	)
	if (policy !== 'backorder') plan.refusals.push(short(demand, missing, covered?.on ?? null))
	const later = covered ?? { shipsOn: firstDispatch(addWorkingDays(days.today, demand.leadDays), nearest), calendar: nearest }
	const shipsOn = latestOf(later.shipsOn, firstDispatch(days.leaveBy(demand, later.calendar), later.calendar))
	plan.backorders.push({ sequence, groupKey, productId, quantity: missing, shipsOn })
	return latestOf(shipsOn, lastOn)
}
