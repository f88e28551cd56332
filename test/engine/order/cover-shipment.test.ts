import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CardStep, cardShare, coverShipment, type GroupCall, keyAfter, restOf, type ShipmentToPay } from '../../../app/engine/order/cover-shipment.ts'
import { lawCases } from '../../support/laws.ts'

const call = (id: number, state: string, amountMinor: number, capturedMinor: number | null = null): GroupCall => ({
	...{ id, key: `7:3:12:${id}`, attempt: id, state, amountMinor, capturedMinor, failureCode: null },
})
const first = { isCardOrder: true, shippedBeforeMinor: 0, valueMinor: 4000 }
const second = { isCardOrder: true, shippedBeforeMinor: 4000, valueMinor: 2000 }
const onTerms = { ...first, isCardOrder: false }

test.each<[string, readonly GroupCall[], ShipmentToPay, CardStep]>([
	['a part of what is authorised', [call(1, 'authorised', 10_000)], first, { kind: 'capture', callId: 1, amountMinor: 4000 }],
	['all of it with the last', [call(1, 'authorised', 4000)], first, { kind: 'capture', callId: 1, amountMinor: 4000 }],
	['captured: the goods may leave', [call(1, 'captured', 10_000, 4000)], first, { kind: 'covered' }],
	['the rest waits for its day, which is now', [call(1, 'captured', 10_000, 4000), call(2, 'scheduled', 6000)], second, { kind: 'authorise', callId: 2 }],
	[
		'the rest, authorised, pays the next part',
		[call(1, 'captured', 10_000, 4000), call(2, 'authorised', 6000)],
		second,
		{ kind: 'capture', callId: 2, amountMinor: 2000 },
	],
	['captured ahead of the goods', [call(1, 'captured', 10_000)], second, { kind: 'covered' }],
	['lapsed: asked for anew', [call(1, 'failed', 10_000)], first, { kind: 'renew', callId: 1 }],
	['renewed: the old one does not count', [call(1, 'failed', 10_000), call(2, 'scheduled', 10_000)], first, { kind: 'authorise', callId: 2 }],
	['the bank said no', [call(1, 'declined', 10_000)], first, { kind: 'unpaid' }],
	['its holder is at her bank', [call(1, 'requires_action', 10_000)], first, { kind: 'unpaid' }],
	['no card was ever asked', [], first, { kind: 'unpaid' }],
	['nothing to pay', [], { ...first, valueMinor: 0 }, { kind: 'covered' }],
	['terms alone', [], onTerms, { kind: 'covered' }],
	['a card pays the first goods, terms the others', [call(1, 'authorised', 1500)], onTerms, { kind: 'capture', callId: 1, amountMinor: 1500 }],
	['and nothing twice', [call(1, 'captured', 1500)], onTerms, { kind: 'covered' }],
])('%s', (_, calls, shipment, step) => {
	expect(coverShipment(calls, shipment)).toEqual(step)
})

test('the rest goes on under the next key; a finished delivery has none', () => {
	const call1 = { amountMinor: 10_000 }
	expect(restOf(call1, { askedMinor: 4000, capturedMinor: 4000, isLast: false })).toBe(6000)
	expect(restOf(call1, { askedMinor: 4000, capturedMinor: 4000, isLast: true })).toBe(0)
	expect(restOf(call1, { askedMinor: 10_000, capturedMinor: 4000, isLast: true })).toBe(6000)
	expect(keyAfter([call(2, 'failed', 1), call(9, 'captured', 1), call(3, 'declined', 1)])).toEqual({ key: '7:3:12:10', attempt: 10 })
	expect(cardShare([call(1, 'captured', 10_000, 4000), call(2, 'scheduled', 6000), call(3, 'declined', 9999)])).toBe(10_000)
})

test('law: however a delivery is cut into shipments, its card pays each exactly, and no intent is captured twice', () => {
	const parts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 })
	const paysExactly = fc.property(parts, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (values, lapses) => {
		const due = values.reduce((sum, value) => sum + value, 0)
		let calls = [call(1, 'authorised', due)]
		let paid = 0
		let shipped = 0
		for (const [index, valueMinor] of values.entries()) {
			const isLast = index === values.length - 1
			if (lapses[index]) calls = calls.map((one) => (one.state === 'authorised' ? { ...one, state: 'failed' } : one))
			for (let turn = 0; ; turn += 1) {
				expect(turn).toBeLessThan(5)
				const step = coverShipment(calls, { isCardOrder: true, shippedBeforeMinor: shipped, valueMinor })
				if (step.kind === 'covered') break
				const own = calls.find(({ id }) => 'callId' in step && id === step.callId)
				if (!own) throw new Error(step.kind)
				const next = keyAfter(calls).attempt
				if (step.kind === 'authorise') own.state = 'authorised'
				if (step.kind === 'renew') calls = [...calls, call(next, 'scheduled', own.amountMinor)]
				if (step.kind !== 'capture') continue
				expect([own.state, step.amountMinor <= own.amountMinor]).toEqual(['authorised', true])
				Object.assign(own, { state: 'captured', capturedMinor: step.amountMinor })
				paid += step.amountMinor
				const rest = restOf(own, { askedMinor: step.amountMinor, capturedMinor: step.amountMinor, isLast })
				if (rest > 0) calls = [...calls, call(next, 'scheduled', rest)]
			}
			shipped += valueMinor
			expect(paid).toBe(shipped)
		}
		expect(cardShare(calls)).toBe(due)
	})
	fc.assert(paysExactly, lawCases(347))
})
