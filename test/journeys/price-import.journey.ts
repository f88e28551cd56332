import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { test } from './shop.ts'

const tomas = 'tomas.herrera@capricorn.example'
const luka = 'luka.novak@fargocoffeehaus.example'
const product = '/products/winterlight-whole-beans-1-kg'

/** Tomás works in Spanish: a comma before the cents, and semicolons between the cells. */
const file = `sku;from;price
COF-NEW-1KG;1;16,80
COF-NEW-1KG;12;16,05
ACC-KET-S;1;39,50
NOPE-1;1;5
`

async function stage(page: Page): Promise<void> {
	await page.goto('/merchandising')
	await page.getByRole('link', { name: 'Fargo Coffeehaus' }).click()
	await page.getByRole('link', { name: 'Importar', exact: true }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'Importar', exact: true })).toBeVisible()
	await look(page, 'import')
	await page.locator('input[type=file]').setInputFiles({ name: 'precios.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
	await page.getByRole('button', { name: 'Comparar' }).click()
	// The worker compares; the page looks again by itself.
	await expect(page.getByRole('heading', { level: 1, name: 'Lo que cambiaría' })).toBeVisible({ timeout: 20_000 })
}

test('Tomás imports a file: he sees what would change, publishes it, the shop shows it at once, and he takes the version back', async ({ visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	const page = await visit('es-MX')
	const shopper = await visit()
	await signIn(shopper, luka)
	await shopper.goto(product)
	await sees(shopper, '$18.00')

	await signIn(page, tomas)
	await page.goto('/merchandising/coverage')
	await look(page, 'coverage')
	await stage(page)
	await sees(page, 'precios.csv', /1 fila rechazada queda fuera/, /No hay ningún producto/)
	await look(page, 'import-draft')
	await shopper.reload()
	await sees(shopper, '$18.00')

	await page.getByRole('button', { name: 'Publicar 2 cambios como versión 2' }).click()
	await sees(page, /es la versión 2 y la tienda ya la muestra/)
	await look(page, 'versions')
	await shopper.reload()
	await sees(shopper, '$16.80')

	await page.getByRole('button', { name: 'Volver a antes de 2' }).click()
	await sees(page, /2 precios están como antes de la versión 2/)
	await shopper.reload()
	await sees(shopper, '$18.00')
})

test('Tomás plans a price for a later day: it stands in the schedule, and today’s stays until then', async ({ visit }) => {
	const page = await visit('es-MX')
	await signIn(page, tomas)
	await page.goto('/merchandising')
	await page.getByRole('link', { name: 'Fargo Coffeehaus' }).click()
	await page.getByRole('link', { name: 'Calendario' }).click()
	await page.locator('main [name=sku]').fill('COF-NEW-1KG')
	await page.locator('main [name=price]').fill('16,90')
	const later = new Date(Date.now() + 120 * 86_400_000).toISOString().slice(0, 10)
	await page.locator('main [name=beginsOn]').fill(later)
	await page.getByRole('button', { name: 'Comparar' }).click()
	await page.getByRole('button', { name: 'Publicar 1 cambio como versión 2' }).click({ timeout: 20_000 })
	await page.getByRole('link', { name: 'Calendario' }).click()
	await expect(page.locator('main')).toContainText('16,90')
	await expect(page.locator('main')).toContainText('18,50')
	await look(page, 'schedule')
})

test('the rooms of taxes and shipping stand in nobody’s way, and say what a delivery would cost', async ({ visit }) => {
	const page = await visit('es-MX')
	await signIn(page, tomas)
	await page.goto('/merchandising/shipping?country=US&region=ND&kilograms=12&amount=100')
	await sees(page, '14,00')
	await look(page, 'shipping')
	await page.goto('/merchandising/taxes')
	await look(page, 'taxes')
	await page.goto('/merchandising/taxes/certificates')
	await look(page, 'certificates')
})

test('a file of any kind is refused, tried and brought in, and nothing of that room stands in anybody’s way', async ({ visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	const page = await visit('es-MX')
	await signIn(page, tomas)
	await page.goto('/merchandising/import-export')
	await look(page, 'import-room')
	const give = async (name: string, text: string) => {
		await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
		await page.getByRole('button', { name: 'Probar' }).click()
	}
	await give('rumbo.csv', 'rumbo,distancia\nnorte,12\n')
	await sees(page, 'rumbo.csv no se aceptó')
	await look(page, 'import-room-refused')

	await give('sinonimos.csv', 'locale,term,created_at,means,both_ways\nes,cafecito,,{café},false\nes,nada,,{},false\n')
	await expect(page.getByRole('heading', { level: 1, name: 'sinonimos.csv' })).toBeVisible()
	await sees(page, 'Terminado', '2 de 2 filas')
	await look(page, 'import-room-trial')
	await page.getByRole('button', { name: 'Importar 1 fila' }).click()
	await sees(page, /Entró todo menos 1 fila/)
	await look(page, 'import-room-done')
	await page.goto('/merchandising/import-export')
	await sees(page, 'sinonimos.csv')
	await look(page, 'import-room-full')
})
