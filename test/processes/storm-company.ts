import { noPayment } from '../../app/connectors/payment/no-payment.ts'
import { shipGroup } from '../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { buyerScopes, houseScopes } from '../../app/platform/api-scopes.ts'
import { hashToken, openSession } from '../../app/platform/session.server.ts'
import type { Db } from '../../db/client.server.ts'
import { type Company, makeCompany } from '../support/company.ts'
import { testHouse } from '../support/house.ts'
import { makeStaff, makeStock, placeRows } from '../support/placed.ts'

/**
 * What each order of the storm is, by hand: 2 beans at the contract's 17.00 = 34.00, less 10.00 by the promotion = 24.00; tax
 * 7.5 % = 1.80; shipping 8.00. Without the promotion 34.00, 2.55 and 8.00.
 */
export const order = { totalMinor: 3380, plainMinor: 4455, savingMinor: 1000, pieces: 2 } as const

/**
 * Who submits: Luka's company, on one credit line; cafés that share its promotion's budget, each on a line of its own; and
 * others that share nothing but the shelf. So each counter has somebody whom no counter before it makes wait.
 */
export type Buyer = { accountId: number; key: string; kind: 'line' | 'budget' | 'shelf' }

/** How many orders more than the open ones each counter bears, before anything is given back. */
export type Room = { credit: number; budget: number; stock: number }

export type StormCompany = Company & {
	buyers: Buyer[]
	buyerKey: string
	houseKey: string
	buyerCookie: string
	creditCookie: string
	/** Orders that stand before the storm, by number; none has shipped. */
	open: string[]
	/** Invoices of earlier orders, each of one order's total. */
	invoices: number[]
	/** Pieces on the shelf before the storm. */
	onHand: number
}

/** A company whose orders all draw on one credit line, one promotion budget, one contract period and one place on the shelf. */
export async function makeStormCompany(
	db: Db,
	lot: string,
	{ open, invoices, room, cafes }: { open: number; invoices: number; room: Room; cafes: { budget: number; shelf: number } },
): Promise<StormCompany> {
	const company = await makeCompany(db, lot)
	const { accountId, sellerId, books, products } = company
	const warehouseId = await makeStock(db, company, 10_000)
	await db`update price_book set basis = 'account_period' where id = ${books.contract}`
	await db`update price_book_entry set tier_price = '{17.00,17.00}' where price_book_id = ${books.contract} and product_id = ${products.bean}`
	await db`update product set stock_policy = 'refuse' where id = ${products.bean}`
	const others: Buyer[] = []
	for (const [kind, count] of [
		['budget', cafes.budget],
		['shelf', cafes.shelf],
	] as const)
		for (let index = 0; index < count; index += 1) others.push(await makeCafe(db, company, `${lot}-${kind}${index}`, kind))
	const sharing = others.filter(({ kind }) => kind === 'budget').map((one) => one.accountId)
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from)
		values (${sellerId}, ${`TEN-${lot}`}, 'line', 'line', 'USD', ${db.json({ accountIds: [accountId, ...sharing] })}, '{"kind":"amount","scope":"line","per":"line","amountMinor":1000}', 'published', '2026-01-01') returning id`
	await db`insert into promotion_budget (promotion_id, limit_minor) values (${promotion?.id ?? 0}, 10000000)`
	const staffId = await makeStaff(db, company, ['rep', 'credit_manager'], 'Samuel')
	const numbers: string[] = []
	for (let index = 0; index < invoices + open; index += 1) numbers.push(await placeOne(db, company, `BEFORE-${index}`, index < invoices ? staffId : null))
	// What is left of each counter is what the storm is about; odd rests that bear no order must stay unused.
	const onHand = order.pieces * (open + room.stock) + 1
	await db`update credit_profile set limit_minor = ${order.totalMinor * (invoices + open + room.credit) + 999} where account_id = ${accountId}`
	await db`update promotion_budget set limit_minor = ${order.savingMinor * (invoices + open + room.budget) + 500} where promotion_id = ${promotion?.id ?? 0}`
	await db`update stock_level set on_hand = ${onHand} where product_id = ${products.bean} and warehouse_id = ${warehouseId}`
	const ids = await db<{ id: number }[]>`select id from invoice where account_id = ${accountId} order by id`
	const letters = await lettersIn(db, company, staffId)
	const buyers: Buyer[] = [{ accountId, key: letters.buyerKey, kind: 'line' }, ...others]
	return { ...company, ...letters, buyers, open: numbers.slice(invoices), invoices: ids.map(({ id }) => id), onHand }
}

/** A café of the same seller: the same group, contract and city, credit enough, and a machine that orders. */
async function makeCafe(db: Db, { sellerId, groupId, books }: Company, lot: string, kind: Buyer['kind']): Promise<Buyer> {
	const [account] = await db<{ id: number }[]>`
		insert into account (seller_entity_id, number, name, currency, standing, standing_source, onboarding_step, terms_days)
		values (${sellerId}, ${`C-${lot}`}, ${`Café ${lot}`}, 'USD', 'good', 'review', 'full_terms', 30) returning id`
	const accountId = account?.id ?? 0
	await db`insert into credit_profile (account_id, currency, limit_minor) values (${accountId}, 'USD', 10000000)`
	await db`insert into location (account_id, code, name, line1, city, region, postal_code, country, is_default) values (${accountId}, 'A', 'Café', '2 Main St', 'Fargo', 'ND', '58102', 'US', true)`
	await db`insert into buyer_group_member (account_id, buyer_group_id) values (${accountId}, ${groupId})`
	await db`insert into price_book_audience (price_book_id, account_id) values (${books.contract}, ${accountId})`
	const [contact] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email, role) values (${accountId}, 'Mina', ${`Park ${lot}`}, ${`mina@${lot}.test`}, 'buyer') returning id`
	return { accountId, kind, key: await buyerKeyOf(db, { tag: lot, accountId, contactId: contact?.id ?? 0 }) }
}

/** An order of the storm's kind; shipped and invoiced when a member of staff is named. */
async function placeOne(db: Db, company: Company, poNumber: string, staffId: number | null): Promise<string> {
	const at = new Date()
	const rows = [{ sku: company.skus.bean, quantity: String(order.pieces), unit: null, locationId: company.locations.a, requestedOn: null }]
	const { orderId, number } = await placeRows(db, company, rows, poNumber, at)
	if (staffId === null) return number
	const person = {
		kind: 'staff',
		userId: staffId,
		name: '',
		email: '',
		locale: 'en',
		roles: ['rep'],
		seller: company.shopper.seller,
		sessionHash: '',
		actingFor: null,
	}
	const [group] = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId}`
	const shipped = await shipGroup(db, noPayment(), person as StaffMember, {
		...{ groupId: group?.id ?? 0, quantities: null, closesShort: false, warehouseId: null, carrier: null, trackingNumber: null, at, requestId: 'before' },
	})
	if (!shipped?.ok) throw new Error(JSON.stringify(shipped))
	return number
}

/** The keys of the buyer's and the house's machines, and the cookies of Luka and of the credit manager. */
async function lettersIn(db: Db, company: Company, staffId: number) {
	const { tag, contactId } = company
	const houseKey = `house-${tag}`
	await db`insert into api_key (name, key_hash, prefix, user_id, scopes, requests_per_minute) values ('House', ${hashToken(houseKey)}, 'key', ${staffId}, ${[...houseScopes]}, 100000)`
	const house = testHouse(db, { at: new Date() })
	const cookieOf = async (loginId: number) => (await openSession(house, loginId)).split(';')[0] ?? ''
	const [luka] = await db<{ id: number }[]>`select id from login where contact_id = ${contactId}`
	const [samuel] = await db<{ id: number }[]>`insert into login (email, user_id) values (${`samuel@${tag}.test`}, ${staffId}) returning id`
	return { buyerKey: await buyerKeyOf(db, company), houseKey, buyerCookie: await cookieOf(luka?.id ?? 0), creditCookie: await cookieOf(samuel?.id ?? 0) }
}

/** What the company's own machine signs its calls with. */
export async function buyerKeyOf(db: Db, { tag, accountId, contactId }: Pick<Company, 'tag' | 'accountId' | 'contactId'>): Promise<string> {
	const key = `buyer-${tag}`
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, requests_per_minute) values ('Buyer', ${hashToken(key)}, 'key', ${accountId}, ${contactId}, ${[...buyerScopes]}, 100000)`
	return key
}
