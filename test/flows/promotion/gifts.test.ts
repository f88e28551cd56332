import { expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import type { AskedRow } from '../../../app/engine/cart/resolve-rows.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { loadPricedCart } from '../../../app/flows/cart/load-priced-cart.ts'
import { showCart } from '../../../app/flows/cart/load-shown-cart.ts'
import { cartAnswer } from '../../../app/flows/cart/read-cart-answer.ts'
import { openOrder } from '../../../app/flows/order/open-order.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makeStaff, makeStock, morning, placeRows } from '../../support/placed.ts'
import { addPromotion } from '../../support/promotions.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

const beans = ({ skus, locations: { a, b } }: Company): AskedRow[] =>
	(
		[
			[skus.bean, '3', a],
			[skus.bean, '7', b],
		] as const
	).map(([sku, quantity, locationId]) => ({ sku, quantity, unit: null, locationId, requestedOn: null }))

/** For every five beans a milk jug of 19.95. */
const jugs = ({ products }: Company) => ({
	code: 'JUG',
	conditions: { productIds: [products.bean] },
	benefit: { kind: 'gift', productId: products.jug, unit: 'each', quantity: 10_000, every: 50_000, maxUses: null },
})

async function shown(company: Company) {
	const cart = await addToCart(db, company.shopper, { cartId: null, rows: beans(company), locale: 'en', at: morning })
	if (!cart?.ok) throw new Error(JSON.stringify(cart))
	const loaded = await loadPricedCart(db, company.shopper, { accountId: company.accountId, cartId: cart.cartId }, { locale: 'en', at: morning })
	if (!loaded) throw new Error('no cart')
	return { loaded, cart: showCart(loaded, company.shopper, { locale: 'en', at: morning }) }
}

const reasonOf = async (company: Company) => (await shown(company)).cart?.promotions.map(({ reason }) => reason)

test('a gift stands in the cart at its price with all of it off, where its beans go, for page and API alike', async () => {
	const company = await makeCompany(db, 'agate')
	await makeStock(db, company, 40)
	await addPromotion(db, company, jugs(company))
	const { loaded, cart } = await shown(company)
	expect(cart?.gifts).toMatchObject([
		{
			sku: company.skus.jug,
			name: 'Milk jug',
			quantity: 20_000,
			unitPrice: '19.950000',
			resolvedMinor: 3990,
			cells: [{ quantity: 10_000 }, { quantity: 10_000 }],
		},
	])
	expect(cart).toMatchObject({ goodsMinor: 17750 + 3990, discountMinor: 3990, netMinor: 17750 })
	expect(cartAnswer(loaded, 'en').lines[1]).toMatchObject({ kind: 'gift', sku: company.skus.jug, name: 'Milk jug', quantity: '2', netMinor: 0 })
})

test('a gift is ordered, reserved, shipped and invoiced with the goods that earned it', async () => {
	const company = await makeCompany(db, 'beryl')
	await makeStock(db, company, 40)
	await addPromotion(db, company, jugs(company))
	const { orderId, number } = await placeRows(db, company, beans(company), 'PO-1')
	const lines = await db`
		select l.sequence, l.kind, l.sku, l.name, l.quantity::int as quantity, l.resolved_minor, l.discount_minor, l.net_minor, d.promotion_name, d.amount_minor
		from order_line l left join line_discount d on d.line_id = l.id where l.order_id = ${orderId} order by l.sequence`
	expect(lines[1]).toEqual({
		...{ sequence: 2, kind: 'gift', sku: company.skus.jug, name: 'Milk jug', quantity: 2, resolvedMinor: 3990, discountMinor: 3990, netMinor: 0 },
		...{ promotionName: 'JUG', amountMinor: 3990 },
	})
	const reserved = await db`select sum(quantity)::int as quantity from stock_reservation where order_id = ${orderId} and product_id = ${company.products.jug}`
	expect(reserved[0]).toEqual({ quantity: 2 })
	const order = await openOrder(db, company.shopper, { number, locale: 'en' })
	expect(order?.order.lines[1]).toMatchObject({ kind: 'gift', netMinor: 0 })
	const userId = await makeStaff(db, company, ['rep'])
	const seller = company.shopper.seller
	const staff: StaffMember = { kind: 'staff', userId, name: 'Natalie', email: '', locale: 'en', roles: ['rep'], seller, sessionHash: '', actingFor: null }
	const groups = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by id`
	for (const { id } of groups)
		expect(
			await shipGroup(db, noPayment(), staff, {
				...{ groupId: id, quantities: null, closesShort: false, warehouseId: null, carrier: 'UPS', trackingNumber: '1', at: morning, requestId: 'r' },
			}),
		).toMatchObject({ ok: true, status: 'shipped' })
	const invoiced =
		await db`select name, sum(quantity)::int as quantity, sum(net_minor)::int as net from invoice_line where account_id = ${company.accountId} group by name order by name`
	expect(invoiced).toEqual([
		{ name: 'Milk jug', quantity: 2, net: 0 },
		{ name: 'New roast 1 kg', quantity: 10, net: 17750 },
	])
	const [level] = await db`select on_hand::int as on_hand, reserved::int as reserved from stock_level where product_id = ${company.products.jug}`
	expect(level).toEqual({ onHand: 38, reserved: 0 })
})

test('a gift that is not in stock, not priced, not to be seen or not to be bought is given to nobody', async () => {
	const bare = await makeCompany(db, 'coral')
	await makeStock(db, bare, 0)
	await addPromotion(db, bare, jugs(bare))
	expect(await reasonOf(bare)).toEqual(['GIFT_UNAVAILABLE'])
	await db`update stock_level set on_hand = 1 where product_id = ${bare.products.jug}`
	expect((await shown(bare)).cart?.gifts).toMatchObject([{ quantity: 10_000 }])

	const unpriced = await makeCompany(db, 'drava')
	await addPromotion(db, unpriced, jugs(unpriced))
	await db`delete from price_book_entry where product_id = ${unpriced.products.jug}`
	expect(await reasonOf(unpriced)).toEqual(['GIFT_UNAVAILABLE'])

	const hidden = await makeCompany(db, 'elbe')
	await addPromotion(db, hidden, jugs(hidden))
	await db`update product set deny_policy_ids = grant_policy_ids where id = ${hidden.products.jug}`
	expect(await reasonOf(hidden)).toEqual(['GIFT_UNAVAILABLE'])

	const barred = await makeCompany(db, 'fulda')
	await addPromotion(db, barred, jugs(barred))
	const shopper = { ...barred.shopper, account: { ...barred.shopper.account, allowedClasses: ['coffee'] } }
	expect(await reasonOf({ ...barred, shopper })).toEqual(['GIFT_UNAVAILABLE'])
})

test('what the cart itself orders of the gift leaves the rest of the shelf to give', async () => {
	const company = await makeCompany(db, 'gorge')
	await makeStock(db, company, 3)
	await addPromotion(db, company, jugs(company))
	const bought = { sku: company.skus.jug, quantity: '2', unit: null, locationId: company.locations.a, requestedOn: null }
	await addToCart(db, company.shopper, { cartId: null, rows: [bought], locale: 'en', at: morning })
	expect((await shown(company)).cart?.gifts).toMatchObject([{ quantity: 10_000 }])
})
