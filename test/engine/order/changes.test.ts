import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMicros, printMicros } from '../../../app/engine/base/money.ts'
import { printQuantity, wholeQuantity } from '../../../app/engine/base/units.ts'
import type { CartInput } from '../../../app/engine/cart/cart-input.ts'
import { priceCart } from '../../../app/engine/cart/price-cart.ts'
import type { PricedCart } from '../../../app/engine/cart/priced-cart.ts'
import { agreedFreight, agreedParts } from '../../../app/engine/order/agreed-prices.ts'
import { applyEdits, type Edits, type JoinableLine, type WantedOrder } from '../../../app/engine/order/apply-edits.ts'
import {
	asksHouse,
	type Consent,
	consentsNeeded,
	decideConsent,
	decideEnd,
	mayConsent,
	type Proposal,
	type Who,
} from '../../../app/engine/order/change-consent.ts'
import { changeDelta, type DeltaDocument } from '../../../app/engine/order/change-delta.ts'
import { keepPromises } from '../../../app/engine/order/kept-promises.ts'
import { lawCases } from '../../support/laws.ts'
import { cartLine, p2Input, p2Lines, p2Shipping, priced } from '../cart/carts.ts'
import { BEAN, candidate } from '../pricing/books.ts'

const line = (id: number, productId = id, isFixed = false): JoinableLine => ({ id, sequence: id, productId, unitCode: 'each', chosen: null, isFixed })
const group = (id: number, locationId: number, requestedOn: string | null = null) => ({ id, sequence: id, locationId, requestedOn, method: 'ground' })
const order = {
	lines: [line(1), line(2)],
	groups: [group(1, 101), group(2, 102)],
	cells: [
		{ lineId: 1, groupId: 1, quantity: 30_000 },
		{ lineId: 1, groupId: 2, quantity: 20_000 },
		{ lineId: 2, groupId: 1, quantity: 10_000 },
	],
}
const none: Edits = { cells: [], groups: [], newGroups: [], newLines: [] }
const edited = (edits: Partial<Edits>, of: typeof order = order): WantedOrder | string[] => {
	const answer = applyEdits(of, { ...none, ...edits })
	return answer.ok ? answer.wanted : answer.refusals.map(({ code, line: at }) => (at === undefined ? code : `${code} ${at}`))
}
const cellsOf = (wanted: WantedOrder | string[]) =>
	Array.isArray(wanted) ? wanted : wanted.cells.map(({ lineId, groupId, quantity }) => `${lineId}@${groupId}:${printQuantity(quantity)}`).sort()

test.each<[string, Partial<Edits>, string[]]>([
	['nothing typed changes nothing', {}, ['CHANGE_EMPTY']],
	[
		'what stands typed again changes nothing',
		{ cells: [{ lineId: 1, groupId: 1, quantity: '3' }], groups: [{ groupId: 1, locationId: 101, requestedOn: null }] },
		['CHANGE_EMPTY'],
	],
	['less of one', { cells: [{ lineId: 1, groupId: 1, quantity: '1' }] }, ['1@1:1', '1@2:2', '2@1:1']],
	['none of it there, and the delivery goes with it', { cells: [{ lineId: 1, groupId: 2, quantity: '0' }] }, ['1@1:3', '2@1:1']],
	['what is no number', { cells: [{ lineId: 2, groupId: 1, quantity: 'two' }] }, ['NOT_A_QUANTITY 2']],
	['nothing left at all', { cells: [1, 2].flatMap((lineId) => [1, 2].map((groupId) => ({ lineId, groupId, quantity: '0' }))) }, ['CHANGE_NOTHING_LEFT']],
	['a delivery moved to where another goes joins it', { groups: [{ groupId: 2, locationId: 101, requestedOn: null }] }, ['1@1:5', '2@1:1']],
	[
		'to a place of its own, and moved again',
		{ newGroups: [group(-1, 103)], cells: [{ lineId: 2, groupId: -1, quantity: '4' }] },
		['1@1:3', '1@2:2', '2@-1:4', '2@1:1'],
	],
	[
		'goods that are there grow',
		{ newLines: [{ productId: 2, unitCode: 'each', chosen: null, quantity: 10_000, groupId: 2 }] },
		['1@1:3', '1@2:2', '2@1:1', '2@2:1'],
	],
	[
		'others are a new line, the same twice is one',
		{ newLines: [1, 2].map(() => ({ productId: 9, unitCode: 'each', chosen: null, quantity: 10_000, groupId: 1 })) },
		['-1@1:2', '1@1:3', '1@2:2', '2@1:1'],
	],
])('edits: %s', (_rule, edits, cells) => {
	expect(cellsOf(edited(edits))).toEqual([...cells].sort())
})

test('two deliveries change places at once, and a line whose price somebody fixed is never grown', () => {
	const swapped = edited({
		groups: [
			{ groupId: 1, locationId: 102, requestedOn: null },
			{ groupId: 2, locationId: 101, requestedOn: null },
		],
	})
	expect(swapped).toMatchObject({
		groups: [
			{ id: 1, locationId: 102 },
			{ id: 2, locationId: 101 },
		],
		cells: order.cells,
	})
	const fixed = { ...order, lines: [line(1, 1, true), line(2)] }
	expect(cellsOf(edited({ newLines: [{ productId: 1, unitCode: 'each', chosen: null, quantity: 10_000, groupId: 1 }] }, fixed))).toContain('-1@1:1')
})

test('a delivery that gets no more and stays where it is keeps its promise', () => {
	const promised = { groups: order.groups.map((one) => ({ ...one, confirmedOn: `2026-03-0${one.id}` })), cells: order.cells }
	const anew = [1, 2].map((id) => ({ groupKey: String(id), promisedOn: '2026-03-20' }))
	const days = (edits: Partial<Edits>) => {
		const wanted = edited(edits)
		return Array.isArray(wanted) ? wanted : keepPromises(anew, promised, wanted).map(({ promisedOn }) => promisedOn)
	}
	expect(days({ cells: [{ lineId: 1, groupId: 1, quantity: '1' }] })).toEqual(['2026-03-01', '2026-03-02'])
	expect(days({ cells: [{ lineId: 1, groupId: 1, quantity: '4' }] })).toEqual(['2026-03-20', '2026-03-02'])
	expect(days({ cells: [{ lineId: 2, groupId: 2, quantity: '1' }] })).toEqual(['2026-03-01', '2026-03-20'])
	expect(days({ groups: [{ groupId: 2, locationId: 103, requestedOn: null }] })).toEqual(['2026-03-01', '2026-03-20'])
	expect(days({ groups: [{ groupId: 1, locationId: 101, requestedOn: '2026-03-09' }] })).toEqual(['2026-03-20', '2026-03-02'])
})

/** P2 with the bean's quantities at stores A and B, priced as an order is that once stood as `was`. */
const spread = (a: number, b: number): CartInput => {
	const places = Object.fromEntries(Object.entries({ A: a, B: b, C: 1 }).filter(([, units]) => units > 0))
	const { candidates } = p2Lines[0] as (typeof p2Lines)[number]
	return { ...p2Input(), lines: [cartLine(1, BEAN, places, { candidates }), ...p2Lines.slice(1)] }
}
function changed(input: CartInput, was: CartInput, agreed: PricedCart): PricedCart {
	const before = priced(was, p2Shipping)
	const parts = new Map(before.lines.map((one) => [one.sequence, one.parts]))
	const answer = priceCart(input, p2Shipping, (one, after) => {
		const old = agreed.lines.find(({ sequence }) => sequence === one.sequence)
		if (!old) return after
		const said = { quantity: old.quantity, unitPriceMicros: old.unitPriceMicros, resolvedMinor: old.resolvedMinor, trace: null }
		return agreedParts(said, { before: parts.get(one.sequence) ?? [], after }, input)
	})
	if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
	return answer.cart
}

test('laws: nothing changed is the order itself; there and back again is the order, whatever lay between', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 0, max: 12 }),
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 0, max: 12 }),
			(a, b, c, d) => {
				const [was, is] = [spread(a, b), spread(c, d)]
				const placed = priced(was, p2Shipping)
				expect(changed(was, was, placed)).toEqual(placed)
				const there = changed(is, was, placed)
				expect(changed(was, is, there)).toEqual(placed)
			},
		),
		lawCases(3511),
	)
})

test('a line that the change does not move keeps what was agreed, though the book was rewritten; one that it moves has the book', () => {
	const rewritten = (input: CartInput): CartInput => ({
		...input,
		lines: input.lines.map((one) => ({
			...one,
			candidates: [
				candidate(
					10,
					'base',
					[
						[1, '25.00'],
						[5, '24.00'],
					],
					{ productId: one.productId, entryId: one.sequence },
				),
			],
		})),
	})
	const placed = priced(spread(3, 1), p2Shipping)
	const bean = (cart: PricedCart) => cart.lines[0]?.unitPriceMicros
	const other = (cart: PricedCart) => cart.lines.slice(1).map(({ resolvedMinor }) => resolvedMinor)
	const kept = changed(rewritten(spread(4, 1)), rewritten(spread(3, 1)), placed)
	expect(printMicros(bean(kept) ?? 0n)).toBe('17.750000')
	expect(other(kept)).toEqual(other(placed))
	expect(kept.lines[0]?.resolvedMinor).toBe(6 * 1775)
	expect(printMicros(bean(changed(rewritten(spread(1, 1)), rewritten(spread(3, 1)), placed)) ?? 0n)).toBe('25.000000')
	expect([agreedFreight(800, 900, 900), agreedFreight(800, 900, 1200), agreedFreight(800, null, null)]).toEqual([800, 1200, 800])
})

test.each([
	['less, or elsewhere, asks nothing of the house', [], true, false],
	['more at the price of today', [['18.00', '18.00']], false, false],
	['more, and today it is cheaper', [['18.00', '17.00']], false, false],
	['more at a price that is over', [['17.75', '18.00']], false, true],
	['more of what has no price any more', [['17.75', null]], false, true],
	['more under a promotion that is over', [['18.00', '18.00']], true, true],
] as const)('the house: %s', (_rule, raised, hasEndedPromotion, asks) => {
	const micros = (text: string | null) => (text === null ? null : parseMicros(text))
	expect(
		asksHouse({
			raised: raised.map(([agreed, today], index) => ({ sequence: index, agreedMicros: micros(agreed), todayMicros: micros(today) })),
			hasEndedPromotion,
		}),
	).toBe(asks)
})

const at = new Date('2026-03-02T09:00:00Z')
const buyer: Who = { side: 'buyer', contactId: 1, role: 'buyer' }
const boss: Who = { side: 'buyer', contactId: 2, role: 'approver' }
const owner: Who = { side: 'buyer', contactId: 3, role: 'owner' }
const rep: Who = { side: 'house', contactId: 1, role: 'buyer' }
const proposal = (waitsFor: Consent[], more: Partial<Proposal> = {}): Proposal => ({
	...{
		side: 'buyer',
		state: 'waiting',
		waitsFor,
		contactId: 1,
		orderVersion: 3,
		hash: 'h',
		expiresAt: new Date('2026-03-09T09:00:00Z'),
		approverContactId: null,
		...more,
	},
})
const said = { hash: 'h', version: 3, at }
const codes = (answer: { ok: boolean; refusals?: { code: string }[] }) => answer.refusals?.map(({ code }) => code)

test('who has to say yes, and in which order', () => {
	expect(consentsNeeded('buyer', { asksHouse: false, asksApproval: false })).toEqual(['buyer'])
	expect(consentsNeeded('buyer', { asksHouse: true, asksApproval: true })).toEqual(['buyer', 'approver', 'house'])
	expect(consentsNeeded('house', { asksHouse: true, asksApproval: true })).toEqual(['buyer', 'approver'])
	expect(decideConsent(proposal(['buyer', 'approver', 'house']), buyer, said)).toEqual({ ok: true, given: ['buyer'], left: ['approver', 'house'] })
	expect(decideConsent(proposal(['approver', 'house']), boss, said)).toEqual({ ok: true, given: ['approver'], left: ['house'] })
	expect(decideConsent(proposal(['buyer', 'approver'], { side: 'house' }), owner, said)).toEqual({ ok: true, given: ['buyer', 'approver'], left: [] })
	expect(decideConsent(proposal(['house']), rep, said)).toEqual({ ok: true, given: ['house'], left: [] })
})

test('what is no yes', () => {
	expect(codes(decideConsent(proposal(['approver']), buyer, said))).toEqual(['CHANGE_NOT_YOURS'])
	expect(codes(decideConsent(proposal(['approver'], { approverContactId: 9 }), boss, said))).toEqual(['CHANGE_NOT_YOURS'])
	expect(codes(decideConsent(proposal(['approver'], { contactId: 3 }), owner, said))).toEqual(['CHANGE_NOT_YOURS'])
	expect(codes(decideConsent(proposal(['buyer']), rep, said))).toEqual(['CHANGE_NOT_YOURS'])
	expect(codes(decideConsent(proposal(['house']), owner, said))).toEqual(['CHANGE_NOT_YOURS'])
	expect(codes(decideConsent(proposal(['buyer']), { ...buyer, role: 'viewer' }, said))).toEqual(['CHANGE_NOT_YOURS'])
	expect(codes(decideConsent(proposal(['buyer']), buyer, { ...said, hash: 'other' }))).toEqual(['CHANGE_MOVED'])
	expect(codes(decideConsent(proposal(['buyer']), buyer, { ...said, version: 4 }))).toEqual(['CHANGE_STALE'])
	expect(codes(decideConsent(proposal(['buyer'], { state: 'applied' }), buyer, said))).toEqual(['CHANGE_CLOSED'])
	expect(codes(decideConsent(proposal(['buyer'], { expiresAt: at }), buyer, said))).toEqual(['CHANGE_EXPIRED'])
	expect(mayConsent('approver', { ...owner, contactId: null }, proposal(['approver']))).toBe(false)
})

test('whose it is takes it back; who is waited for says no and why', () => {
	const house = proposal(['buyer'], { side: 'house' })
	expect(decideEnd(house, rep, { note: null, at })).toEqual({ ok: true, state: 'withdrawn' })
	expect(decideEnd(house, buyer, { note: 'Too dear', at })).toEqual({ ok: true, state: 'refused' })
	expect(codes(decideEnd(house, buyer, { note: ' ', at }))).toEqual(['CHANGE_WHY_MISSING'])
	expect(codes(decideEnd(house, boss, { note: 'No', at }))).toEqual(['CHANGE_NOT_YOURS'])
	expect(decideEnd(proposal(['house']), owner, { note: null, at })).toEqual({ ok: true, state: 'withdrawn' })
	expect(codes(decideEnd(proposal(['house'], { state: 'refused' }), rep, { note: 'No', at }))).toEqual(['CHANGE_CLOSED'])
})

const documentOf = (quantities: readonly number[], dues: readonly number[]): DeltaDocument => ({
	lines: quantities.map((units, index) => ({
		...{ sequence: index + 1, kind: 'goods' as const, sku: `S${index}`, name: `Thing ${index}`, unit: 'each', quantity: printQuantity(wholeQuantity(units)) },
		...{ unitPrice: printMicros(BigInt(20 - units) * 1_000_000n), tierFrom: null, netMinor: units * 100, promotions: [] },
	})),
	groups: dues.map((dueMinor, index) => ({
		key: String(index),
		sequence: index,
		place: 'A',
		requestedOn: null,
		confirmedOn: null,
		netMinor: dueMinor,
		shippingMinor: 0,
		taxMinor: 0,
		dueMinor,
	})),
	...{ goodsMinor: 0, discountMinor: 0, shippingMinor: 0, taxMinor: 0, creditMinor: 0, termsDays: 30 },
	totalMinor: dues.reduce((sum, due) => sum + due, 0),
})

test('laws of what a change does: nothing for nothing; turned round it is turned round; deliveries sum to the total', () => {
	const some = fc.tuple(fc.array(fc.integer({ min: 1, max: 19 }), { maxLength: 6 }), fc.array(fc.nat(100_000), { maxLength: 4 }))
	fc.assert(
		fc.property(some, some, ([quantities, dues], [others, otherDues]) => {
			const [before, after] = [documentOf(quantities, dues), documentOf(others, otherDues)]
			expect(changeDelta(before, before, 'USD')).toMatchObject({ lines: [], groups: [], dearer: [] })
			const [there, back] = [changeDelta(before, after, 'USD'), changeDelta(after, before, 'USD')]
			const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const
			expect(back.lines.map(({ sequence, change }) => [sequence, change]).sort()).toEqual(
				there.lines.map(({ sequence, change }) => [sequence, turned[change]]).sort(),
			)
			const more = there.groups.reduce((sum, { dueMinor }) => sum + (dueMinor.after ?? 0) - (dueMinor.before ?? 0), 0)
			expect(more).toBe(there.sums.totalMinor.after - there.sums.totalMinor.before)
			for (const { quantity, sequence } of there.lines.filter(({ change }) => change === 'changed'))
				expect(there.dearer.includes(sequence)).toBe(Number(quantity.after) < Number(quantity.before))
		}),
		lawCases(3512),
	)
})
