import { expect, test } from 'vitest'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { openProduct } from '../../../app/flows/catalog/open-product.ts'
import { hashToken } from '../../../app/platform/session.server.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog, refreshPolicy } from '../../../db/queries/derived.ts'
import { makeChoiceSet } from '../../support/choice-set.ts'
import { ask, testHouse } from '../../support/house.ts'
import { morning as at } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

async function hiding(lot: string) {
	const set = await makeChoiceSet(db, lot)
	const { company, slug } = set
	const policies = company.shopper.account.policyIds
	const look = (chosen: string[] = []) => openProduct(db, company.shopper, { slug, quantity: null, unit: null, chosen, locale: 'en', at })
	const offered = async () => (await look())?.choices.map(({ options }) => options.map(({ sku, isChosen, difference }) => [sku, isChosen, difference]))
	const ids = db.array([...policies], 23)
	/** As a change of the product, then as a change of its policy: both must say the same. */
	const both = async (change: () => Promise<unknown>, productId: number) => {
		await change()
		await withTransaction(db, (tx) => refreshCatalog(tx, [productId]))
		const whole = await db`select id, grant_policy_ids, deny_policy_ids from product where seller_entity_id = ${company.sellerId} order by id`
		const moved = await withTransaction(db, async (tx) => {
			let count = 0
			for (const policyId of policies) count += await refreshPolicy(tx, policyId)
			return count
		})
		expect(moved).toBe(0)
		expect(await db`select id, grant_policy_ids, deny_policy_ids from product where seller_entity_id = ${company.sellerId} order by id`).toEqual(whole)
	}
	return {
		...{ ...set, look, offered },
		deny: (productId: number) =>
			both(() => db`insert into policy_product (policy_id, product_id, effect) select p, ${productId}, 'deny' from unnest(${ids}::int[]) p`, productId),
		allow: (productId: number) => both(() => db`delete from policy_product where product_id = ${productId}`, productId),
	}
}

test('an option that the account may not see is not offered, and the set stays while enough of its choice remain', async () => {
	const { company, look, offered, deny, allow, row } = await hiding('flint')
	const { products, skus, shopper } = company
	await addToCart(db, shopper, { cartId: null, rows: [row('1', [skus.tamper])], locale: 'en', at })
	await deny(products.tamper)
	expect(await offered()).toEqual([[[skus.jug, true, null]]])
	expect(await addToCart(db, shopper, { cartId: null, rows: [row('1', [skus.tamper])], locale: 'en', at })).toMatchObject({
		ok: false,
		refusals: [{ code: 'BUNDLE_CHOICE_UNKNOWN', line: 1 }],
	})
	// What was chosen before it was hidden stands against its line.
	expect((await openCart(db, shopper, { locale: 'en', at })).cart?.refusals).toMatchObject([{ code: 'BUNDLE_CHOICE_OPEN', line: 1 }])
	await deny(products.jug)
	expect(await look()).toBeNull()
	await allow(products.tamper)
	// The usual one is hidden: the other takes its place, at its own difference from what is usual.
	expect(await offered()).toEqual([[[skus.tamper, true, '25.000000']]])
	expect((await look())?.price?.unitPrice).toBe('104.000000')
	await allow(products.jug)
	expect(await offered()).toEqual([
		[
			[skus.jug, true, null],
			[skus.tamper, false, '25.000000'],
		],
	])
	// What always comes is as strict as ever.
	await deny(products.bean)
	expect(await look()).toBeNull()
})

test('a choice of none or more hides no set; one of two hides it when one is left', async () => {
	const { company, id, look, offered, deny } = await hiding('gneiss')
	const { products, skus } = company
	await db`update bundle_choice set minimum = 0, maximum = 2 where bundle_id = ${id}`
	await deny(products.jug)
	expect(await offered()).toEqual([[[skus.tamper, false, '25.000000']]])
	await deny(products.tamper)
	expect(await offered()).toEqual([[]])
	await db`delete from policy_product where product_id = ${products.tamper}`
	await db`update bundle_choice set minimum = 2 where bundle_id = ${id}`
	await withTransaction(db, (tx) => refreshCatalog(tx, [products.tamper]))
	expect(await look()).toBeNull()
})

test('a machine reads the choices with their differences, and what its choice costs', async () => {
	const { company, sku } = await makeChoiceSet(db, 'halite')
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes) values ('reads', ${hashToken('halite-reads')}, 'k', ${company.accountId}, ${company.contactId}, '{catalog:read}')`
	const read = async (query: string) =>
		(await (await ask(testHouse(db), `/api/v1/catalog/products/${sku}${query}`, { headers: { Authorization: 'Bearer halite-reads' } })).json()) as {
			price: { unitPrice: string }
			choices: {
				code: string
				name: string
				minimum: number
				maximum: number
				options: { isChosen: boolean; difference: string | null; product: { sku: string } }[]
			}[]
		}
	const told = ({ price, choices }: Awaited<ReturnType<typeof read>>) => [
		price.unitPrice,
		...choices.map(({ code, name, minimum, maximum, options }) => [
			...[code, name, minimum, maximum],
			...options.map(({ isChosen, difference, product }) => [product.sku, isChosen, difference]),
		]),
	]
	const { jug, tamper } = company.skus
	expect(told(await read(''))).toEqual(['79.000000', ['tool', 'Your tool', 1, 1, [jug, true, null], [tamper, false, '25.000000']]])
	expect(told(await read(`?chosen=${tamper}`))).toEqual(['104.000000', ['tool', 'Your tool', 1, 1, [jug, false, null], [tamper, true, '25.000000']]])
})
