import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'
const tomas = 'tomas.herrera@capricorn.example'
const product = '/products/winterlight-whole-beans-1-kg'

/** The whole fingerprint of the ledger in sight. */
const fingerprint = (page: Page) => page.locator('[data-price-ledger] code[title]').filter({ visible: true }).first().getAttribute('title')

test('A price is explained to Luka and to Tomás with one fingerprint, and Tomás sees what Luka reads and what changes on a day', async ({ shop, visit }) => {
	test.setTimeout(180_000)
	const buyer = await visit()
	await signIn(buyer, luka)
	await buyer.goto(`${product}?quantity=3`)
	await buyer.getByText('Why this price?').click()
	await sees(buyer, 'gives the lowest price that counts for you', 'Fargo Coffeehaus contract', '$18.00', '$18.50', '$20.00')
	const hers = await fingerprint(buyer)
	expect(hers).toMatch(/^[0-9a-f]{64}$/)
	await look(buyer, 'price-why')

	await buyer.getByRole('button', { name: 'Add to cart' }).first().click()
	await sees(buyer, 'In your cart: Winterlight')
	await buyer.goto('/cart')
	await buyer.getByText('Why this price?').first().click()
	expect(await fingerprint(buyer)).toBe(hers)
	await look(buyer, 'price-why-cart')

	const events = () =>
		shop.sql`select (select count(*)::int from outbox_event where account_id is not null) as events, (select count(*)::int from sales_order) as carts, (select count(*)::int from campaign_touch) as touches`
	const before = await events()
	const page = await visit('es-MX')
	await signIn(page, tomas)
	await page.getByRole('link', { name: 'Inspector de precios' }).click()
	await page.locator('main input[name=account]').fill('Fargo Coffeehaus')
	await page.locator('main input[name=product]').fill('COF-NEW-1KG')
	await page.locator('main input[name=quantity]').fill('3')
	await page.getByRole('button', { name: 'Calcular' }).click()
	await sees(page, '18,00 US$', 'Parte privada', 'Costo unitario')
	expect(await fingerprint(page)).toBe(hers)
	await look(page, 'inspector')

	await page.locator('body').press('b')
	await expect(page).toHaveURL(/view=buyer/)
	await expect(page.getByRole('heading', { name: 'Parte privada' })).toHaveCount(0)
	expect(await fingerprint(page)).toBe(hers)
	await look(page, 'inspector-buyer')
	await page.locator('body').press('b')
	await expect(page.getByRole('heading', { name: 'Parte privada' })).toBeVisible()

	// A year on, the sale of the new roast is over: an address to send to a colleague.
	const later = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10)
	await page.locator('body').press('c')
	await expect(page.locator('input[name=with]')).toBeFocused()
	await page.locator('input[name=with]').fill(later)
	await page.getByRole('button', { name: 'Calcular' }).click()
	await expect(page).toHaveURL(new RegExp(`with=${later}`))
	await sees(page, 'Qué cambia', 'Ya no cuenta', 'Otra lista da el precio.', '18,50 US$')
	await look(page, 'inspector-days')
	expect(await events()).toEqual(before)
})
