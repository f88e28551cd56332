import { expect } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { test } from './shop.ts'

const elodie = 'elodie.tremblay@cafemistral.example'
const marc = 'marc.gagnon@capricorn.example'

/** Words of the English shop that stand on these pages in one form or another. */
const english = /\b(Cart|Search|Orders|Invoices|Company|Sign out|Add to cart|Your price|Price on request|Why this price|Checkout|Promotions apply)\b/

test('Élodie buys in Canadian French and Canadian dollars; what has no price yet says so, and may be asked for', async ({ visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	const page = await visit('fr-CA')
	const inFrench = async (name: string) => {
		await expect(page.locator('html')).toHaveAttribute('lang', 'fr-CA')
		await expect(page.locator('body'), `${page.url()} is French throughout`).not.toContainText(english, { useInnerText: true })
		await look(page, name)
	}
	await page.goto('/')
	await inFrench('fr-guest')
	await signIn(page, elodie)
	await sees(page, /Élodie/)
	await inFrench('fr-home')

	await page.goto('/catalog/coffee')
	await expect(page.getByRole('heading', { level: 1, name: 'Café' })).toBeVisible()
	// Canadian dollars, written as in Montréal: the sign after the figure, a comma before the cents, and no other money.
	await sees(page, /\d,\d\d\s\$/)
	await expect(page.locator('main')).not.toContainText(/\$\s?\d|US/, { useInnerText: true })
	await inFrench('fr-catalog')

	await page.goto('/products/winterlight-whole-beans-1-kg')
	await expect(page.getByRole('heading', { level: 1, name: /Lumière d’hiver/ })).toBeVisible()
	await sees(page, 'Prix sur demande')
	await inFrench('fr-on-request')
	await page.getByRole('button', { name: 'Demander un prix' }).click()
	await expect(
		page
			.getByRole('status')
			.or(page.locator('[aria-live]'))
			.filter({ hasText: /représentant|conseill/ })
			.first(),
	).toBeVisible()
	await inFrench('fr-asked')

	await page.goto('/cart')
	await inFrench('fr-cart-empty')

	// Marc keeps the account: his desk says who asks for what, in his own French.
	const desk = await visit('fr-CA')
	await signIn(desk, marc)
	await expect(async () => {
		await desk.goto('/desk')
		await expect(desk.getByText(/Café Mistral.*COF-NEW-1KG|COF-NEW-1KG.*Café Mistral/).first()).toBeVisible({ timeout: 500 })
	}).toPass({ timeout: 20_000 })
	await look(desk, 'fr-desk')
})
