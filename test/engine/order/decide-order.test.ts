import { describe, expect, test } from 'vitest'
import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { CartInput } from '../../../app/engine/cart/cart-input.ts'
import type { LineFacts } from '../../../app/engine/order/check-lines.ts'
import { decideOrder, type OrderQuestion } from '../../../app/engine/order/decide-order.ts'
import type { TotalledCart } from '../../../app/engine/order/total-order.ts'
import { cartInput, cartLine, EACH, p2Input, p2Shipping } from '../cart/carts.ts'
import { BEAN, candidate, P1 } from '../pricing/books.ts'
import { totalled } from './orders.ts'

const terms = (productId: number, more: Partial<LineFacts['terms']> = {}): LineFacts['terms'] => ({
	productId,
	sku: `P-${productId}`,
	productClass: 'coffee',
	isActive: true,
	unit: EACH,
	minimumQuantity: wholeQuantity(1),
	maximumQuantity: null,
	incrementQuantity: wholeQuantity(1),
	taxCode: 'standard',
	categoryIds: [],
	...more,
})
const facts = (productId: number, more: Partial<LineFacts> = {}): LineFacts => ({
	terms: terms(productId),
	isEntitled: true,
	deniedLocationIds: [],
	blocks: [],
	...more,
})

const account = { standing: 'good' as const, onboardingStep: 'full_terms' as const, orderCapMinor: null, repeatsPoNumbers: false }
const onTerms = { method: 'terms' as const, allowed: true, reason: null, liftedBy: null, atMostMinor: null }
const card = { method: 'card' as const, allowed: true, reason: null, liftedBy: null, atMostMinor: null }
// 5,000.00 − 3,900.00 − 850.00 = 250.00
const credit = { currency: 'USD', limitMinor: 500_000, openInvoiceMinor: 390_000, unbilledMinor: 85_000, reservedMinor: 0 }
const po = { method: 'po' as const, poNumber: 'PO-4711', cardPartMinor: 0, cardReference: null }

function asking(cart: TotalledCart, more: Partial<OrderQuestion> = {}): OrderQuestion {
	return {
		today: '2026-06-15',
		cart,
		lines: new Map(cart.lines.map(({ sequence, productId }) => [sequence, facts(productId)])),
		payment: po,
		paymentFacts: { account, methods: [onTerms, card], isPoNumberUsed: false, credit, mayAsk: true },
		seen: null,
		consentedHash: null,
		demands: [],
		calendars: new Map(),
		stock: [],
		...more,
	}
}

const p2 = totalled(p2Input(), p2Shipping)
const said = (question: OrderQuestion) => {
	const answer = decideOrder(question)
	return answer.ok ? [] : answer.refusals.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`))
}
const withLine = (more: Partial<LineFacts>) =>
	asking(p2, { lines: new Map(p2.lines.map(({ sequence, productId }) => [sequence, facts(productId, sequence === 1 ? more : {})])) })
const paying = (more: Partial<OrderQuestion['paymentFacts']>, payment: OrderQuestion['payment'] = po) =>
	asking(p2, { payment, paymentFacts: { ...asking(p2).paymentFacts, ...more } })

describe('P2 is placed', () => {
	test('for 174.78 on terms, and says what it draws on', () => {
		const answer = decideOrder(asking(p2))
		if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
		expect(answer.order.creditMinor).toBe(17_478)
		expect(answer.order.promotionUses.map(({ promotionId, savingMinor }) => [promotionId, savingMinor])).toEqual([
			[11, 2994],
			[12, 1000],
			[13, 843],
			[14, 2000],
			[15, 0],
		])
		expect(answer.order).toMatchObject({ periodCounts: [], noted: null })
	})
	test('a second one at the same moment is 99.56 short, with offers', () => {
		const answer = decideOrder(paying({ credit: { ...credit, reservedMinor: 17_478 } }))
		if (answer.ok) throw new Error('it must be refused')
		expect(answer.refusals).toMatchObject([{ code: 'CREDIT_INSUFFICIENT', facts: { shortMinor: 9956, availableMinor: 7522 } }])
		expect(answer.offers).toEqual([
			{ kind: 'card_for_shortfall', amountMinor: 9956 },
			{ kind: 'approval' },
			{ kind: 'fewer_groups', groupKeys: ['B', 'C'], dueMinor: 7367 },
		])
	})
	test('a card for the shortfall lets it pass', () => {
		const answer = decideOrder(paying({ credit: { ...credit, reservedMinor: 17_478 } }, { ...po, cardPartMinor: 9956, cardReference: 'pm_1' }))
		expect(answer).toMatchObject({ ok: true, order: { creditMinor: 7522 } })
	})
})

describe('each refusal by name', () => {
	const bean = (more: Parameters<typeof cartLine>[3] = {}, units = 3) =>
		totalled(cartInput([cartLine(1, BEAN, { A: units }, { candidates: [P1.base], ...more })]), p2Shipping)
	const ofTerms = (more: Partial<LineFacts['terms']>) => withLine({ terms: terms(BEAN, more) })
	test.each<[string, OrderQuestion, string[]]>([
		['nothing in it', asking(totalled(cartInput([]), p2Shipping)), ['CART_EMPTY']],
		[
			'not entitled says nothing else',
			withLine({ isEntitled: false, blocks: [{ code: 'CLASS_NOT_ALLOWED', liftedBy: 'SALES_REP', facts: {} }] }),
			['NOT_ENTITLED 1'],
		],
		['not entitled at a store', withLine({ deniedLocationIds: [3] }), ['NOT_ENTITLED 1']],
		['may see but not buy', withLine({ blocks: [{ code: 'CLASS_NOT_ALLOWED', liftedBy: 'ONBOARDING_STEP', facts: {} }] }), ['CLASS_NOT_ALLOWED 1']],
		['below the minimum', ofTerms({ minimumQuantity: wholeQuantity(6) }), ['BELOW_MINIMUM 1']],
		['at the minimum', ofTerms({ minimumQuantity: wholeQuantity(5) }), []],
		['above the maximum', ofTerms({ maximumQuantity: wholeQuantity(4) }), ['ABOVE_MAXIMUM 1']],
		['at the maximum', ofTerms({ maximumQuantity: wholeQuantity(5) }), []],
		['between increments', ofTerms({ incrementQuantity: wholeQuantity(2) }), ['NOT_INCREMENT 1']],
		['finer than its unit', asking(bean({ quantity: 35_000, allocations: [{ groupKey: 'A', quantity: 35_000 }] })), ['QUANTITY_TOO_FINE 1']],
		['not yet allocated', asking(bean({ quantity: 50_000 })), ['UNALLOCATED 1']],
		['price on request', asking(bean({ candidates: [] })), ['PRICE_ON_REQUEST 1']],
		[
			'an override beyond authority',
			asking(bean({ override: { unitPriceMicros: microsOf('10.00'), reason: 'x', authority: { maxPercent: 0, floorMicros: null } } })),
			['OVERRIDE_BEYOND_AUTHORITY 1'],
		],
		['no way of paying', asking(p2, { payment: null }), ['PAYMENT_MISSING']],
		['no PO number', asking(p2, { payment: { ...po, poNumber: '  ' } }), ['PO_MISSING']],
		['a PO number used before', paying({ isPoNumberUsed: true }), ['PO_DUPLICATE']],
		['which this account may repeat', paying({ isPoNumberUsed: true, account: { ...account, repeatsPoNumbers: true } }), []],
		['a card needs no PO number', paying({}, { method: 'card', cardReference: 'pm_1', poNumber: null }), []],
		['but one given is still unique', paying({ isPoNumberUsed: true }, { method: 'card', cardReference: 'pm_1', poNumber: 'PO-1' }), ['PO_DUPLICATE']],
		['a card without a card', paying({}, { method: 'card', cardReference: null, poNumber: null }), ['CARD_MISSING']],
		['a shortfall without a card', paying({}, { ...po, cardPartMinor: 100 }), ['CARD_MISSING']],
		['terms on hold', paying({ methods: [{ ...onTerms, allowed: false, reason: 'TERMS_ON_HOLD', liftedBy: 'PAY_OVERDUE' }, card] }), ['TERMS_ON_HOLD']],
		['terms up to a cap', paying({ methods: [{ ...onTerms, atMostMinor: 17_477 }, card] }), ['TERMS_CAP']],
		['terms at the cap', paying({ methods: [{ ...onTerms, atMostMinor: 17_478 }, card] }), []],
		['no credit at all', paying({ credit: null }), ['TERMS_NOT_AGREED']],
		['a cap per order for the new', paying({ account: { ...account, standing: 'new', orderCapMinor: 17_477 } }), ['ORDER_CAP']],
		['a cap that just fits', paying({ account: { ...account, standing: 'new', orderCapMinor: 17_478 } }), []],
		['a cap left over from then binds nobody', paying({ account: { ...account, orderCapMinor: 1 } }), []],
	])('%s', (_name, question, expected) => {
		expect(said(question)).toEqual(expected)
	})

	test('a delivery without a ship-to, or for yesterday; an empty delivery bothers nobody', () => {
		const input = cartInput([cartLine(1, BEAN, { A: 1, B: 1 }, { candidates: [P1.base] })])
		const groups: CartInput['groups'] = [
			{ groupKey: 'A', locationId: null, requestedOn: '2026-06-15', method: 'ground' },
			{ groupKey: 'B', locationId: 2, requestedOn: '2026-06-14', method: 'ground' },
			{ groupKey: 'Z', locationId: null, requestedOn: '2026-01-01', method: null },
		]
		expect(said(asking(totalled({ ...input, groups }, ({ groupKey }) => (groupKey === 'Z' ? null : 0))))).toEqual(['SHIP_TO_MISSING', 'DATE_PAST'])
		expect(said(asking(totalled({ ...input, groups: input.groups }, ({ groupKey }) => (groupKey === 'B' ? null : 0))))).toEqual(['SHIPPING_ON_REQUEST'])
	})

	test('stock', () => {
		const demand = {
			sequence: 1,
			groupKey: 'A',
			productId: BEAN,
			quantity: wholeQuantity(3),
			requestedOn: null,
			transit: { days: 1, by: 'working' as const },
			warehouseIds: [1],
			policy: 'refuse' as const,
			leadDays: 1,
			substituteSku: null,
		}
		expect(said(asking(p2, { demands: [demand] }))).toEqual(['STOCK_SHORT 1'])
		const answer = decideOrder(asking(p2, { demands: [demand], stock: [{ productId: BEAN, warehouseId: 1, available: wholeQuantity(3), receipts: [] }] }))
		expect(answer).toMatchObject({
			ok: true,
			order: { stock: { reservations: [{ warehouseId: 1, quantity: 30_000 }], promises: [{ groupKey: 'A', promisedOn: '2026-06-16' }] } },
		})
	})

	test('a remedy is named: the quantity that fits', () => {
		const answer = decideOrder(ofTerms({ minimumQuantity: wholeQuantity(6), incrementQuantity: wholeQuantity(4) }))
		expect(answer).toMatchObject({
			refusals: [
				{ code: 'BELOW_MINIMUM', facts: { minimum: '6', fitting: '8' } },
				{ code: 'NOT_INCREMENT', facts: { increment: '4', fitting: '8' } },
			],
		})
	})
})

describe('what was seen', () => {
	const seen = (totalMinor: number, price = '17.75') => ({ hash: 'old', totalMinor, lines: [{ sequence: 1, unitPriceMicros: microsOf(price) }] })
	test('a rise asks consent to the new hash', () => {
		const answer = decideOrder(asking(p2, { seen: seen(17_000, '17.00') }))
		expect(answer).toMatchObject({
			ok: false,
			refusals: [
				{ code: 'PRICE_CHANGED', line: 1, facts: { hash: p2.hash } },
				{ code: 'PRICE_CHANGED', facts: { totalBeforeMinor: 17_000, totalAfterMinor: 17_478 } },
			],
		})
		expect(said(asking(p2, { seen: seen(17_000, '17.00'), consentedHash: p2.hash }))).toEqual([])
	})
	test('a fall is taken and noted; the same is neither', () => {
		expect(decideOrder(asking(p2, { seen: seen(18_000, '18.00') }))).toMatchObject({ ok: true, order: { noted: { falls: [{ sequence: 1 }] } } })
		expect(decideOrder(asking(p2, { seen: seen(17_478) }))).toMatchObject({ ok: true, order: { noted: null } })
	})
})

test('an order that a rule of the company looks at is not placed before each of its steps', () => {
	const step = (number: number) => ({ step: number, approverContactId: null, reasons: [] })
	expect(said(asking(p2, { approval: [] }))).toEqual([])
	expect(decideOrder(asking(p2, { approval: [step(1)] }))).toMatchObject({ refusals: [{ code: 'APPROVAL_NEEDED', facts: { steps: 1 } }] })
	expect(decideOrder(asking(p2, { approval: [step(1), step(2)] }))).toMatchObject({ refusals: [{ code: 'APPROVAL_NEEDED', facts: { steps: 2 } }] })
})

test('all refusals come together', () => {
	const input = cartInput([
		cartLine(1, BEAN, { A: 3 }, { candidates: [P1.base] }),
		cartLine(2, 99, { A: 1 }),
		{ ...cartLine(3, BEAN, { B: 1 }, { candidates: [P1.base] }), quantity: wholeQuantity(2) },
	])
	const cart = totalled(input, ({ groupKey }) => (groupKey === 'B' ? null : 0))
	const lines = new Map([
		[1, facts(BEAN, { isEntitled: false })],
		[2, facts(99)],
		[3, facts(BEAN, { terms: terms(BEAN, { minimumQuantity: wholeQuantity(4) }) })],
	])
	const question = asking(cart, { lines, payment: { ...po, poNumber: null }, seen: { hash: '', totalMinor: 1, lines: [] } })
	expect(said({ ...question, paymentFacts: { ...question.paymentFacts, credit: { ...credit, reservedMinor: 25_000 } } })).toEqual([
		'NOT_ENTITLED 1',
		'PRICE_ON_REQUEST 2',
		'BELOW_MINIMUM 3',
		'UNALLOCATED 3',
		'SHIPPING_ON_REQUEST',
		'PRICE_CHANGED',
		'PO_MISSING',
		'CREDIT_INSUFFICIENT',
	])
})

test('a contract period counts what its book priced, per product', () => {
	const period = candidate(40, 'contract', [[1, '10.00']], { basis: 'account_period', policy: 'exclusive' })
	const cart = totalled(
		cartInput([
			cartLine(1, BEAN, { A: 3 }, { candidates: [period] }),
			cartLine(2, BEAN, { B: 2 }, { candidates: [period] }),
			cartLine(3, 99, { A: 1 }, { candidates: [candidate(10, 'base', [[1, '1.00']], { productId: 99 })] }),
		]),
		p2Shipping,
	)
	expect(decideOrder(asking(cart))).toMatchObject({ ok: true, order: { periodCounts: [{ bookId: 40, productId: BEAN, quantity: 50_000 }] } })
})

test('terms that are refused say what lifts it; an account without an answer about terms has none agreed', () => {
	const refused = (methods: OrderQuestion['paymentFacts']['methods']) => {
		const answer = decideOrder(asking(p2, { paymentFacts: { account, methods, isPoNumberUsed: false, credit, mayAsk: true } }))
		return answer.ok ? [] : answer.refusals
	}
	const onHold = { ...onTerms, allowed: false, reason: 'TERMS_ON_HOLD' as const, liftedBy: 'PAY_OVERDUE' as const }
	expect(refused([onHold, card])).toEqual([{ code: 'TERMS_ON_HOLD', facts: { standing: 'good', liftedBy: 'PAY_OVERDUE' } }])
	expect(refused([card])).toEqual([{ code: 'TERMS_NOT_AGREED', facts: { standing: 'good', liftedBy: null } }])
})
