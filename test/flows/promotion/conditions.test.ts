import { expect, test } from 'vitest'
import type { AskedRow } from '../../../app/engine/cart/resolve-rows.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { applyCoupon } from '../../../app/flows/cart/apply-coupon.ts'
import { loadPricedCart } from '../../../app/flows/cart/load-priced-cart.ts'
import { showCart } from '../../../app/flows/cart/load-shown-cart.ts'
import { publishPromotion } from '../../../app/flows/merchandising/publish-promotion.ts'
import type { Shopper, StaffMember } from '../../../app/platform/actor.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { cookieOf, makeStaff, morning, placeRows } from '../../support/placed.ts'
import { addPromotion, type StoredTrial } from '../../support/promotions.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

/** Ten beans at 17.75 to store A, two tampers at 49.90 to store B: 177.50 and 99.80. */
const rows = ({ skus, locations: { a, b } }: Company): AskedRow[] => [
	{ sku: skus.bean, quantity: '10', unit: null, locationId: a, requestedOn: null },
	{ sku: skus.tamper, quantity: '2', unit: null, locationId: b, requestedOn: null },
]

type Look = { shopper?: Shopper; at?: Date; paymentMethod?: 'po' | 'card' | null }

async function load(company: Company, cartId: number, { shopper = company.shopper, at = morning, paymentMethod }: Look = {}) {
	const question = { locale: 'en', at, ...(paymentMethod === undefined ? {} : { paymentMethod }) }
	const loaded = await loadPricedCart(db, shopper, { accountId: company.accountId, cartId }, question)
	const cart = loaded && showCart(loaded, shopper, { locale: 'en', at })
	if (!loaded?.cart || !cart) throw new Error('no cart')
	return { cart, priced: loaded.cart }
}

async function cartOf(company: Company, own = rows(company)): Promise<number> {
	const cart = await addToCart(db, company.shopper, { cartId: null, rows: own, locale: 'en', at: morning })
	if (!cart?.ok) throw new Error(JSON.stringify(cart))
	return cart.cartId
}

const ten = { kind: 'percent', scope: 'line', percentPpm: 100_000 }
const whole = { kind: 'percent', scope: 'order', percentPpm: 100_000 }

/** What a condition lets through: the saving on the cart above when it holds, and the reason when it does not. */
test('every typed condition acts through a stored cart, and says why when it does not', async () => {
	const company = await makeCompany(db, 'agate')
	const { products, locations, accountId, groupId, sellerId } = company
	const cartId = await cartOf(company)
	const [coffee] = await db<{ id: number }[]>`select category_id as id from product_category where product_id = ${products.bean}`
	const [campaign] = await db<
		{ id: number }[]
	>`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${sellerId}, 'NR', 'New roast', 'in_progress', 'USD') returning id`
	const [other] = await db<
		{ id: number }[]
	>`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${sellerId}, 'XX', 'Other', 'in_progress', 'USD') returning id`
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${campaign?.id ?? 0}, 'Responded', 1, true)`
	await db`insert into crm_campaign_member (campaign_id, contact_id, status, responded_at) values (${campaign?.id ?? 0}, ${company.contactId}, 'Responded', ${morning})`
	const cases: [name: string, conditions: object, expected: number | string, benefit?: object, look?: Look][] = [
		['account', { accountIds: [accountId] }, 2773],
		['account of others', { accountIds: [999_999] }, 'ACCOUNT'],
		['group', { buyerGroupIds: [groupId] }, 2773],
		['group of others', { buyerGroupIds: [999_999] }, 'ACCOUNT'],
		['location', { locationIds: [locations.b] }, 998],
		['location without delivery', { locationIds: [locations.e] }, 'LOCATION'],
		['product', { productIds: [products.bean] }, 1775],
		['but not product', { excludedProductIds: [products.bean] }, 998],
		['category', { categoryIds: [coffee?.id] }, 1775],
		['but not category', { excludedCategoryIds: [coffee?.id] }, 998],
		['unit', { units: ['each'] }, 2773],
		['unit nobody bought', { units: ['kg'] }, 'NO_LINE'],
		['accessory of something owned', { relation: { kind: 'accessory', of: 'owned' } }, 998],
		['accessory of something in the cart', { relation: { kind: 'accessory', of: 'in_cart' } }, 'NO_LINE'],
		['accessory of named machines', { relation: { kind: 'accessory', of: 'products', productIds: [products.machine] } }, 998],
		['quantity', { quantity: { min: 120_000, per: 'order' } }, 2773],
		['quantity short', { quantity: { min: 130_000, per: 'selected' } }, 'QUANTITY_SHORT'],
		['quantity on one line', { quantity: { min: 100_000, per: 'line' } }, 1775],
		['amount', { amount: { minMinor: 27_730 } }, 2773, whole],
		['amount short', { amount: { minMinor: 27_731 } }, 'AMOUNT_SHORT', whole],
		['amount of these', { productIds: [products.tamper], amount: { minMinor: 10_000, over: 'selected' } }, 'AMOUNT_SHORT'],
		['weekday', { weekdays: [1] }, 2773],
		['another weekday', { weekdays: [2] }, 'WEEKDAY'],
		['channel', { channels: ['web'] }, 2773],
		['another channel', { channels: ['api'] }, 'CHANNEL'],
		['first order', { firstOrder: true }, 2773],
		['later order', { firstOrder: false }, 'FIRST_ORDER'],
		['payment', { paymentMethods: ['card'] }, 2773, ten, { paymentMethod: 'card' }],
		['payment another way', { paymentMethods: ['card'] }, 'PAYMENT_METHOD', ten, { paymentMethod: 'po' }],
		['campaign answered', { campaignIds: [campaign?.id] }, 2773],
		['campaign not answered', { campaignIds: [other?.id] }, 'CAMPAIGN'],
	]
	const found: [string, number | string][] = []
	for (const [name, conditions, , benefit = ten, look] of cases) {
		const id = await addPromotion(db, company, { code: name, conditions, benefit })
		const { priced } = await load(company, cartId, look)
		const verdict = priced.explanation.find(({ promotionId }) => promotionId === id)
		found.push([name, verdict?.applied ? verdict.savingMinor : (verdict?.reason ?? 'nothing')])
		await db`delete from promotion where id = ${id}`
	}
	expect(found).toEqual(cases.map(([name, , expected]) => [name, expected]))
})

test('buy some and get some follows the carts, at most so often; fixed prices, shipping and terms act as they say', async () => {
	const company = await makeCompany(db, 'beryl')
	const { products } = company
	const cartId = await cartOf(company)
	const acts = async (trial: Partial<StoredTrial> & { benefit: object }, look?: Look) => {
		const id = await addPromotion(db, company, { code: 'X', ...trial })
		const { priced } = await load(company, cartId, look)
		await db`delete from promotion where id = ${id}`
		const verdict = priced.explanation[0]
		return {
			saving: verdict?.savingMinor,
			reason: verdict?.reason,
			uses: verdict?.uses,
			terms: priced.termsDays,
			nets: priced.groups.map(({ netMinor }) => netMinor),
		}
	}
	const bean = { productIds: [products.bean] }
	const free = (maxUses: number | null) => ({ kind: 'free_units', buyQuantity: 20_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses })
	expect(await acts({ conditions: bean, benefit: free(null) })).toMatchObject({ saving: 3 * 1775, uses: 3, nets: [17_750 - 5325, 9980] })
	expect(await acts({ conditions: bean, benefit: free(2) })).toMatchObject({ saving: 2 * 1775, uses: 2 })
	expect(await acts({ conditions: bean, benefit: { kind: 'fixed_price', unitPriceMicros: '16.5' } })).toMatchObject({ saving: 1250 })
	expect(await acts({ benefit: { kind: 'shipping_percent', percentPpm: 500_000, capMinor: null } })).toMatchObject({ saving: 800 })
	expect(await acts({ benefit: { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 900 } })).toMatchObject({ saving: 900 })
	expect(await acts({ benefit: { kind: 'shipping_cap', atMostMinor: 500 } })).toMatchObject({ saving: 1100 })
	expect(await acts({ benefit: { kind: 'terms', days: 45 } })).toMatchObject({ reason: 'APPLIED', terms: 45 })
	const watched = { ...company.shopper, account: { ...company.shopper.account, standing: 'watch' as const } }
	expect(await acts({ benefit: { kind: 'terms', days: 45 } }, { shopper: watched })).toMatchObject({ reason: 'STANDING', terms: 30 })
})

test('a protected price stays out unless the promotion includes it; a floor lets the rest be shared again, and what nobody can give lapses', async () => {
	const company = await makeCompany(db, 'coral')
	const { products, books } = company
	const cartId = await cartOf(company)
	await db`update price_book set is_promotable = false where id = ${books.contract}`
	const strict = await addPromotion(db, company, { code: 'P', benefit: ten, conditions: { productIds: [products.bean] } })
	expect((await load(company, cartId)).priced.explanation).toMatchObject([{ reason: 'PROTECTED' }])
	await db`update promotion set includes_protected = true where id = ${strict}`
	expect((await load(company, cartId)).priced.explanation).toMatchObject([{ reason: 'APPLIED', savingMinor: 1775 }])
	await db`update price_book set is_promotable = true where id = ${books.contract}`
	await db`delete from promotion where id = ${strict}`
	await db`update product set floor_price = 17.5 where id = ${products.bean}`
	await db`update product set floor_price = 45 where id = ${products.tamper}`
	await addPromotion(db, company, { code: 'O', benefit: { kind: 'amount', scope: 'order', amountMinor: 1500 } })
	// Room: 10 × 0.25 and 2 × 4.90; of 15.00 the floors leave 12.30, the rest lapses.
	expect((await load(company, cartId)).priced.explanation).toMatchObject([{ reason: 'APPLIED', savingMinor: 1230, lapsedMinor: 270 }])
})

test('a coupon waits with its reason, acts by itself when it is due, and one that nobody called is not spoken of', async () => {
	const company = await makeCompany(db, 'drava')
	await addPromotion(db, company, { code: 'C', coupon: 'SPRING', benefit: whole, conditions: { amount: { minMinor: 40_000 } } })
	const rival = await makeCompany(db, 'elbe')
	await addPromotion(db, rival, { code: 'R', benefit: whole })
	const cartId = await cartOf(company)
	expect((await load(company, cartId)).cart.promotions).toEqual([])
	expect(await applyCoupon(db, company.shopper, { cartId, expectedVersion: null, at: morning, code: 'spring', remove: false })).toMatchObject({ ok: true })
	const waiting = (await load(company, cartId)).cart
	expect(waiting).toMatchObject({
		coupons: ['SPRING'],
		promotions: [{ applied: false, reason: 'AMOUNT_SHORT', hint: { code: 'AMOUNT', facts: { missingMinor: 12_270 } } }],
	})
	await cartOf(company)
	expect((await load(company, cartId)).cart.promotions).toMatchObject([{ applied: true, savingMinor: 5546 }])
})

test('an exclusive is compared with the whole stack; the loser says what it lost to', async () => {
	const company = await makeCompany(db, 'fulda')
	const cartId = await cartOf(company)
	await addPromotion(db, company, { code: 'A', lane: 'a', benefit: { kind: 'amount', scope: 'order', amountMinor: 1000 } })
	await addPromotion(db, company, { code: 'B', lane: 'b', benefit: { kind: 'amount', scope: 'order', amountMinor: 1000 } })
	const alone = await addPromotion(db, company, { code: 'E', exclusive: true, benefit: { kind: 'amount', scope: 'order', amountMinor: 1999 } })
	expect((await load(company, cartId)).priced.explanation.map(({ reason }) => reason)).toEqual(['APPLIED', 'APPLIED', 'STACK_SAVES_MORE'])
	await db`update promotion set benefit = '{"kind":"amount","scope":"order","amountMinor":2000}' where id = ${alone}`
	expect((await load(company, cartId)).priced.explanation.map(({ reason }) => reason)).toEqual(['EXCLUSIVE', 'EXCLUSIVE', 'APPLIED'])
})

test('500 promotions may be active at an instant; the 501st is refused by name, and one that begins when another ends is not', async () => {
	const company = await makeCompany(db, 'gorge')
	const { sellerId } = company
	await db`insert into promotion (seller_entity_id, code, phase, lane, benefit, status, valid_from, valid_to)
		select ${sellerId}, 'N' || n, 'line', 'l' || n, '{"kind":"percent","scope":"line","percentPpm":1000}', 'published', '2026-01-01', '2026-06-01' from generate_series(1, 500) n`
	const userId = await makeStaff(db, company, ['merchandiser'])
	const staff: StaffMember = {
		...{ kind: 'staff', userId, name: '', email: '', locale: 'en', roles: ['merchandiser'], seller: company.shopper.seller, sessionHash: '', actingFor: null },
	}
	const late = await addPromotion(db, company, { code: 'LATE', status: 'draft', benefit: ten })
	const publish = (promotionId: number) => publishPromotion(db, staff, { promotionId, status: 'published', knowsWarnings: true, at: morning, requestId: 'r' })
	expect(await publish(late)).toMatchObject({ ok: false, refusals: [{ code: 'PROMOTION_LIMIT', facts: { most: 500 } }] })
	await db`update promotion set valid_from = '2026-06-01' where id = ${late}`
	expect(await publish(late)).toEqual({ ok: true, status: 'published' })
})

test('an order keeps why each promotion acted or not, and its page says so', async () => {
	const company = await makeCompany(db, 'havel')
	await addPromotion(db, company, { code: 'ACTS', lane: 'a', benefit: ten })
	await addPromotion(db, company, { code: 'LOSES', lane: 'a', benefit: { kind: 'percent', scope: 'line', percentPpm: 50_000 } })
	const { orderId, number } = await placeRows(db, company, rows(company), 'PO-1')
	const [stored] = await db<{ verdicts: { reason: string }[] }[]>`select explanation->'verdicts' as verdicts from sales_order where id = ${orderId}`
	expect(stored?.verdicts.map(({ reason }) => reason)).toEqual(['APPLIED', 'LANE'])
	const page = await ask(testHouse(db), `/orders/${number}`, { cookie: await cookieOf(db, company) })
	const text = (await page.text()).replaceAll('<!-- -->', '')
	for (const words of ['ACTS', '-$27.73', '1 other was considered', 'LOSES', 'Another offer of the same kind gives more.']) expect(text).toContain(words)
})
