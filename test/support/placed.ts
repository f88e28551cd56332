import type { AskedRow } from '../../app/engine/cart/resolve-rows.ts'
import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import { placeOrder } from '../../app/flows/checkout/place-order.ts'
import { openSession } from '../../app/platform/session.server.ts'
import type { Db } from '../../db/client.server.ts'
import { asShopper } from './as-shopper.ts'
import { type Company, makeCompany, makeStoryPromotions } from './company.ts'
import { testHouse } from './house.ts'

export const morning = new Date('2026-03-02T09:00:00Z')

/** The rows of P2 (commerce-engine.md section 6): the bean at three stores, accessories at two. */
export const storyRows = ({ skus, locations: { a, b, c } }: Company): AskedRow[] =>
	(
		[
			[skus.bean, '3', a],
			[skus.bean, '1', b],
			[skus.bean, '1', c],
			[skus.tamper, '1', a],
			[skus.tamper, '1', b],
			[skus.jug, '1', a],
		] as const
	).map(([sku, quantity, locationId]) => ({ sku, quantity, unit: null, locationId, requestedOn: null }))

/** Places rows on a purchase order, through the product's own flows. */
export async function placeRows(
	db: Db,
	company: Company,
	rows: readonly AskedRow[],
	poNumber: string,
	at = morning,
): Promise<{ orderId: number; number: string }> {
	const hers = asShopper(db, company.shopper)
	const cart = await addToCart(hers, company.shopper, { cartId: null, rows, locale: 'en', at })
	if (!cart?.ok) throw new Error(JSON.stringify(cart))
	const payment = { method: 'po' as const, poNumber, cardPartMinor: 0, cardReference: null }
	const placed = await placeOrder(hers, company.shopper, {
		...cart,
		payment,
		seen: null,
		consentedHash: null,
		idempotencyKey: `${poNumber} ${cart.cartId}`,
		locale: 'en',
		at,
	})
	if (!placed?.ok) throw new Error(JSON.stringify(placed))
	return placed
}

/** The company of P2 with its order placed: 174.78 in three deliveries. */
export async function makePlacedStory(db: Db, lot: string): Promise<{ company: Company; orderId: number; number: string }> {
	const company = await makeCompany(db, lot)
	await makeStoryPromotions(db, company)
	return { company, ...(await placeRows(db, company, storyRows(company), `PO-${lot}`)) }
}

/** Warehouse with stock of the company's products, so that orders reserve. */
export async function makeStock(db: Db, company: Company, onHand: number): Promise<number> {
	const [warehouse] = await db<
		{ id: number }[]
	>`insert into warehouse (seller_entity_id, code, name, country) values (${company.sellerId}, 'W', 'Main', 'US') returning id`
	const warehouseId = warehouse?.id ?? 0
	await db`insert into warehouse_zone (warehouse_id, country, rank) values (${warehouseId}, 'US', 1)`
	await db`update product set stock_policy = 'backorder' where seller_entity_id = ${company.sellerId}`
	await db`insert into stock_level (warehouse_id, product_id, on_hand) select ${warehouseId}, id, ${onHand} from product where seller_entity_id = ${company.sellerId}`
	return warehouseId
}

/** Somebody who works at the seller's, and may do what `roles` say. */
export async function makeStaff(db: Db, company: Company, roles: readonly string[], name = 'Natalie'): Promise<number> {
	const [user] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${company.sellerId}, ${name}, 'Ortiz', ${`${name}@${company.tag}.test`}, ${db.array([...roles], 25)}::text[]) returning id`
	return user?.id ?? 0
}

/** The cookie of a buyer's or a member of staff's session. */
export async function cookieOf(db: Db, who: { contactId: number } | { userId: number }): Promise<string> {
	const [found] =
		'contactId' in who
			? await db<{ id: number }[]>`select id from login where contact_id = ${who.contactId}`
			: await db<
					{ id: number }[]
				>`insert into login (email, user_id) select email, id from crm_user where id = ${who.userId} on conflict do nothing returning id`
	const [login] = found ? [found] : await db<{ id: number }[]>`select id from login where user_id = ${'userId' in who ? who.userId : 0}`
	return (await openSession(testHouse(db), login?.id ?? 0)).split(';')[0] ?? ''
}
