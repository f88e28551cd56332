import { expect, test } from 'vitest'
import type { AskedRow } from '../../../app/engine/cart/resolve-rows.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { loadPricedCart } from '../../../app/flows/cart/load-priced-cart.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { cancelOrder } from '../../../app/flows/order/cancel-order.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { morning, placeRows } from '../../support/placed.ts'
import { addPromotion, type StoredTrial } from '../../support/promotions.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

/** Two tampers at 49.90: 30 % off is 29.94, as in P2. */
const tampers = ({ skus, locations }: Company): AskedRow[] => [{ sku: skus.tamper, quantity: '2', unit: null, locationId: locations.a, requestedOn: null }]
const thirty = (more: Partial<StoredTrial> = {}): StoredTrial => ({ code: 'L1', benefit: { kind: 'percent', scope: 'line', percentPpm: 300_000 }, ...more })

async function cartOf(company: Company) {
	const cart = await addToCart(db, company.shopper, { cartId: null, rows: tampers(company), locale: 'en', at: morning })
	if (!cart?.ok) throw new Error(JSON.stringify(cart))
	const load = async () => {
		const loaded = await loadPricedCart(db, company.shopper, { accountId: company.accountId, cartId: cart.cartId }, { locale: 'en', at: morning })
		if (!loaded?.cart) throw new Error('no cart')
		return loaded.cart
	}
	return { ...cart, load }
}

const budgetsOf = (promotionId: number) =>
	db`select policy, reserved_minor, reserved_uses, committed_minor from promotion_budget where promotion_id = ${promotionId} order by id`

test('500.00 with 480.00 used: 29.94 is dropped under reject, and limited to 20.00 under cap', async () => {
	const strict = await makeCompany(db, 'agate')
	await addPromotion(db, strict, thirty({ budgets: [{ policy: 'reject', minor: 50_000, used: 48_000 }] }))
	const dropped = await (await cartOf(strict)).load()
	expect(dropped).toMatchObject({ discountMinor: 0, explanation: [{ reason: 'BUDGET_LESS', facts: { remainingMinor: 2000, savingMinor: 2994 } }] })

	const mild = await makeCompany(db, 'beryl')
	const id = await addPromotion(db, mild, thirty({ budgets: [{ policy: 'cap', minor: 50_000, used: 48_000 }] }))
	expect(await (await cartOf(mild)).load()).toMatchObject({ discountMinor: 2000, explanation: [{ reason: 'APPLIED', savingMinor: 2000 }] })
	await db`update sales_order set is_current = false where account_id = ${mild.accountId}`
	await placeRows(db, mild, tampers(mild), 'PO-1')
	expect(await budgetsOf(id)).toEqual([{ policy: 'cap', reservedMinor: 2000, reservedUses: 1, committedMinor: 48_000 }])
	expect(await (await cartOf(mild)).load()).toMatchObject({ discountMinor: 0, explanation: [{ reason: 'BUDGET_SPENT' }] })
})

test('an account’s and a group’s own budget bind beside the promotion’s, and each is reserved', async () => {
	const company = await makeCompany(db, 'coral')
	const { accountId, groupId } = company
	const budgets: StoredTrial['budgets'] = [
		{ policy: 'reject', minor: 100_000 },
		{ policy: 'reject', minor: 4000, accountId },
		{ policy: 'reject', uses: 5, groupId },
	]
	const id = await addPromotion(db, company, thirty({ budgets }))
	await placeRows(db, company, tampers(company), 'PO-1')
	expect((await budgetsOf(id)).map(({ reservedMinor, reservedUses }) => [reservedMinor, reservedUses])).toEqual([
		[2994, 1],
		[2994, 1],
		[2994, 1],
	])
	const next = await (await cartOf(company)).load()
	expect(next).toMatchObject({ discountMinor: 0, explanation: [{ reason: 'BUDGET_LESS', facts: { remainingMinor: 1006 } }] })
})

test('a promotion whose budget is gone since it was seen asks consent to the new total, and the one behind it in its lane is reserved in its place', async () => {
	const company = await makeCompany(db, 'drava')
	const first = await addPromotion(db, company, thirty({ lane: 'acc', budgets: [{ policy: 'reject', minor: 3000 }] }))
	const second = await addPromotion(db, company, {
		...{ code: 'L2', lane: 'acc', benefit: { kind: 'percent', scope: 'line', percentPpm: 100_000 }, budgets: [{ policy: 'reject', minor: 1000 }] },
	})
	const cart = await cartOf(company)
	const seenCart = await cart.load()
	const seen = { hash: seenCart.hash, totalMinor: seenCart.totalMinor, lines: seenCart.lines }
	await db`update promotion_budget set committed_minor = 1000 where promotion_id = ${first}`
	const payment = { method: 'po' as const, poNumber: 'PO-1', cardPartMinor: 0, cardReference: null }
	const ask = (consentedHash: string | null) =>
		placeOrder(db, company.shopper, { ...cart, payment, seen, consentedHash, idempotencyKey: `k-${consentedHash}`, locale: 'en', at: morning })
	const refused = await ask(null)
	if (!refused || refused.ok) throw new Error('it was placed')
	expect(refused.refusals).toMatchObject([{ code: 'PRICE_CHANGED', facts: { totalBeforeMinor: 8310, totalAfterMinor: 10456 } }])
	expect(await ask(String(refused.refusals[0]?.facts['hash']))).toMatchObject({ ok: true })
	expect((await budgetsOf(first))[0]).toMatchObject({ reservedMinor: 0 })
	expect((await budgetsOf(second))[0]).toMatchObject({ reservedMinor: 998 })
})

test('of orders at once over one budget, whoever falls back on the lane’s second draws on its budget, never beyond', async () => {
	const company = await makeCompany(db, 'elbe')
	await db`update credit_profile set limit_minor = 10000000 where account_id = ${company.accountId}`
	const first = await addPromotion(db, company, thirty({ lane: 'acc', budgets: [{ policy: 'reject', minor: 2994 * 3 }] }))
	const second = await addPromotion(db, company, {
		...{ code: 'L2', lane: 'acc', benefit: { kind: 'percent', scope: 'line', percentPpm: 100_000 }, budgets: [{ policy: 'reject', minor: 998 * 4 }] },
	})
	const carts = []
	for (let index = 0; index < 12; index++) {
		carts.push(await cartOf(company))
		await db`update sales_order set is_current = false where account_id = ${company.accountId}`
	}
	const answers = await Promise.all(
		carts.map(({ cartId, version }, index) =>
			placeOrder(db, company.shopper, {
				...{ cartId, version, payment: { method: 'po', poNumber: `PO-${index}`, cardPartMinor: 0, cardReference: null } },
				...{ seen: null, consentedHash: null, idempotencyKey: `k-${index}`, locale: 'en', at: morning },
			}),
		),
	)
	expect(answers.filter((answer) => answer?.ok)).toHaveLength(12)
	expect((await budgetsOf(first))[0]).toMatchObject({ reservedMinor: 2994 * 3, reservedUses: 3 })
	expect((await budgetsOf(second))[0]).toMatchObject({ reservedMinor: 998 * 4, reservedUses: 4 })
	const [sum] = await db`select sum(discount_minor)::int as discount from sales_order where account_id = ${company.accountId} and stage = 'placed'`
	expect(sum).toEqual({ discount: 2994 * 3 + 998 * 4 })
})

/** One tamper at each of two stores: 30 % of 49.90 is 14.97 for each. */
const atTwo = ({ skus, locations }: Company): AskedRow[] =>
	[locations.a, locations.b].map((locationId) => ({ sku: skus.tamper, quantity: '1', unit: null, locationId, requestedOn: null }))

test('a store’s own budget bears only what falls to the store; cancelling frees it', async () => {
	const company = await makeCompany(db, 'fiord')
	const { accountId, locations } = company
	const budgets: StoredTrial['budgets'] = [
		{ policy: 'reject', minor: 100_000 },
		{ policy: 'reject', minor: 2000, accountId, locationId: locations.a },
		{ policy: 'cap', uses: 5, accountId, locationId: locations.b },
	]
	const id = await addPromotion(db, company, thirty({ budgets }))
	const placed = await placeRows(db, company, atTwo(company), 'PO-1')
	const taken = async () => (await budgetsOf(id)).map(({ reservedMinor, reservedUses }) => [reservedMinor, reservedUses])
	expect(await taken()).toEqual([
		[2994, 1],
		[1497, 1],
		[1497, 1],
	])
	const added = await addToCart(db, company.shopper, { cartId: null, rows: atTwo(company), locale: 'en', at: morning })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	const next = await loadPricedCart(db, company.shopper, { accountId, cartId: added.cartId }, { locale: 'en', at: morning })
	expect(next?.cart).toMatchObject({ discountMinor: 1497, explanation: [{ reason: 'APPLIED', savingMinor: 1497 }] })
	expect(next?.cart?.explanation[0]?.locations).toEqual([
		{ locationId: locations.b, savingMinor: 1497, uses: 1 },
		{ locationId: locations.a, savingMinor: 0, uses: 0, barred: true },
	])
	expect(await cancelOrder(db, company.shopper, { number: placed.number, at: morning })).toMatchObject({ ok: true })
	expect(await taken()).toEqual([
		[0, 0],
		[0, 0],
		[0, 0],
	])
})

test('another account’s store budget is nobody’s here', async () => {
	const [company, other] = [await makeCompany(db, 'garnet'), await makeCompany(db, 'heron')]
	await addPromotion(db, company, thirty({ budgets: [{ policy: 'reject', minor: 1, accountId: other.accountId, locationId: other.locations.a }] }))
	expect(await (await cartOf(company)).load()).toMatchObject({ discountMinor: 2994 })
})
