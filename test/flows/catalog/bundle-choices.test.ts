import { expect, test } from 'vitest'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { openQuickOrder } from '../../../app/flows/cart/open-quick-order.ts'
import { openCatalogPage } from '../../../app/flows/catalog/open-catalog-page.ts'
import { openProduct } from '../../../app/flows/catalog/open-product.ts'
import { makeChoiceSet } from '../../support/choice-set.ts'
import type { Company } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { cookieOf, morning, placeRows } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = morning

const cartOf = async (company: Company) => (await openCart(db, company.shopper, { locale: 'en', at })).cart

test('the page offers the choice with its difference, and its price is that of what is chosen', async () => {
	const { company, slug, sku } = await makeChoiceSet(db, 'agate')
	const { skus, shopper } = company
	const look = (chosen: string[]) => openProduct(db, shopper, { slug, quantity: null, unit: null, chosen, locale: 'en', at })
	const usual = await look([])
	expect([usual?.price?.unitPrice, usual?.chosen]).toEqual(['79.000000', [skus.jug]])
	expect(usual?.components.map(({ product }) => product.sku)).toEqual([skus.bean])
	expect(usual?.choices.map(({ name, options }) => [name, options.map((one) => [one.sku, one.difference, one.isChosen, one.next])])).toEqual([
		[
			'Your tool',
			[
				[skus.jug, null, true, [skus.jug]],
				[skus.tamper, '25.000000', false, [skus.tamper]],
			],
		],
	])
	const dearer = await look([skus.tamper])
	expect([dearer?.price?.unitPrice, dearer?.price?.tiers.map(({ unitPrice }) => unitPrice)]).toEqual(['104.000000', ['104.000000', '95.000000']])
	expect((await look(['NO-SUCH']))?.price?.unitPrice).toBe('79.000000')
	const list = await openCatalogPage(db, shopper, { category: `acc-${skus.bean.toLowerCase()}`, limit: 12, cursor: null, locale: 'en', at })
	expect(list?.products.find((one) => one.sku === sku)?.price?.unitPrice).toBe('79.000000')
	const page = await (await ask(testHouse(db), `/products/${slug}?choose=${skus.tamper}`, { cookie: await cookieOf(db, company) })).text()
	for (const words of ['Your tool', 'Choose 1', '+$25.00', '$104.00', `name="choose" value="${skus.tamper}"`]) expect(page).toContain(words)
})

test('what was chosen is a line of its own, priced, stored, ordered and ordered again as chosen', async () => {
	const { company, row } = await makeChoiceSet(db, 'basalt')
	const { shopper, skus, accountId } = company
	const first = await statementsOf(db, () => addToCart(db, shopper, { cartId: null, rows: [row('1')], locale: 'en', at }))
	const more = await statementsOf(db, () => addToCart(db, shopper, { cartId: null, rows: [row('1', [skus.tamper])], locale: 'en', at }))
	await addToCart(db, shopper, { cartId: null, rows: [row('2', [skus.tamper.toLowerCase()]), row('1', [skus.jug])], locale: 'en', at })
	expect(more.statements.length).toBeLessThanOrEqual(first.statements.length)
	const cart = await cartOf(company)
	expect(cart?.lines.map(({ quantity, unitPrice, chosen, inside }) => [quantity / 10_000, unitPrice, chosen, inside.map(({ name }) => name)])).toEqual([
		[2, '79.000000', [skus.jug], ['New roast 1 kg', 'Milk jug']],
		[3, '104.000000', [skus.tamper], ['New roast 1 kg', 'Tamper']],
	])
	const refused = await addToCart(db, shopper, { cartId: null, rows: [row('1', [skus.jug, skus.tamper]), row('1', ['ROCK'])], locale: 'en', at })
	expect(refused).toMatchObject({
		ok: false,
		refusals: [
			{ code: 'BUNDLE_CHOICE_MANY', line: 1 },
			{ code: 'BUNDLE_CHOICE_UNKNOWN', line: 2 },
		],
	})
	await db`delete from order_line where account_id = ${accountId}`
	const { number } = await placeRows(db, company, [row('2', [skus.tamper])], 'PO-1')
	const parts =
		await db`select k.sku, trim_scale(k.quantity)::text as quantity, k.net_minor::int from allocation_component k where k.account_id = ${accountId} order by k.position`
	// By hand: 208.00 by 18.00 (the sale) : 49.90 of 67.90 is 55.139… and 152.860….
	expect(parts).toEqual([
		{ sku: skus.bean, quantity: '2', netMinor: 5514 },
		{ sku: skus.tamper, quantity: '2', netMinor: 15_286 },
	])
	const again = await openQuickOrder(db, shopper, { from: { kind: 'order', number }, locale: 'en', at })
	expect(again?.typed).toMatchObject([{ sku: row('1').sku, quantity: '2', chosen: [skus.tamper] }])
})

test('by its sum a set costs what was chosen; in a currency that an option has no difference in there is no price', async () => {
	const { company, id, row, slug } = await makeChoiceSet(db, 'chalk', 'sum')
	const { shopper, skus } = company
	const look = async (chosen: string[]) => (await openProduct(db, shopper, { slug, quantity: null, unit: null, chosen, locale: 'en', at }))?.price?.unitPrice
	expect([await look([]), await look([skus.tamper])]).toEqual(['37.950000', '67.900000'])
	await addToCart(db, shopper, { cartId: null, rows: [row('1', [skus.tamper])], locale: 'en', at })
	expect((await cartOf(company))?.lines[0]?.unitPrice).toBe('67.900000')
	await db`update product_bundle set pricing = 'own' where product_id = ${id}`
	await db`update bundle_component set differences = '{"CAD":"34.00"}' where bundle_id = ${id} and choice = 'tool' and not is_usual`
	expect([await look([]), await look([skus.tamper])]).toEqual(['79.000000', null])
	expect((await cartOf(company))?.refusals).toMatchObject([{ code: 'PRICE_ON_REQUEST', line: 1 }])
})

test('a choice that was closed since stands against the line that made it', async () => {
	const { company, id, row } = await makeChoiceSet(db, 'dolomite')
	const { shopper, skus, products } = company
	await addToCart(db, shopper, { cartId: null, rows: [row('1', [skus.tamper])], locale: 'en', at })
	expect((await cartOf(company))?.refusals).toEqual([])
	await db`delete from bundle_component where bundle_id = ${id} and component_id = ${products.tamper}`
	expect((await cartOf(company))?.refusals).toMatchObject([{ code: 'BUNDLE_CHOICE_OPEN', line: 1 }])
})
