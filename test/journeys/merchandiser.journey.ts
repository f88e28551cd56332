import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { test } from './shop.ts'

const tomas = 'tomas.herrera@capricorn.example'
const luka = 'luka.novak@fargocoffeehaus.example'
const product = '/products/winterlight-whole-beans-1-kg'

/** Tomás works in Spanish: a comma before the cents. */
async function save(page: Page, price: string) {
	await page.getByLabel('COF-NEW-1KG, escalón 1: precio').fill(price)
	await page.getByRole('button', { name: 'Guardar y aplicar' }).click()
}

test('Tomás changes a price in the grid: refused with what he typed, then in the shop at once, then taken back', async ({ visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	const page = await visit('es-MX')
	const shopper = await visit()
	await signIn(shopper, luka)
	await shopper.goto(product)
	await sees(shopper, '$18.00')

	await signIn(page, tomas)
	await expect(page.getByRole('heading', { level: 1, name: 'Listas de precios' })).toBeVisible()
	await look(page, 'books')
	await page.getByRole('link', { name: 'Fargo Coffeehaus' }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'Fargo Coffeehaus' })).toBeVisible()
	await look(page, 'book')

	await save(page, '-3')
	await expect(page.getByRole('alert')).toContainText('No se guardó nada')
	await expect(page.getByLabel('COF-NEW-1KG, escalón 1: precio')).toHaveValue('-3')
	await look(page, 'book-refused')
	await shopper.reload()
	await sees(shopper, '$18.00')

	await save(page, '17,20')
	await sees(page, /1 precio guardado/)
	await look(page, 'book-saved')
	await shopper.reload()
	await sees(shopper, '$17.20')

	await page.getByRole('link', { name: 'Historial de precios' }).click()
	await page.waitForURL(/history/)
	await look(page, 'book-history')
	await page.getByRole('button', { name: 'Revertir' }).first().click()
	await sees(page, 'COF-NEW-1KG vuelve a su precio anterior.')
	await shopper.reload()
	await sees(shopper, '$18.00')
})

/** Ten percent on a bag, from yesterday: whatever the hour, it is in its dates. */
async function writePromotion(page: Page) {
	const field = (name: string) => page.locator(`main [name="${name}"]`)
	await field('kind').selectOption('percent_line')
	await field('percent').fill('10')
	await field('currency').selectOption('USD')
	await field('skus').fill('COF-NEW-1KG')
	await field('code').fill('WINTER-WEEK')
	await field('lane').fill('winter week')
	await field('validFrom').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
	await field('name.es').fill('Semana de invierno')
}

test('Tomás writes a promotion: nobody sees the draft, and published it is in Luka’s cart', async ({ visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	const page = await visit('es-MX')
	const shopper = await visit()
	await signIn(shopper, luka)
	await shopper.goto(product)
	await shopper.locator('main input[name=quantity]').first().fill('3')
	await shopper.getByRole('button', { name: 'Add to cart' }).first().click()
	await sees(shopper, 'In your cart: Winterlight')

	await signIn(page, tomas)
	await page.goto('/merchandising/promotions')
	await look(page, 'promotions')
	await page.goto('/merchandising/promotions/new')
	await writePromotion(page)
	await page.getByRole('button', { name: 'Guardar el borrador' }).click()
	await expect(page.getByRole('alert')).toContainText('No se guardó nada')
	await expect(page.locator('main [name="name.es"]')).toHaveValue('Semana de invierno')
	await look(page, 'promotion-refused')
	await page.locator('main [name="name.en"]').fill('Winter week')
	await page.getByRole('button', { name: 'Guardar el borrador' }).click()
	await sees(page, 'Guardado.')
	await look(page, 'promotion-draft')
	await shopper.goto('/cart')
	await sees(shopper, '$54.00')
	await expect(shopper.getByText('Winter week')).toHaveCount(0)

	await page.getByRole('button', { name: /^Publicar/ }).click()
	await sees(page, 'Publicada: actúa desde ahora, dentro de sus fechas.')
	await look(page, 'promotion-live')
	await shopper.reload()
	// 10 % of 3 × 18.00
	await sees(shopper, 'Winter week', '$5.40', '$48.60')
	await look(shopper, 'cart-promotion')

	await page.getByRole('button', { name: 'Detener esta promoción' }).click()
	await sees(page, 'Detenida: ya no actúa.')
	await shopper.reload()
	await expect(shopper.getByText('Winter week')).toHaveCount(0)
})
