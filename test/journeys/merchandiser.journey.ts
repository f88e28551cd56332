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
	await look(page, 'book-history')
	await page.getByRole('button', { name: 'Revertir' }).first().click()
	await sees(page, 'COF-NEW-1KG vuelve a su precio anterior.')
	await shopper.reload()
	await sees(shopper, '$18.00')
})
