import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planShipment, type ShipmentQuestion, type ShippableAllocation } from '../../../app/engine/invoice/plan-shipment.ts'
import { type HeldLevel, type HeldReservation, planStockMoves } from '../../../app/engine/invoice/plan-stock-moves.ts'
import { shareCredit } from '../../../app/engine/invoice/share-credit.ts'

const unit = 10_000
const each = { code: 'each', digits: 0 }
const allocation = (allocationId: number, more: Partial<ShippableAllocation> = {}): ShippableAllocation => ({
	...{ allocationId, sequence: allocationId, groupKey: 'A', unit: each, quantity: 3 * unit, shippedQuantity: 0, cancelledQuantity: 0, invoicedQuantity: 0 },
	...{ netMinor: 5059, taxMinor: 379 },
	...more,
})
const group = (groupKey: string, more = {}) => ({
	groupKey,
	status: 'open',
	shippingMinor: 89,
	shippingTaxMinor: 0,
	dueMinor: 5059 + 379 + 89,
	cancelledMinor: 0,
	shippedMinor: 0,
	...more,
})
const question = (more: Partial<ShipmentQuestion> = {}): ShipmentQuestion => ({
	...{ allocations: [allocation(1)], groups: [group('A')], groupKey: 'A', wanted: null, closesShort: false, invoicePer: 'shipment', rounding: 'half_away' },
	...more,
})
const codes = (answer: ReturnType<typeof planShipment>) => (answer.ok ? [] : answer.refusals.map(({ code, line }) => (line ? `${code}/${line}` : code)))

describe('a shipment', () => {
	test('wholly: everything open ships, its shipping goes with it, nothing lapses', () => {
		const plan = planShipment(question())
		expect(plan).toMatchObject({
			ok: true,
			status: 'shipped',
			valueMinor: 5527,
			lapsedMinor: 0,
			completesOrder: true,
			cancelled: [],
			invoice: { totalMinor: 5527, shippingMinor: 89 },
		})
	})
	test('a second shipment takes the middle cent and no shipping', () => {
		const plan = planShipment(
			question({
				allocations: [allocation(1, { shippedQuantity: unit, invoicedQuantity: unit })],
				groups: [group('A', { status: 'part_shipped', shippedMinor: 1686 + 126 + 89 })],
				wanted: [{ allocationId: 1, quantity: unit }],
			}),
		)
		expect(plan).toMatchObject({ ok: true, status: 'part_shipped', lines: [{ netMinor: 1687 }], lapsedMinor: 0, invoice: { shippingMinor: 0 } })
	})
	test('closed short: the rest is cancelled, and the price of what ships stays', () => {
		const plan = planShipment(question({ wanted: [{ allocationId: 1, quantity: 2 * unit }], closesShort: true }))
		expect(plan).toMatchObject({
			ok: true,
			status: 'shipped',
			lines: [{ netMinor: 3373, taxMinor: 253 }],
			cancelled: [{ allocationId: 1, quantity: unit }],
			valueMinor: 3373 + 253 + 89,
			lapsedMinor: 5527 - 3715,
		})
	})
	test.each([
		['group', false, null],
		['group', true, 5527],
		['order', false, null],
	] as const)('invoiced per %s, delivery closed: %s, the invoice is %s', (invoicePer, whole, total) => {
		const groups = [group('A'), group('B')]
		const plan = planShipment(question({ groups, invoicePer, wanted: whole ? null : [{ allocationId: 1, quantity: unit }] }))
		expect(plan.ok && (plan.invoice?.totalMinor ?? null)).toBe(total)
		expect(plan.ok && plan.completesOrder).toBe(false)
	})
	test.each(['shipped', 'delivered', 'cancelled'])('the last delivery completes the order when the others are %s', (status) => {
		const plan = planShipment(
			question({
				groups: [group('A'), group('B', { status })],
				invoicePer: 'order',
				allocations: [allocation(1), allocation(2, { groupKey: 'B', shippedQuantity: 3 * unit })],
			}),
		)
		expect(plan).toMatchObject({ ok: true, completesOrder: true, invoice: { totalMinor: 2 * 5527 } })
	})
	test('refusals come together, each with its line', () => {
		const allocations = [allocation(1), allocation(2), allocation(3, { groupKey: 'B' })]
		const wanted = [1, 2, 3].map((allocationId) => ({ allocationId, quantity: allocationId === 2 ? unit / 2 : 4 * unit }))
		expect(codes(planShipment(question({ allocations, wanted })))).toEqual(['SHIPS_TOO_MUCH/1', 'NOT_IN_UNIT/2', 'SHIPS_TOO_MUCH'])
		expect(codes(planShipment(question({ wanted: [{ allocationId: 1, quantity: -unit }] })))).toEqual(['SHIPS_TOO_MUCH/1'])
		expect(codes(planShipment(question({ wanted: [{ allocationId: 1, quantity: 0 }] })))).toEqual(['NOTHING_TO_SHIP'])
		for (const status of ['held', 'shipped', 'delivered', 'cancelled'])
			expect(codes(planShipment(question({ groups: [group('A', { status })] })))).toEqual(['GROUP_NOT_OPEN'])
		expect(codes(planShipment(question({ groupKey: 'Z' })))).toEqual(['GROUP_NOT_OPEN'])
	})
	test('law: however a delivery is cut, its shipments sum to its price', () => {
		const cuts = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(1_000_000), fc.nat(90_000), fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }))
		fc.assert(
			fc.property(cuts, ([units, netMinor, taxMinor, parts]) => {
				const due = netMinor + taxMinor + 89
				let shipped = 0
				let sum = 0
				for (const part of [...parts, units]) {
					const quantity = Math.min(part, units - shipped) * unit
					if (quantity === 0) continue
					const own = allocation(1, { quantity: units * unit, netMinor, taxMinor, shippedQuantity: shipped * unit, invoicedQuantity: shipped * unit })
					const status = shipped > 0 ? 'part_shipped' : 'open'
					const plan = planShipment(
						question({ allocations: [own], groups: [group('A', { status, dueMinor: due, shippedMinor: sum })], wanted: [{ allocationId: 1, quantity }] }),
					)
					if (!plan.ok || !plan.invoice) throw new Error(JSON.stringify(plan))
					expect(plan.invoice.totalMinor).toBe(plan.valueMinor)
					expect(plan.lapsedMinor).toBe(0)
					sum += plan.valueMinor
					shipped += quantity / unit
				}
				expect(sum).toBe(due)
			}),
			{ seed: 20260302, numRuns: 1000 },
		)
	})
})

describe('stock that leaves', () => {
	const level = (warehouseId: number, onHand: number, reserved: number, incoming = 0): HeldLevel => ({ productId: 7, warehouseId, onHand, reserved, incoming })
	const held = (reservationId: number, warehouseId: number, quantity: number, allocationId = 1): HeldReservation => ({
		reservationId,
		allocationId,
		productId: 7,
		warehouseId,
		quantity,
	})
	const need = (quantity: number, allocationId = 1) => ({ allocationId, sequence: 4, productId: 7, quantity })

	test('first from where the goods ship, then the older reservation; a part stays reserved', () => {
		const moves = planStockMoves([need(5)], { reservations: [held(1, 8, 3), held(2, 9, 4)], levels: [level(8, 9, 3), level(9, 9, 4)] }, 9)
		expect(moves).toEqual({
			ok: true,
			reservations: [
				{ reservationId: 1, quantity: 2, state: 'live' },
				{ reservationId: 2, quantity: 4, state: 'shipped' },
			],
			levels: [
				{ productId: 7, warehouseId: 8, onHandLess: 1, reservedLess: 1 },
				{ productId: 7, warehouseId: 9, onHandLess: 4, reservedLess: 4 },
			],
		})
	})
	test('what nobody reserved leaves the warehouse that ships, never what others hold', () => {
		expect(planStockMoves([need(2)], { reservations: [], levels: [level(9, 5, 3)] }, 9)).toMatchObject({
			ok: true,
			levels: [{ onHandLess: 2, reservedLess: 0 }],
		})
		expect(planStockMoves([need(3)], { reservations: [], levels: [level(9, 5, 3)] }, 9)).toMatchObject({
			ok: false,
			refusals: [{ code: 'STOCK_MISSING', line: 4 }],
		})
		expect(planStockMoves([need(3)], { reservations: [], levels: [level(9, 5, 3, 1)] }, 9)).toMatchObject({ ok: true })
		expect(planStockMoves([need(6)], { reservations: [], levels: [level(9, 5, 0, 9)] }, 9)).toMatchObject({ ok: false })
		expect(planStockMoves([need(1)], { reservations: [], levels: [level(9, 5, 0)] }, null)).toMatchObject({ ok: false })
		expect(planStockMoves([need(1)], { reservations: [], levels: [level(9, 5, 0)] }, 8)).toMatchObject({ ok: false })
	})
	test('a product that nobody counts is not counted', () => {
		expect(planStockMoves([need(9)], { reservations: [], levels: [] }, null)).toEqual({ ok: true, reservations: [], levels: [] })
	})
	test('what is closed frees the rest of what it held', () => {
		const closed = new Set([1, 2])
		const moves = planStockMoves([need(1)], { reservations: [held(1, 9, 3), held(2, 9, 2, 2)], levels: [level(9, 9, 5)] }, 9, closed)
		expect(moves).toMatchObject({
			reservations: [
				{ reservationId: 1, quantity: 1, state: 'shipped' },
				{ reservationId: 2, quantity: 2, state: 'released' },
			],
			levels: [{ onHandLess: 1, reservedLess: 5 }],
		})
	})
})

describe('credit goes with the goods', () => {
	const base = { groupCardMinor: 0, orderCardMinor: 0, shippedBeforeMinor: 0, valueMinor: 3000, lapsedMinor: 0, reservedMinor: 10_000 }
	test.each([
		['per shipment: reserved becomes open', { invoice: { totalMinor: 3000, reach: 'shipment' as const } }, [3000, 0, 3000]],
		['without an invoice: reserved becomes unbilled', { invoice: null }, [3000, 3000, 0]],
		[
			'per delivery: what was unbilled before becomes open too',
			{ shippedBeforeMinor: 2000, invoice: { totalMinor: 5000, reach: 'group' as const } },
			[3000, -2000, 5000],
		],
		['per order', { invoice: { totalMinor: 9000, reach: 'order' as const } }, [3000, -6000, 9000]],
		['what lapses is free', { lapsedMinor: 700, invoice: { totalMinor: 3000, reach: 'shipment' as const } }, [3700, 0, 3000]],
		[
			'a card pays the first goods of its delivery',
			{ groupCardMinor: 1000, orderCardMinor: 1000, invoice: { totalMinor: 3000, reach: 'shipment' as const } },
			[2000, 0, 2000],
		],
		[
			'a card that was used up before pays nothing more',
			{ groupCardMinor: 1000, shippedBeforeMinor: 1500, invoice: { totalMinor: 3000, reach: 'shipment' as const } },
			[3000, 0, 3000],
		],
		['the card takes what lapses first', { groupCardMinor: 3400, lapsedMinor: 700, invoice: null }, [300, 0, 0]],
		['an order that never drew on credit moves none', { reservedMinor: null, invoice: { totalMinor: 3000, reach: 'order' as const } }, [0, 0, 0]],
		['never more than is held', { reservedMinor: 2000, invoice: { totalMinor: 3000, reach: 'shipment' as const } }, [2000, 0, 2000]],
	])('%s', (_name, more, [reservedLess, unbilledMore, openMore]) => {
		expect(shareCredit({ ...base, ...more })).toEqual({ reservedLess, unbilledMore, openMore })
	})
	test('law: exposure never rises', () => {
		const amounts = fc.record({
			groupCardMinor: fc.nat(5000),
			orderCardMinor: fc.nat(5000),
			shippedBeforeMinor: fc.nat(5000),
			valueMinor: fc.nat(5000),
			lapsedMinor: fc.nat(5000),
			reservedMinor: fc.nat(20_000),
		})
		fc.assert(
			fc.property(amounts, fc.constantFrom(null, 'shipment' as const), (given, reach) => {
				const { reservedLess, unbilledMore, openMore } = shareCredit({ ...given, invoice: reach && { totalMinor: given.valueMinor, reach } })
				expect(unbilledMore + openMore - reservedLess).toBeLessThanOrEqual(0)
				expect(reservedLess).toBeLessThanOrEqual(given.reservedMinor)
			}),
			{ seed: 20260302, numRuns: 1000 },
		)
	})
})
