import { expect } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'
const natalie = 'natalie.ortiz@capricorn.example'
const [bean, brush] = ['COF-HUE-1KG', 'ACC-BRU-G']

test('A quote: asked from the cart, offered, countered, offered again, accepted, and ordered at its price', async ({ shop, visit, quiet }) => {
	quiet.expected.push(/status of 422/)
	test.setTimeout(180_000)
	const [buyer, rep] = [await visit(), await visit()]
	await signIn(buyer, luka)
	await signIn(rep, natalie)
	const lastDay = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)

	await test.step('Luka asks for a price on what is in his cart', async () => {
		await buyer.goto('/quick-order')
		await buyer.getByText('Paste a list').click()
		await buyer.getByLabel('Rows from a spreadsheet or a mail').fill(`${bean} 40\n${brush} 6`)
		await buyer.getByRole('button', { name: 'Take these rows' }).click()
		await buyer.getByRole('button', { name: 'Add 2 rows' }).click()
		await sees(buyer, '2 rows are in the cart.')
		await buyer.goto('/cart')
		await buyer.getByRole('button', { name: 'Ask for a quote' }).click()
		await buyer.waitForURL(/\/quotes\/Q-/)
		await sees(buyer, 'Asked', bean)
		await look(buyer, 'quote-asked')
	})
	const number = buyer.url().split('/').at(-1) ?? ''

	await test.step('Natalie may not go below what is hers to give, and offers', async () => {
		await rep.goto('/desk/quotes')
		await rep.getByRole('link', { name: number }).first().click()
		await rep.getByRole('spinbutton', { name: /Unit price of Huehuetenango/ }).fill('1')
		await rep.getByLabel('Last day').fill(lastDay)
		await rep.getByRole('button', { name: 'Send the offer' }).click()
		await sees(rep, 'This was not done')
		await look(rep, 'desk-quote-refused')
		await rep.getByRole('spinbutton', { name: /Unit price of Huehuetenango/ }).fill('21.50')
		await rep.getByLabel('Last day').fill(lastDay)
		await rep.getByRole('button', { name: 'Send the offer' }).click()
		await sees(rep, 'Offered')
		await look(rep, 'desk-quote-offered')
	})

	await test.step('Luka answers with another price, Natalie meets it in part', async () => {
		await buyer.reload()
		await sees(buyer, 'Answer with other terms')
		await buyer.getByRole('spinbutton', { name: /Unit price of Huehuetenango/ }).fill('20.50')
		await buyer.getByRole('button', { name: 'Send the counter-offer' }).click()
		await sees(buyer, 'Countered')
		await look(buyer, 'quote-countered')
		await rep.reload()
		await rep.getByRole('spinbutton', { name: /Unit price of Huehuetenango/ }).fill('20.90')
		await rep.getByLabel('Last day').fill(lastDay)
		await rep.getByRole('button', { name: 'Send the offer' }).click()
		await sees(rep, /4 · offered/)
	})

	await test.step('Luka accepts, and orders at the quoted price', async () => {
		await buyer.reload()
		await sees(buyer, /Price \$20\.50 → \$20\.90/)
		await look(buyer, 'quote-offered-again')
		await buyer.getByRole('button', { name: 'Accept and put into the cart' }).click()
		await buyer.waitForURL(/\/cart/)
		await sees(buyer, '$20.90')
		await look(buyer, 'cart-quoted')
		await buyer.goto('/checkout')
		await buyer.getByLabel('PO number').fill('FCH-QUOTE')
		await buyer.getByRole('button', { name: 'Place order' }).click()
		await buyer.waitForURL(/\/orders\//)
	})

	const [line] = await shop.sql<{ price: string; quantity: string }[]>`
		select l.unit_price::text as price, trim_scale(l.quantity)::text as quantity from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id
		where o.po_number = 'FCH-QUOTE' and l.sku = ${bean} and l.quoted is not null`
	expect(line).toEqual({ price: '20.900000', quantity: '40' })
	await expect(async () => {
		await buyer.goto(`/quotes/${number}`)
		await expect(buyer.getByText(/was placed with it/)).toBeVisible({ timeout: 1000 })
	}).toPass({ timeout: 10_000 })
})
