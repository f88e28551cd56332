import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../app/engine/base/calendar.ts'
import { calendarAt, USUAL_CALENDAR } from '../../../app/engine/order/dispatch.ts'
import { planStock, type StockDemand, type StockLevel } from '../../../app/engine/order/plan-stock.ts'
import { warehousesFor } from '../../../app/engine/order/warehouse-order.ts'
import { lawCases } from '../../support/laws.ts'

// A Monday.
const today = '2026-06-15'
const demand = (sequence: number, quantity: number, more: Partial<StockDemand> = {}): StockDemand => ({
	sequence,
	groupKey: 'A',
	productId: 1,
	quantity,
	requestedOn: null,
	transit: { days: 2, by: 'working' },
	warehouseIds: [10, 20],
	policy: 'backorder',
	leadDays: 5,
	substituteSku: null,
	...more,
})
const level = (warehouseId: number, available: number, receipts: [string, number][] = []): StockLevel => ({
	productId: 1,
	warehouseId,
	available,
	receipts: receipts.map(([expectedOn, quantity]) => ({ expectedOn, quantity })),
})
const reserved = (plan: ReturnType<typeof planStock>) => plan.reservations.map(({ sequence, warehouseId, quantity }) => [sequence, warehouseId, quantity])

describe('who serves', () => {
	test('the first warehouse of the zone, then the next', () => {
		expect(reserved(planStock([demand(1, 7)], [level(20, 9), level(10, 5)], today))).toEqual([
			[1, 10, 5],
			[1, 20, 2],
		])
		expect(reserved(planStock([demand(1, 7, { warehouseIds: [20, 10] })], [level(20, 9), level(10, 5)], today))).toEqual([[1, 20, 7]])
	})
	test('no warehouse of another zone', () => {
		expect(reserved(planStock([demand(1, 7)], [level(30, 9)], today))).toEqual([])
	})
	test('nothing is promised twice', () => {
		expect(reserved(planStock([demand(1, 4), demand(2, 4)], [level(10, 6)], today))).toEqual([
			[1, 10, 4],
			[2, 10, 2],
		])
	})
	test('who needs it earlier goes first; who needs it later takes what is still to come', () => {
		const later = demand(1, 4, { groupKey: 'B', requestedOn: '2026-06-30' })
		const plan = planStock([later, demand(2, 4)], [level(10, 4, [['2026-06-25', 4]])], today)
		expect(reserved(plan)).toEqual([
			[2, 10, 4],
			[1, 10, 4],
		])
		expect(plan.backorders).toEqual([])
	})
	test('a receipt that comes a day late is not promised', () => {
		// Wanted on Tuesday the 30th, two working days on the way: it must leave on Friday the 26th.
		const wanted = demand(1, 4, { requestedOn: '2026-06-30' })
		expect(reserved(planStock([wanted], [level(10, 0, [['2026-06-26', 4]])], today))).toEqual([[1, 10, 4]])
		expect(reserved(planStock([wanted], [level(10, 0, [['2026-06-27', 4]])], today))).toEqual([])
	})
	test('reservations beyond what is on hand have taken the earliest receipts', () => {
		const wanted = demand(1, 4, { requestedOn: '2026-07-30' })
		expect(
			reserved(
				planStock(
					[wanted],
					[
						level(10, -3, [
							['2026-06-20', 4],
							['2026-06-22', 1],
						]),
					],
					today,
				),
			),
		).toEqual([[1, 10, 2]])
	})
})

describe('what is short', () => {
	test('a backorder reserves nothing and says its date: when receipts cover it', () => {
		const plan = planStock(
			[demand(1, 7)],
			[
				level(10, 2, [
					['2026-06-20', 3],
					['2026-06-24', 9],
				]),
			],
			today,
		)
		expect(reserved(plan)).toEqual([[1, 10, 2]])
		expect(plan.backorders).toEqual([{ sequence: 1, groupKey: 'A', productId: 1, quantity: 5, shipsOn: '2026-06-24' }])
		expect(plan.refusals).toEqual([])
	})
	test('two backorders do not count on the same receipt', () => {
		const plan = planStock(
			[demand(1, 4), demand(2, 4)],
			[
				level(10, 0, [
					['2026-06-20', 5],
					['2026-06-24', 9],
				]),
			],
			today,
		)
		// What comes on a Saturday leaves on Monday.
		expect(plan.backorders.map(({ shipsOn }) => shipsOn)).toEqual(['2026-06-22', '2026-06-24'])
	})
	test('without receipts, after its lead time in working days', () => {
		expect(planStock([demand(1, 4)], [], today).backorders[0]?.shipsOn).toBe('2026-06-22')
	})
	test('refuse says what is there, what is short and when more comes', () => {
		expect(planStock([demand(1, 7, { policy: 'refuse' })], [level(10, 2, [['2026-06-20', 9]])], today).refusals).toEqual([
			{ code: 'STOCK_SHORT', line: 1, facts: { groupKey: 'A', available: 2, short: 5, nextOn: '2026-06-20' } },
		])
	})
	test('substitute names it, when there is one', () => {
		const codes = (substituteSku: string | null) =>
			planStock([demand(1, 7, { policy: 'substitute', substituteSku })], [], today).refusals.map(({ code, facts }) => [code, facts['substituteSku']])
		expect(codes('BEAN-2')).toEqual([['STOCK_SUBSTITUTE', 'BEAN-2']])
		expect(codes(null)).toEqual([['STOCK_SHORT', undefined]])
	})
	test('untracked asks nobody', () => {
		expect(planStock([demand(1, 7, { policy: 'untracked' })], [], today)).toMatchObject({ reservations: [], backorders: [], refusals: [] })
	})
})

describe('the promised day', () => {
	const promised = (demands: StockDemand[], levels: StockLevel[], on = today) =>
		planStock(demands, levels, on).promises.map(({ groupKey, shipsOn, promisedOn }) => [groupKey, shipsOn, promisedOn])
	test('leaves today, two working days on the way', () => {
		expect(promised([demand(1, 1)], [level(10, 1)])).toEqual([['A', '2026-06-15', '2026-06-17']])
		expect(promised([demand(1, 1)], [level(10, 1)], '2026-06-20')).toEqual([['A', '2026-06-22', '2026-06-24']])
	})
	test('not before it is wanted, and not before the last line can leave', () => {
		expect(promised([demand(1, 1, { requestedOn: '2026-07-10' })], [level(10, 1)])).toEqual([['A', '2026-07-08', '2026-07-10']])
		expect(promised([demand(1, 1), demand(2, 5)], [level(10, 1, [['2026-06-23', 9]])])).toEqual([['A', '2026-06-23', '2026-06-25']])
	})
	test('deliveries that leave on one day are each promised by their own way, day and carrier', () => {
		const five = { days: 5, by: 'working' as const }
		const all = { days: 5, by: 'calendar' as const }
		const ways = [{}, { transit: five }, { transit: all }, { requestedOn: '2026-06-17' }, { requestedOn: '2026-06-16', transit: five }]
		const demands = ways.map((way, index) => demand(index + 1, 1, { groupKey: 'ABCDE'[index] ?? '', ...way }))
		const days = ['2026-06-17', '2026-06-22', '2026-06-20', '2026-06-17', '2026-06-22']
		expect(promised(demands, [level(10, 9)])).toEqual(days.map((promisedOn, index) => ['ABCDE'[index], '2026-06-15', promisedOn]))
	})
})

test('what is ordered from the cut-off on starts a day later, by the clock of the warehouse', () => {
	const hours = (cutOff: string | null, timeZone: string | null = null) => ({ timeZone, cutOff, worksOn: [1], closedOn: [] })
	const startsOn = (time: string, cutOff: string | null, zone: string | null = null) =>
		calendarAt(hours(cutOff, zone), new Date(time), 'America/Chicago').startsOn
	// 14:29 and 14:30 in Chicago; in Reno it is two hours earlier.
	expect(startsOn('2026-06-15T19:29:59Z', '14:30')).toBe('2026-06-15')
	expect(startsOn('2026-06-15T19:30:00Z', '14:30')).toBe('2026-06-16')
	expect(startsOn('2026-06-15T19:30:00Z', '14:30', 'America/Los_Angeles')).toBe('2026-06-15')
	expect(startsOn('2026-06-16T04:59:00Z', null)).toBe('2026-06-15')
})

describe('a warehouse has days and hours of its own', () => {
	const fromMonday = { worksOn: [1, 2, 3, 4, 5], closed: new Set(['2026-06-16']), startsOn: '2026-06-16' }
	const calendars = new Map([
		[10, fromMonday],
		[20, USUAL_CALENDAR],
	])
	const promised = (demands: StockDemand[], levels: StockLevel[]) =>
		planStock(demands, levels, today, calendars).promises.map(({ shipsOn, promisedOn }) => [shipsOn, promisedOn])
	test('after its cut-off and on the day before it is closed, it leaves on Wednesday', () => {
		expect(promised([demand(1, 1)], [level(10, 1)])).toEqual([['2026-06-17', '2026-06-19']])
		expect(promised([demand(1, 1, { warehouseIds: [20, 10] })], [level(20, 1)])).toEqual([['2026-06-15', '2026-06-17']])
	})
	test('what the next one alone has leaves by the hours of the next one', () => {
		// On the way it loses the Tuesday on which the nearest house of the carrier is closed.
		expect(promised([demand(1, 1)], [level(20, 1)])).toEqual([['2026-06-15', '2026-06-18']])
	})
	test('collected, it is there when it leaves, on a Saturday too', () => {
		const daily = new Map([[10, { ...USUAL_CALENDAR, worksOn: [0, 1, 2, 3, 4, 5, 6] }]])
		const collected = demand(1, 1, { transit: { days: 0, by: 'working' }, requestedOn: '2026-06-20' })
		expect(planStock([collected], [level(10, 1)], today, daily).promises).toEqual([{ groupKey: 'A', shipsOn: '2026-06-20', promisedOn: '2026-06-20' }])
	})
	test('a delivery out of two of them is there when the later part is', () => {
		expect(promised([demand(1, 2)], [level(10, 1), level(20, 1)])).toEqual([['2026-06-17', '2026-06-19']])
	})
	test('a day that cannot be kept is answered with the first that can; a weekend with the Monday after it', () => {
		expect(promised([demand(1, 1, { requestedOn: '2026-06-16' })], [level(10, 1)])).toEqual([['2026-06-17', '2026-06-19']])
		expect(promised([demand(1, 1, { requestedOn: '2026-06-27' })], [level(10, 1)])).toEqual([['2026-06-25', '2026-06-29']])
	})
	test('a Tuesday two working days away is kept by leaving on Friday', () => {
		expect(promised([demand(1, 1, { requestedOn: '2026-06-23' })], [level(10, 1)])).toEqual([['2026-06-19', '2026-06-23']])
	})
	test('where all days count, it comes on a Sunday', () => {
		expect(promised([demand(1, 1, { transit: { days: 4, by: 'calendar' } })], [level(10, 1)])).toEqual([['2026-06-17', '2026-06-21']])
	})
})

test('law: the day that is offered for one that cannot be kept is kept', () => {
	const day = fc.integer({ min: 0, max: 40 }).map((more) => addDays(today, more))
	const calendar = fc.record({
		worksOn: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
		closed: fc.uniqueArray(day, { maxLength: 6 }).map((days) => new Set(days)),
		startsOn: fc.constantFrom(null, today, addDays(today, 1)),
	})
	const transit = fc.record({ days: fc.integer({ min: 0, max: 9 }), by: fc.constantFrom('working' as const, 'calendar' as const) })
	const levels = fc.array(fc.record({ available: fc.nat(9), receipts: fc.array(fc.tuple(day, fc.integer({ min: 1, max: 9 })), { maxLength: 2 }) }), {
		maxLength: 2,
	})
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
			day,
			transit,
			fc.array(calendar, { maxLength: 2 }),
			levels,
			(wanted, asked, way, own, stock) => {
				const calendars = new Map(own.map((one, index) => [10 * (index + 1), one]))
				const there = stock.map(({ available, receipts }, index) => level(10 * (index + 1), available, receipts))
				const promise = (requestedOn: string) =>
					planStock(
						wanted.map((quantity, index) => demand(index + 1, quantity, { requestedOn, transit: way })),
						there,
						today,
						calendars,
					).promises[0]?.promisedOn ?? ''
				const offered = promise(asked)
				expect(offered >= asked).toBe(true)
				expect(promise(offered)).toBe(offered)
			},
		),
		lawCases(57),
	)
})

test('which warehouses serve a place: the narrowest zone’s order, then wider ones', () => {
	const zone = (warehouseId: number, region: string | null, rank: number) => ({ warehouseId, rank, country: 'US', region, postalPrefix: null })
	const zones = [
		zone(1, null, 1),
		zone(2, null, 2),
		zone(2, 'ND', 1),
		zone(3, 'ND', 2),
		zone(4, 'MN', 1),
		zone(5, 'SD', 3),
		zone(6, 'SD', 9),
		zone(7, 'SD', 1),
		zone(5, 'WI', 1),
		zone(4, 'WI', 1),
	]
	expect(warehousesFor({ country: 'US', region: 'ND', postalCode: null }, zones)).toEqual([2, 3, 1])
	expect(warehousesFor({ country: 'US', region: 'SD', postalCode: null }, zones)).toEqual([7, 5, 6, 1, 2])
	expect(warehousesFor({ country: 'US', region: 'WI', postalCode: null }, zones)).toEqual([4, 5, 1, 2])
	expect(warehousesFor({ country: 'CA', region: 'QC', postalCode: null }, zones)).toEqual([])
})

test('law: never more than there is by any day, and every demand is reserved or on backorder', () => {
	const day = fc.integer({ min: 0, max: 20 }).map((more) => `2026-06-${String(15 + (more % 15)).padStart(2, '0')}`)
	const demands = fc.array(
		fc.record({ quantity: fc.integer({ min: 1, max: 20 }), requestedOn: fc.option(day, { nil: null }), group: fc.constantFrom('A', 'B') }),
		{ minLength: 1, maxLength: 8 },
	)
	const levels = fc.array(
		fc.record({ available: fc.integer({ min: -10, max: 20 }), receipts: fc.array(fc.tuple(day, fc.integer({ min: 1, max: 10 })), { maxLength: 3 }) }),
		{ maxLength: 2 },
	)
	fc.assert(
		fc.property(demands, levels, (made, stock) => {
			const own = stock.map(({ available, receipts }, index) =>
				level(10 * (index + 1), Math.max(available, -receipts.reduce((sum, [, quantity]) => sum + quantity, 0)), receipts),
			)
			const asked = made.map(({ quantity, requestedOn, group }, index) =>
				demand(index + 1, quantity, { requestedOn, groupKey: group + requestedOn, transit: { days: 0, by: 'working' } }),
			)
			const plan = planStock(asked, own, today)
			for (const { warehouseId, available, receipts } of own) {
				const mine = plan.reservations.filter((one) => one.warehouseId === warehouseId)
				for (let more = 0; more < 16; more += 1) {
					const by = `2026-06-${15 + more}`
					const there = receipts.filter(({ expectedOn }) => expectedOn <= by).reduce((sum, { quantity }) => sum + quantity, available)
					const taken = mine.filter(({ neededOn }) => neededOn <= by).reduce((sum, { quantity }) => sum + quantity, 0)
					expect(taken).toBeLessThanOrEqual(Math.max(0, there))
				}
			}
			for (const { sequence, quantity } of asked) {
				const covered = [...plan.reservations, ...plan.backorders].filter((one) => one.sequence === sequence).reduce((sum, one) => sum + one.quantity, 0)
				expect(covered).toBe(quantity)
			}
		}),
		lawCases(51),
	)
})
