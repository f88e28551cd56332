import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { openMail, sees, signIn, typeCard } from './people.ts'
import { test } from './shop.ts'

const mina = 'mina.park@harborclinics.example'
const bag = 'COF-HOU-1KG'

async function pasteRows(page: Page, rows: string) {
	await page.goto('/cart')
	const paste = page.getByRole('group').filter({ has: page.getByText('Add several products at once') })
	const text = paste.locator('textarea')
	if (!(await text.isVisible())) await paste.locator('summary').click()
	await text.fill(rows)
	await paste.getByRole('button', { name: 'Add to cart' }).click()
}

async function place(page: Page) {
	await page.getByRole('button', { name: 'Place order' }).click()
}

test('Mina may see but not yet buy machines, pays by card only, up to a cap, and orders after her bank asked her', async ({ shop, visit, quiet }) => {
	test.setTimeout(180_000)
	quiet.expected.push(/status of 422/)
	const page = await visit()
	await signIn(page, mina)
	await look(page, 'new-home')

	await test.step('a machine: why not, and what lifts it', async () => {
		await page.goto('/catalog/machines')
		await look(page, 'new-machines')
		await page.locator('main a[href*="/products/"]').first().click()
		await sees(page, 'Your account cannot buy this kind of product yet.', 'It opens with the next step of your account.')
		await expect(page.getByRole('button', { name: 'Add to cart' })).toHaveCount(0)
		await look(page, 'new-machine')
		await pasteRows(page, 'MAC-ESP-CAP1 1')
		await sees(page, 'Your account may not buy this kind of product yet.')
		await look(page, 'new-cart-blocked')
		// What she may not buy does not enter the cart, and what she typed is still there.
		await expect(page.getByRole('link', { name: 'Cart, 0 lines' })).toBeVisible()
		await expect(page.getByRole('textbox').filter({ hasText: 'MAC-ESP-CAP1' }).first()).toHaveValue(/MAC-ESP-CAP1/)
	})

	await test.step('the cap: refused with its figure, then an order below it', async () => {
		await pasteRows(page, `${bag} 40`)
		await expect(page.getByRole('rowheader', { name: new RegExp(bag) })).toBeVisible()
		await page.goto('/checkout')
		await sees(page, /One order may come to \$600\.00 at most/, 'Order in parts, or ask your sales representative.')
		await sees(page, 'Not open to this order')
		await look(page, 'new-checkout-cap')
		await page.goto('/cart')
		await page.getByRole('spinbutton').first().fill('4')
		await page.keyboard.press('Tab')
		// Forty were cheaper each than four: the shop says so before it changes anything.
		await sees(page, 'With less of it, one costs more')
		await look(page, 'new-price-rises')
		await page.getByRole('button', { name: 'Change it anyway' }).click()
		await sees(page, 'Everything is saved.')
	})

	await test.step('a card that the bank declines, then one that it asks about', async () => {
		await page.goto('/checkout')
		await look(page, 'new-checkout-card')
		await typeCard(page, '4000 0000 0000 0002')
		await place(page)
		await sees(page, /bank declined the card/)
		await look(page, 'new-declined')
		await typeCard(page, '4000 0025 0000 3155')
		await place(page)
		await answerBank(page)
		await page.waitForURL(/\/orders\//)
		await look(page, 'new-order')
	})

	const number = page.url().split('/').at(-1) ?? ''

	await test.step('she keeps a card, her bank asks her once, and the next order is paid with it', async () => {
		await page.goto('/company/cards')
		await look(page, 'new-cards-none')
		await typeCard(page, '4000 0025 0000 3155')
		await page.getByRole('button', { name: 'Save card' }).click()
		await answerBank(page)
		await sees(page, 'Visa •••• 3155', 'Offered first')
		await look(page, 'new-cards')
		await pasteRows(page, `${bag} 2`)
		await expect(page.getByRole('rowheader', { name: new RegExp(bag) })).toBeVisible()
		await page.goto('/checkout')
		await expect(page.getByRole('radio', { name: /Visa ending in 3155/ })).toBeChecked()
		await look(page, 'new-checkout-saved')
		await place(page)
		await answerBank(page)
		await page.waitForURL(new RegExp(`/orders/(?!${number})`))
	})

	await openMail(page, mina, new RegExp(`Order ${number} is placed`))
	const [kept] = await shop.sql`
		select (select count(*)::int from sales_order o join contact c on c.id = o.contact_id where c.email = ${mina} and o.stage = 'placed') as orders`
	expect(kept).toEqual({ orders: 2 })
})

/** The bank's own page, in a frame over the shop or in its place. */
async function answerBank(page: Page) {
	const answer = page.locator('iframe').last().contentFrame().locator('button[value=complete]').or(page.locator('button[value=complete]'))
	await answer.click()
}
