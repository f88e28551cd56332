import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CancellationQuestion, planCancellation } from '../../../app/engine/invoice/plan-cancellation.ts'
import { planShipment, type ShippableAllocation, type ShippableGroup } from '../../../app/engine/invoice/plan-shipment.ts'
import { lawCases } from '../../support/laws.ts'

const each = { code: 'each', digits: 0 }
const allocation = (allocationId: number, more: Partial<ShippableAllocation> = {}): ShippableAllocation => ({
	...{ allocationId, sequence: allocationId, groupKey: 'A', unit: each, quantity: 30_000, shippedQuantity: 0, cancelledQuantity: 0, invoicedQuantity: 0 },
	...{ netMinor: 5059, taxMinor: 379, ...more },
})
const group = (groupKey: string, more: Partial<ShippableGroup> = {}): ShippableGroup => ({
	...{ groupKey, status: 'open', shippingMinor: 800, shippingTaxMinor: 0, dueMinor: 5059 + 379 + 800, cancelledMinor: 0, shippedMinor: 0, ...more },
})
const question = (more: Partial<CancellationQuestion>): CancellationQuestion => ({
	...{
		allocations: [allocation(1), allocation(2, { groupKey: 'B' })],
		groups: [group('A'), group('B')],
		cut: [],
		rounding: 'half_away',
		bound: new Set<number>(),
		...more,
	},
})
const codes = (more: Partial<CancellationQuestion>) => {
	const plan = planCancellation(question(more))
	return plan.ok ? [] : plan.refusals.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`))
}

test('one of three bags is worth the last third; the freight stays while something is left to come', () => {
	expect(planCancellation(question({ cut: [{ allocationId: 1, quantity: 10_000 }] }))).toEqual({
		ok: true,
		cancelled: [{ allocationId: 1, quantity: 10_000 }],
		groups: [{ groupKey: 'A', lapsedMinor: 1686 + 126, isCancelled: false }],
	})
})

test('a whole delivery takes its freight and its fee along', () => {
	const fee = allocation(3, { isFee: true, quantity: 10_000, netMinor: 250, taxMinor: 0 })
	const plan = planCancellation(question({ allocations: [allocation(1), fee, allocation(2, { groupKey: 'B' })], cut: [{ allocationId: 1, quantity: 30_000 }] }))
	expect(plan).toMatchObject({
		cancelled: [
			{ allocationId: 1, quantity: 30_000 },
			{ allocationId: 3, quantity: 10_000 },
		],
		groups: [{ lapsedMinor: 5059 + 379 + 250 + 800, isCancelled: true }],
	})
})

test('what cannot be cancelled is named', () => {
	expect(codes({})).toEqual(['CUT_EMPTY'])
	expect(codes({ cut: [{ allocationId: 1, quantity: 40_000 }] })).toEqual(['CUT_TOO_MUCH 1'])
	expect(codes({ cut: [{ allocationId: 9, quantity: 10_000 }] })).toEqual(['CUT_TOO_MUCH'])
	expect(codes({ cut: [{ allocationId: 1, quantity: 5000 }] })).toEqual(['NOT_IN_UNIT 1'])
	expect(codes({ cut: [{ allocationId: 1, quantity: 10_000 }], bound: new Set([1, 2]) })).toEqual(['CUT_REPRICES 1'])
	expect(codes({ cut: [{ allocationId: 1, quantity: 10_000 }], groups: [group('A', { status: 'shipped' }), group('B')] })).toEqual(['CUT_TOO_MUCH 1'])
	const begun = allocation(1, { shippedQuantity: 10_000 })
	const rest = { allocations: [begun, allocation(2, { groupKey: 'B' })], groups: [group('A', { status: 'part_shipped' }), group('B')] }
	expect(codes({ ...rest, cut: [{ allocationId: 1, quantity: 20_000 }] })).toEqual(['CUT_CLOSES'])
	expect(codes({ ...rest, cut: [{ allocationId: 1, quantity: 10_000 }] })).toEqual([])
	const both = [1, 2].map((allocationId) => ({ allocationId, quantity: 30_000 }))
	expect(codes({ cut: both })).toEqual(['CUT_WHOLE'])
})

test('laws: what ships and what was cancelled sum to what was sold, in whatever order it happens', () => {
	const step = fc.record({ ships: fc.boolean(), quantity: fc.integer({ min: 1, max: 4 }) })
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(100_000), fc.nat(9000), fc.array(step, { maxLength: 8 }), (units, netMinor, taxMinor, steps) => {
			const other = allocation(2, { groupKey: 'B' })
			let own = allocation(1, { quantity: units * 10_000, netMinor, taxMinor })
			let delivery = group('A', { dueMinor: netMinor + taxMinor + 800 })
			let [shipped, lapsed, isDone] = [0, 0, false]
			for (const { ships, quantity } of [...steps, { ships: true, quantity: 12 }]) {
				const open = own.quantity - own.cancelledQuantity - own.shippedQuantity
				const some = Math.min(open, quantity * 10_000)
				if (some === 0 || isDone) continue
				const asked = [{ allocationId: 1, quantity: some }]
				const order = { allocations: [own, other], groups: [delivery, group('B')], rounding: 'half_away' as const }
				if (ships) {
					const plan = planShipment({ ...order, groupKey: 'A', wanted: asked, closesShort: false, invoicePer: 'shipment' })
					if (!plan.ok) throw new Error('refused')
					expect(plan.lapsedMinor).toBe(0)
					shipped += plan.valueMinor
					own = { ...own, shippedQuantity: own.shippedQuantity + some, invoicedQuantity: own.shippedQuantity + some }
					delivery = { ...delivery, status: plan.status, shippedMinor: shipped }
					isDone = plan.status === 'shipped'
				} else {
					const plan = planCancellation({ ...order, cut: asked, bound: new Set() })
					if (!plan.ok) continue
					lapsed += plan.groups[0]?.lapsedMinor ?? 0
					own = { ...own, cancelledQuantity: own.cancelledQuantity + some }
					delivery = { ...delivery, cancelledMinor: lapsed }
					isDone = plan.groups[0]?.isCancelled ?? false
				}
			}
			if (isDone) expect(shipped + lapsed).toBe(netMinor + taxMinor + 800)
			expect(shipped + lapsed).toBeLessThanOrEqual(netMinor + taxMinor + 800)
		}),
		lawCases(20_261_122),
	)
})
