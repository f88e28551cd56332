import type { Account, Seller, Shopper } from '../../app/platform/actor.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { readSession } from '../../db/queries/session.ts'

/**
 * The company of the worked examples P1 and P2 (commerce-engine.md sections 4 and 6), made in a database of its own
 * under a random name: Fargo Coffeehaus with five stores, the new bean with four prices, two accessories of a machine
 * it owns. Figures stand here as the specification prints them; nothing is computed.
 */
export type Company = {
	sellerId: number
	accountId: number
	contactId: number
	shopper: Shopper
	locations: { a: number; b: number; c: number; d: number; e: number }
	products: { bean: number; tamper: number; jug: number; machine: number }
	skus: { bean: string; tamper: string; jug: string; machine: string }
	books: { base: number; group: number; contract: number; sale: number }
	groupId: number
	tag: string
}

const at = new Date('2026-03-02T09:00:00Z')

/** `lot` makes names and SKUs of this company unlike those of another; ids differ by themselves. */
export async function makeCompany(db: Db, lot: string): Promise<Company> {
	const tag = lot.toUpperCase()
	const [seller] = await db<
		{ id: number }[]
	>`insert into seller_entity (code, name, currency, country, time_zone) values (${`S${tag}`}, ${`Roaster ${lot}`}, 'USD', 'US', 'America/Chicago') returning id`
	const sellerId = seller?.id ?? 0
	await db`insert into unit_of_measure (code, digits) values ('each', 0), ('kg', 3) on conflict do nothing`
	await db`insert into number_series (seller_entity_id, kind, prefix) select ${sellerId}, k, ${tag} || '-' from unnest(array['order','invoice','credit_note','shipment']) k`
	const [account] = await db<{ id: number }[]>`
		insert into account (seller_entity_id, number, name, currency, standing, standing_source, onboarding_step, terms_days)
		values (${sellerId}, ${`A-${tag}`}, ${`Coffeehaus ${lot}`}, 'USD', 'good', 'review', 'full_terms', 30) returning id`
	const accountId = account?.id ?? 0
	await db`insert into credit_profile (account_id, currency, limit_minor) values (${accountId}, 'USD', 500000)`
	const stores = await db<{ id: number }[]>`
		insert into location (account_id, code, name, line1, city, region, postal_code, country, is_default)
		select ${accountId}, s.code, s.name, '1 Main St', s.city, s.region, s.zip, 'US', s.code = 'A' from (values
			('A','Downtown','Fargo','ND','58102'), ('B','Moorhead','Moorhead','MN','56560'), ('C','Bismarck','Bismarck','SD','57001'), ('D','Grand Forks','Grand Forks','ND','58201'), ('E','Campus','Fargo','ND','58103')) s(code, name, city, region, zip) returning id`
	const [a = 0, b = 0, c = 0, d = 0, e = 0] = stores.map(({ id }) => id)
	const [contact] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email, role) values (${accountId}, 'Luka', ${`Novak ${lot}`}, ${`luka@${lot}.test`}, 'buyer') returning id`
	const contactId = contact?.id ?? 0
	const skus = { bean: `BEAN-${tag}`, tamper: `TAMP-${tag}`, jug: `JUG-${tag}`, machine: `ESP-${tag}` }
	const products = await makeProducts(db, sellerId, skus)
	const [group] = await db<
		{ id: number }[]
	>`insert into buyer_group (seller_entity_id, code, name) values (${sellerId}, ${`MW-${tag}`}, 'Midwest') returning id`
	const groupId = group?.id ?? 0
	await db`insert into buyer_group_member (account_id, buyer_group_id) values (${accountId}, ${groupId})`
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${sellerId}, ${`ALL-${tag}`}, 'All') returning id`
	await db`insert into policy_category (policy_id, category_id) select ${policy?.id ?? 0}, id from category where seller_entity_id = ${sellerId}`
	await db`insert into policy_buyer_group (policy_id, buyer_group_id) values (${policy?.id ?? 0}, ${groupId})`
	await db`insert into owned_machine (account_id, location_id, product_id) values (${accountId}, ${a}, ${products.machine})`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const books = await makeBooks(db, { sellerId, accountId, groupId, products, tag })
	await makeRates(db, sellerId)
	const made = { sellerId, accountId, contactId, locations: { a, b, c, d, e }, products, skus, books, groupId, tag }
	return { ...made, shopper: await shopperFor(db, made, lot) }
}

async function makeProducts(db: Db, sellerId: number, skus: Company['skus']): Promise<Company['products']> {
	const [category] = await db<
		{ id: number }[]
	>`insert into category (seller_entity_id, code, slug) values (${sellerId}, ${`ACC-${skus.bean}`}, ${`acc-${skus.bean.toLowerCase()}`}) returning id`
	const [beans] = await db<
		{ id: number }[]
	>`insert into category (seller_entity_id, code, slug) values (${sellerId}, ${`COF-${skus.bean}`}, ${`cof-${skus.bean.toLowerCase()}`}) returning id`
	const make = async (sku: string, productClass: string, categoryId: number, name: string) => {
		const [row] = await db<{ id: number }[]>`
			insert into product (seller_entity_id, sku, slug, product_class, weight_grams, stock_policy) values (${sellerId}, ${sku}, ${sku.toLowerCase()}, ${productClass}, 1000, 'untracked') returning id`
		await db`insert into product_text (product_id, locale, name) values (${row?.id ?? 0}, 'en', ${name})`
		await db`insert into product_category (product_id, category_id, is_primary) values (${row?.id ?? 0}, ${categoryId}, true)`
		return row?.id ?? 0
	}
	const bean = await make(skus.bean, 'coffee', beans?.id ?? 0, 'New roast 1 kg')
	const tamper = await make(skus.tamper, 'accessory', category?.id ?? 0, 'Tamper')
	const jug = await make(skus.jug, 'accessory', category?.id ?? 0, 'Milk jug')
	const machine = await make(skus.machine, 'machine', beans?.id ?? 0, 'Espresso machine')
	await db`insert into product_relation (product_id, related_id, kind) values (${machine}, ${tamper}, 'accessory'), (${machine}, ${jug}, 'accessory')`
	return { bean, tamper, jug, machine }
}

/** P1: base 20.00; Midwest 18.90, 10+ 18.20; contract 18.50, 5+ 17.75; sale 18.00. P2: accessories at 49.90 and 19.95. */
async function makeBooks(
	db: Db,
	{ sellerId, accountId, groupId, products, tag }: { sellerId: number; accountId: number; groupId: number; products: Company['products']; tag: string },
) {
	const book = async (code: string, rung: string) => {
		const [row] = await db<{ id: number }[]>`
			insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${sellerId}, ${`${code}-${tag}`}, ${`${code} ${tag}`}, ${rung}, 'USD', 'published', '2026-01-01') returning id`
		return row?.id ?? 0
	}
	const books = {
		base: await book('BASE', 'base'),
		group: await book('MIDWEST', 'group'),
		contract: await book('CONTRACT', 'contract'),
		sale: await book('SALE', 'sale'),
	}
	await db`insert into price_book_audience (price_book_id, account_id) values (${books.contract}, ${accountId})`
	await db`insert into price_book_audience (price_book_id, buyer_group_id) values (${books.group}, ${groupId})`
	await db`
		insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values
			(${books.base}, ${products.bean}, 'each', '{1}', '{20.00}'), (${books.group}, ${products.bean}, 'each', '{1,10}', '{18.90,18.20}'),
			(${books.contract}, ${products.bean}, 'each', '{1,5}', '{18.50,17.75}'), (${books.sale}, ${products.bean}, 'each', '{1}', '{18.00}'),
			(${books.base}, ${products.tamper}, 'each', '{1}', '{49.90}'), (${books.base}, ${products.jug}, 'each', '{1}', '{19.95}'), (${books.base}, ${products.machine}, 'each', '{1}', '{4900.00}')`
	return books
}

/** Stores A and B at 7.5 %, C at 8.375 %; shipping 8.00, 8.00, 6.50; neither shipping nor fees are taxed. */
async function makeRates(db: Db, sellerId: number): Promise<void> {
	await db`
		insert into tax_rate (seller_entity_id, jurisdiction, country, region, tax_code, rate) values
			(${sellerId}, 'US-ND', 'US', 'ND', 'standard', 0.075), (${sellerId}, 'US-MN', 'US', 'MN', 'standard', 0.075), (${sellerId}, 'US-SD', 'US', 'SD', 'standard', 0.08375)`
	await db`
		insert into shipping_rate (seller_entity_id, method, currency, country, region, price_minor) values
			(${sellerId}, 'ground', 'USD', 'US', 'ND', 800), (${sellerId}, 'ground', 'USD', 'US', 'MN', 800), (${sellerId}, 'ground', 'USD', 'US', 'SD', 650)`
}

/** P2's promotions: lane acc with 30 % and 10.00 each on accessories, 5 % from 150.00, free shipping to 20.00, Net 45. */
export async function makeStoryPromotions(db: Db, company: Company): Promise<void> {
	const { sellerId, products, tag } = company
	const accessories = { productIds: [products.tamper, products.jug] }
	const rows = [
		{ code: 'L1', phase: 'line', lane: 'acc', conditions: accessories, benefit: { kind: 'percent', scope: 'line', percentPpm: 300_000 } },
		{ code: 'L2', phase: 'line', lane: 'acc', conditions: accessories, benefit: { kind: 'amount', scope: 'line', per: 'unit', amountMinor: 1000 } },
		{
			code: 'O1',
			phase: 'order',
			lane: 'order',
			conditions: { amount: { minMinor: 15_000 } },
			benefit: { kind: 'percent', scope: 'order', percentPpm: 50_000 },
		},
		{ code: 'F1', phase: 'shipping', lane: 'shipping', conditions: {}, benefit: { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2000 } },
		{ code: 'T1', phase: 'terms', lane: 'terms', conditions: {}, benefit: { kind: 'terms', days: 45 } },
	]
	for (const row of rows) {
		const [promotion] = await db<{ id: number }[]>`
			insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from)
			values (${sellerId}, ${`${row.code}-${tag}`}, ${row.phase}, ${row.lane}, 'USD', ${db.json(row.conditions)}, ${db.json(row.benefit)}, 'published', '2026-01-01') returning id`
		await db`insert into promotion_text (promotion_id, locale, name) values (${promotion?.id ?? 0}, 'en', ${row.code})`
	}
}

async function shopperFor(db: Db, { accountId, contactId }: { accountId: number; contactId: number }, lot: string): Promise<Shopper> {
	const [login] = await db<
		{ id: number }[]
	>`insert into login (email, account_id, contact_id) values (${`luka@${lot}.test`}, ${accountId}, ${contactId}) returning id`
	const tokenHash = `session-${lot}`
	await db`insert into session (token_hash, login_id, expires_at) values (${tokenHash}, ${login?.id ?? 0}, ${new Date(at.getTime() + 864e5 * 400)})`
	const row = await readSession(db, tokenHash, at)
	if (!row) throw new Error('The buyer could not sign in')
	return {
		...{
			kind: 'buyer',
			account: row.account as unknown as Account,
			seller: row.seller as unknown as Seller,
			contactId,
			contactName: 'Luka Novak',
			contactEmail: `luka@${lot}.test`,
			role: 'buyer',
		},
		...{ userId: null, userName: null, maxDiscountPercent: 0, minMarginPercent: null, locationId: null, locale: 'en', sessionHash: tokenHash, scopes: [] },
	}
}
