import { type Db, withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { makeCompany } from './company.ts'

/** A set for 79.00 that holds a bag of beans and one of two things: a jug (19.95), as usual, or a tamper (49.90), which makes it 25.00 dearer. */
export async function makeChoiceSet(db: Db, lot: string, pricing: 'own' | 'sum' = 'own') {
	const company = await makeCompany(db, lot)
	const { sellerId, products, books, tag } = company
	const [made] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, product_class) values (${sellerId}, ${`SET-${tag}`}, ${`set-${lot}`}, 'bundle', 'accessory') returning id`
	const id = made?.id ?? 0
	await db`insert into product_text (product_id, locale, name) values (${id}, 'en', 'Bar set')`
	await db`insert into product_category (product_id, category_id) select ${id}, category_id from product_category where product_id = ${products.tamper}`
	await db`insert into bundle_choice (bundle_id, code, names) values (${id}, 'tool', '{"en":"Your tool"}')`
	await db`insert into bundle_component (bundle_id, component_id, quantity, position, choice, is_usual, differences) values
		(${id}, ${products.bean}, 1, 1, null, false, '{}'), (${id}, ${products.jug}, 1, 2, 'tool', true, '{}'), (${id}, ${products.tamper}, 1, 3, 'tool', false, '{"USD":"25.00"}')`
	await db`insert into product_bundle (product_id, pricing) values (${id}, ${pricing})`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.base}, ${id}, 'each', '{1,10}', '{79.00,70.00}')`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const row = (quantity: string, chosen?: string[]) => ({
		...{ sku: `SET-${tag}`, quantity, unit: null, locationId: company.locations.a, requestedOn: null },
		...(chosen ? { chosen } : {}),
	})
	return { company, id, sku: `SET-${tag}`, slug: `set-${lot}`, row }
}
