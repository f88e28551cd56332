import { createHash } from 'node:crypto'
import type { Db } from '../../db/client.server.ts'
import { told, withoutIndexes } from './fill.ts'

export type Size = { skus: number; categories: number; accounts: number; segmentBooks: number; contractBooks: number; entriesPerBook: number | null }

export const benchKey = (accountId: number) => `bench-key-${accountId}`
export const benchToken = (accountId: number) => `bench-session-${accountId}`
export const hashed = (text: string) => createHash('sha256').update(text).digest('hex')

/** One statement names its progress: as many books as make about a million prices of the large catalog. */
const BOOKS_AT_ONCE = 250

/** A number in [0, 1) from the row's own numbers and the fixed seed: the same on every machine, without a sequence. */
const chance = (a: string, b: string) => `((hashtextextended((${a})::text || ':' || (${b})::text, 42) & 1048575) / 1048576.0)`

/**
 * Fills an empty, migrated database with a seller, `skus` products in `categories`, accounts on one segment book and
 * one contract book each, a login, a session and an API key for every account. Set-based; answers the number of prices.
 */
export async function fillBench(db: Db, size: Size): Promise<{ prices: number }> {
	const books = size.segmentBooks + size.contractBooks
	await db.unsafe(`insert into seller_entity (id, code, name, currency, country) values (1, 'BENCH', 'Bench Roasters', 'USD', 'US')`)
	await db.unsafe(
		`insert into number_series (seller_entity_id, kind, prefix) select 1, k, upper(left(k, 1)) from unnest(array['order','invoice','credit_note','shipment']) k`,
	)
	await db.unsafe(`insert into unit_of_measure (code, digits) values ('each', 0)`)
	await db.unsafe(
		`insert into category (id, seller_entity_id, code, slug, position) select i, 1, 'C' || i, 'c' || i, i from generate_series(1, ${size.categories}) i`,
	)
	await db.unsafe(`insert into category_text (category_id, locale, name) select i, 'en', 'Category ' || i from generate_series(1, ${size.categories}) i`)
	await withoutIndexes(db, ['product', 'product_text', 'product_category', 'category_listing', 'product_search'], () => fillProducts(db, size))
	await db.unsafe(`insert into entitlement_policy (id, seller_entity_id, code, name) values (1, 1, 'ALL', 'Everything')`)
	await db.unsafe(`insert into policy_category (policy_id, category_id) select 1, id from category`)
	await withoutIndexes(db, ['price_book_entry'], () => fillBooks(db, size))
	await told('accounts', () => fillAccounts(db, size))
	await db.unsafe(`insert into tax_rate (seller_entity_id, jurisdiction, country, tax_code, rate) values (1, 'US', 'US', 'standard', 0.075)`)
	await db.unsafe(`insert into shipping_rate (seller_entity_id, method, currency, country, price_minor) values (1, 'ground', 'USD', 'US', 900)`)
	await db.unsafe(`insert into warehouse (id, seller_entity_id, code, name, country) values (1, 1, 'W1', 'Main', 'US')`)
	await db.unsafe(`insert into warehouse_zone (warehouse_id, country, rank) values (1, 'US', 1)`)
	await withoutIndexes(db, ['stock_level'], async () => {
		await told('stock', () => db.unsafe(`insert into stock_level (warehouse_id, product_id, on_hand) select 1, id, 100000000 from product`))
	})
	await db.unsafe(`
		insert into promotion (id, seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from) values
			(1, 1, 'O5', 'order', 'order', 'USD', '{"amount":{"minMinor":15000}}', '{"kind":"percent","scope":"order","percentPpm":50000}', 'published', '2020-01-01'),
			(2, 1, 'F20', 'shipping', 'shipping', 'USD', '{}', '{"kind":"shipping_percent","percentPpm":1000000,"capMinor":2000}', 'published', '2020-01-01')`)
	for (const table of ['product', 'category', 'account', 'price_book', 'location', 'contact', 'login']) {
		if (table !== 'location' && table !== 'contact') await db.unsafe(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`)
	}
	await told('vacuum', () => db.unsafe('vacuum analyze'))
	const [row] = await db<{ prices: number }[]>`select count(*)::int as prices from price_book_entry`
	return { prices: row?.prices ?? books }
}

async function fillProducts(db: Db, { skus, categories }: Size): Promise<void> {
	const all = `generate_series(1, ${skus}) i`
	const parts = {
		products: `insert into product (id, seller_entity_id, sku, slug, product_class, weight_grams, grant_policy_ids, stock_policy)
			select i, 1, 'SKU-' || i, 'sku-' || i, 'coffee', 500, '{1}', 'backorder' from ${all}`,
		names: `insert into product_text (product_id, locale, name, summary) select i, 'en', 'Product ' || i || ' of the house', 'A short line about product ' || i from ${all}`,
		places: `insert into product_category (product_id, category_id, position, is_primary) select i, 1 + (i - 1) % ${categories}, (i - 1) / ${categories}, true from ${all}`,
		listings: `insert into category_listing (category_id, position, product_id, grant_policy_ids, deny_policy_ids) select category_id, position, product_id, '{1}', '{}' from product_category`,
		words: `insert into product_search (product_id, locale, words, grant_policy_ids, deny_policy_ids, category_ids) select i, 'en', to_tsvector('english', 'Product ' || i), '{1}', '{}', array[1 + (i - 1) % ${categories}] from ${all}`,
	}
	for (const [what, statement] of Object.entries(parts)) await told(`${skus} ${what}`, () => db.unsafe(statement))
}

/** The base holds every product at its list price; segment books 60 % of them at 85 to 95 % of list, contract books 20 % at 60 to 80 %. */
async function fillBooks(db: Db, { skus, segmentBooks, contractBooks, entriesPerBook }: Size): Promise<void> {
	const list = `round((3 + 200 * ${chance('p', "'list'")})::numeric, 2)`
	await db.unsafe(`
		insert into price_book (id, seller_entity_id, code, name, rung, currency, status, valid_from)
		select b, 1, 'B' || b, 'Book ' || b, case when b = 1 then 'base' when b <= ${segmentBooks + 1} then 'group' else 'contract' end, 'USD', 'published', '2020-01-01'
		from generate_series(1, ${1 + segmentBooks + contractBooks}) b`)
	await told(`${skus} prices of the base`, () =>
		db.unsafe(
			`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select 1, p, 'each', '{1}', array[${list}] from generate_series(1, ${skus}) p`,
		),
	)
	const chosen = (share: number) => (entriesPerBook === null ? `where ${chance('b', 'p')} < ${share}` : '')
	// With a fixed number per book each book takes an arithmetic walk through the products; the key of the table says that no product comes twice.
	const pairs =
		entriesPerBook === null
			? `generate_series(1, ${skus}) p`
			: `lateral (select 1 + ((b * 7919 + i * 223) % ${skus}) as p from generate_series(1, ${entriesPerBook}) i) w`
	for (const [first, last, share, low, span] of [
		[2, segmentBooks + 1, 0.6, 0.85, 0.1],
		[segmentBooks + 2, 1 + segmentBooks + contractBooks, 0.2, 0.6, 0.2],
	] as const)
		for (let from = first; from <= last; from += BOOKS_AT_ONCE) {
			const to = Math.min(last, from + BOOKS_AT_ONCE - 1)
			await told(`prices of book ${from} to ${to} of ${last}`, () =>
				db.unsafe(`
					insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price)
					select b, p, 'each', '{1,12}', array[x, round(x * 0.97, 4)] from generate_series(${from}, ${to}) b cross join ${pairs},
						lateral (select round(${list} * (${low} + ${span} * ${chance('b', "p || 'x'")})::numeric, 4) as x) price ${chosen(share)}`),
			)
		}
}

async function fillAccounts(db: Db, { accounts, segmentBooks, contractBooks }: Size): Promise<void> {
	await db.unsafe(
		`insert into buyer_group (id, seller_entity_id, code, name) select g, 1, 'G' || g, 'Segment ' || g from generate_series(1, ${segmentBooks}) g`,
	)
	await db.unsafe(`insert into policy_buyer_group (policy_id, buyer_group_id) select 1, g from generate_series(1, ${segmentBooks}) g`)
	await db.unsafe(`insert into price_book_audience (price_book_id, buyer_group_id) select g + 1, g from generate_series(1, ${segmentBooks}) g`)
	await db.unsafe(`
		insert into account (id, seller_entity_id, number, name, currency, standing, onboarding_step, terms_days, repeats_po_numbers)
		select a, 1, 'A' || a, 'Account ' || a, 'USD', 'good', 'full_terms', 30, true from generate_series(1, ${accounts}) a`)
	await db.unsafe(`insert into credit_profile (account_id, currency, limit_minor) select a, 'USD', 1000000000000 from generate_series(1, ${accounts}) a`)
	await db.unsafe(`insert into buyer_group_member (account_id, buyer_group_id) select a, 1 + a % ${segmentBooks} from generate_series(1, ${accounts}) a`)
	await db.unsafe(
		`insert into price_book_audience (price_book_id, account_id) select ${segmentBooks + 2} + a % ${contractBooks}, a from generate_series(1, ${accounts}) a`,
	)
	await db.unsafe(
		`insert into contact (account_id, id, first_name, last_name, email, role) select a, a, 'Buyer', 'No ' || a, 'buyer' || a || '@bench.test', 'buyer' from generate_series(1, ${accounts}) a`,
	)
	await db.unsafe(`
		insert into location (account_id, id, code, name, line1, city, region, postal_code, country, is_default)
		select a, (a - 1) * 15 + s, 'S' || s, 'Store ' || s, s || ' Main St', 'Fargo', 'ND', '58102', 'US', s = 1 from generate_series(1, ${accounts}) a, generate_series(1, 15) s`)
	await db.unsafe(`insert into login (id, email, account_id, contact_id) select a, 'buyer' || a || '@bench.test', a, a from generate_series(1, ${accounts}) a`)
	await db.unsafe(
		`insert into session (token_hash, login_id, expires_at) select encode(sha256(('bench-session-' || a)::bytea), 'hex'), a, '2100-01-01' from generate_series(1, ${accounts}) a`,
	)
	await db.unsafe(`
		insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes, requests_per_minute)
		select 'Bench', encode(sha256(('bench-key-' || a)::bytea), 'hex'), 'bench', a, a, '{catalog:read,carts:write,orders:write}', 100000 from generate_series(1, ${accounts}) a`)
}
