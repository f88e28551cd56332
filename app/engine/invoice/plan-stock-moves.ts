import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'

/** What leaves a warehouse for one allocation, in the product's own unit. */
export type StockNeed = { allocationId: number; sequence: number; productId: number; quantity: Quantity }
export type HeldReservation = { reservationId: number; allocationId: number; productId: number; warehouseId: number; quantity: Quantity }
export type HeldLevel = { productId: number; warehouseId: number; onHand: Quantity; incoming: Quantity; reserved: Quantity }

/** `quantity` is what stands in the reservation from now on. */
export type MovedReservation = { reservationId: number; quantity: Quantity; state: 'live' | 'shipped' | 'released' }

export type StockMoves = {
	reservations: MovedReservation[]
	levels: { productId: number; warehouseId: number; onHandLess: Quantity; reservedLess: Quantity }[]
}

/**
 * Which stock leaves: what was reserved for the allocation first, from where it was reserved; the rest from the
 * warehouse that ships. A product that no warehouse counts is not counted here either. Refuses `STOCK_MISSING` per line
 * where more would leave than is there, or than others have not reserved.
 */
export function planStockMoves(
	needs: readonly StockNeed[],
	{ reservations: held, levels }: { reservations: readonly HeldReservation[]; levels: readonly HeldLevel[] },
	warehouseId: number | null,
	/** Allocations of which nothing more will ship: what they still hold is free. */
	closed: ReadonlySet<number> = new Set(),
): Result<StockMoves> {
	const counted = new Set(levels.map(({ productId }) => productId))
	const moves = new Map<string, { productId: number; warehouseId: number; onHandLess: Quantity; reservedLess: Quantity }>()
	const take = (productId: number, from: number, onHandLess: Quantity, reservedLess: Quantity) => {
		const move = moves.get(`${productId} ${from}`) ?? { productId, warehouseId: from, onHandLess: 0, reservedLess: 0 }
		moves.set(`${productId} ${from}`, { ...move, onHandLess: move.onHandLess + onHandLess, reservedLess: move.reservedLess + reservedLess })
	}
	const taken = new Map<number, Quantity>()
	const refusals: Refusal[] = []
	const sequences = new Map<number, number>()
	for (const need of needs.filter(({ productId }) => counted.has(productId))) {
		sequences.set(need.productId, need.sequence)
		const own = held
			.filter(({ allocationId, productId }) => allocationId === need.allocationId && productId === need.productId)
			.sort((a, b) => nearness(a, b, warehouseId))
		let left = need.quantity
		for (const reservation of own) {
			const quantity = Math.min(left, reservation.quantity)
			left -= quantity
			taken.set(reservation.reservationId, quantity)
			if (quantity > 0) take(need.productId, reservation.warehouseId, quantity, quantity)
		}
		if (left > 0 && warehouseId === null) refusals.push(refusal('STOCK_MISSING', {}, need.sequence))
		else if (left > 0) take(need.productId, warehouseId ?? 0, left, 0)
	}
	const reservations = held.flatMap((reservation) => {
		const quantity = taken.get(reservation.reservationId) ?? 0
		const isClosed = closed.has(reservation.allocationId)
		if (isClosed && quantity < reservation.quantity) take(reservation.productId, reservation.warehouseId, 0, reservation.quantity - quantity)
		return settle(reservation, quantity, isClosed)
	})
	const byPlace = new Map(levels.map((level) => [`${level.productId} ${level.warehouseId}`, level]))
	for (const [place, move] of moves) if (!suffices(byPlace.get(place), move)) refusals.push(refusal('STOCK_MISSING', {}, sequences.get(move.productId)))
	if (refusals.length > 0) return { ok: false, refusals }
	const ordered = [...moves.values()].sort((a, b) => a.productId - b.productId || a.warehouseId - b.warehouseId)
	return { ok: true, reservations, levels: ordered }
}

/** What a reservation says after `taken` of it has left. */
function settle({ reservationId, quantity }: HeldReservation, taken: Quantity, isClosed: boolean): MovedReservation[] {
	if (taken === quantity) return [{ reservationId, quantity, state: 'shipped' }]
	if (isClosed) return [taken > 0 ? { reservationId, quantity: taken, state: 'shipped' } : { reservationId, quantity, state: 'released' }]
	return taken > 0 ? [{ reservationId, quantity: quantity - taken, state: 'live' }] : []
}

/** Reservations where the goods ship from come first, then the older ones. */
function nearness(a: HeldReservation, b: HeldReservation, warehouseId: number | null): number {
	return Number(b.warehouseId === warehouseId) - Number(a.warehouseId === warehouseId) || a.reservationId - b.reservationId
}

function suffices(level: HeldLevel | undefined, { onHandLess, reservedLess }: { onHandLess: Quantity; reservedLess: Quantity }): boolean {
	if (!level || onHandLess > level.onHand) return false
	// What others have reserved stays covered by what is there and what is confirmed to come.
	return level.reserved - reservedLess <= level.onHand - onHandLess + level.incoming
}

/** What is reserved beyond what is still to come is free again, the younger reservation first. */
export function planStockRelease(needs: readonly StockNeed[], held: readonly HeldReservation[]): StockMoves {
	const levels = new Map<string, StockMoves['levels'][number]>()
	const reservations = needs.flatMap(({ allocationId, productId, quantity }) => {
		let left = quantity
		const own = held.filter((one) => one.allocationId === allocationId && one.productId === productId).sort((a, b) => a.reservationId - b.reservationId)
		return own.flatMap(({ reservationId, warehouseId, quantity: reserved }): MovedReservation[] => {
			const kept = Math.min(left, reserved)
			left -= kept
			if (kept === reserved) return []
			const before = levels.get(`${productId} ${warehouseId}`)?.reservedLess ?? 0
			levels.set(`${productId} ${warehouseId}`, { productId, warehouseId, onHandLess: 0, reservedLess: before + reserved - kept })
			return [kept > 0 ? { reservationId, quantity: kept, state: 'live' } : { reservationId, quantity: reserved, state: 'released' }]
		})
	})
	return { reservations, levels: [...levels.values()].sort((a, b) => a.productId - b.productId || a.warehouseId - b.warehouseId) }
}
