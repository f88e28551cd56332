import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { test } from './shop.ts'

const tomas = 'tomas.herrera@capricorn.example'
const luka = 'luka.novak@fargocoffeehaus.example'
const product = '/products/winterlight-whole-beans-1-kg'

/** Ten percent on a bag while 9.00 last; the last order gets what is left. */
async function write(page: Page) {
	const field = (name: string) => page.locator(`main [name="${name}"]`)
	await field('kind').selectOption('percent_line')
	await field('percent').fill('10')
	await field('skus').fill('COF-NEW-1KG')
	await field('code').fill('NINE-DOLLARS')
	await field('lane').fill('nine dollars')
	await field('validFrom').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
	await field('budgetMoney').fill('9')
	await field('budgetPolicy').selectOption('cap')
	await field('name.en').fill('Nine dollars of winter')
	await field('name.es').fill('Nueve dólares de invierno')
}

/** Three bags at 18.00 in the cart; what the cart says of the promotion is left to the journey. */
async function fill(shopper: Page) {
	await shopper.goto(product)
	await shopper.locator('main input[name=quantity]').first().fill('3')
	await shopper.getByRole('button', { name: 'Add to cart' }).first().click()
	await sees(shopper, 'In your cart: Winterlight')
	await shopper.goto('/cart')
}

async function place(shopper: Page, poNumber: string) {
	await shopper.goto('/checkout')
	await shopper.locator('input[name=poNumber]').fill(poNumber)
	await shopper.getByRole('button', { name: 'Place order' }).click()
	await shopper.waitForURL(/\/orders\//)
}

// Three orders, a simulation and a download: more than other journeys do.
test.setTimeout(240_000)

test('Tomás tries a promotion on past orders, publishes it, and it stops with its budget', async ({ visit }) => {
	const page = await visit('es-MX')
	const shopper = await visit()
	await signIn(page, tomas)
	await page.goto('/merchandising/promotions/new')
	await write(page)
	// It is said back while it is written, before anything is saved.
	await sees(page, /10\s?% de descuento/, /cuentas pueden recibirla/)
	await look(page, 'promotion-said')
	await page.getByRole('button', { name: 'Guardar el borrador' }).click()
	await sees(page, 'Guardado.')

	await page.getByRole('link', { name: 'Probar con pedidos pasados' }).click()
	await page.waitForURL(/simulate/)
	await look(page, 'simulate-empty')
	await page.getByRole('button', { name: 'Probar', exact: true }).click()
	await sees(page, /Terminado/, 'Ingresos', 'Margen')
	await look(page, 'simulate-done')
	const file = page.waitForEvent('download')
	await page.getByRole('link', { name: 'Todos los pedidos en un archivo' }).click()
	expect((await file).suggestedFilename()).toMatch(/^simulation-\d+\.csv$/)

	await page.getByRole('navigation', { name: 'Ruta' }).getByRole('link', { name: 'Nueve dólares de invierno' }).click()
	await page.getByRole('button', { name: /^Publicar/ }).click()
	await sees(page, 'Publicada: actúa desde ahora, dentro de sus fechas.')

	await signIn(shopper, luka)
	await fill(shopper)
	await sees(shopper, 'Nine dollars of winter', '-$5.40')
	await place(shopper, 'NINE-1')
	await fill(shopper)
	await sees(shopper, 'Nine dollars of winter', '-$3.60')
	await place(shopper, 'NINE-2')
	await fill(shopper)
	await sees(shopper, 'Its budget is used up.')
	await expect(shopper.getByText('-$5.40')).toHaveCount(0)
	await look(shopper, 'cart-budget-spent')
	await place(shopper, 'NINE-3')

	await page.reload()
	await sees(page, /9[.,]00.*9[.,]00/)
	await look(page, 'promotion-spent')
})
