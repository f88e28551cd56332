import { look } from './look.ts'
import { openMail, sees, signIn } from './people.ts'
import { expect, expectAccessible, test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'

test('Luka orders an order again every week: the clock places it, and a PO number that was used holds the next one for him', async ({ shop, page }) => {
	test.setTimeout(180_000)
	await signIn(page, luka)
	await page.goto('/orders')
	await page.locator('main table a').first().click()
	await page.getByRole('link', { name: 'Order regularly' }).click()
	await expectAccessible(page)
	await page.getByLabel('Name').fill('Bar every Monday')
	await page.getByLabel('Hold it when a price moves').fill('20')
	await page.getByLabel('PO number', { exact: true }).fill('WEEKLY-BAR')
	await page.getByLabel('The PO number').selectOption('fixed')
	await page.getByRole('button', { name: 'Make the standing order' }).click()
	await sees(page, /^Every Monday for /, 'The next run, at today’s prices', 'WEEKLY-BAR')
	await expectAccessible(page)
	await look(page, 'standing-order')
	const address = page.url()
	const placed = () => shop.sql`select number from sales_order where channel = 'standing_order' and placed_at is not null`

	await shop.reopen({ KONTOR_CLOCK_OFFSET: '+8d' })
	await expect.poll(placed, { timeout: 20_000 }).toHaveLength(1)
	const [order] = await placed()
	await page.goto(address)
	await page.getByRole('link', { name: String(order?.['number']) }).click()
	// The number stands on both pages: only the order's own heading says that the way there is ended.
	await expect(page.getByRole('heading', { level: 1, name: new RegExp(String(order?.['number'])) })).toBeVisible()
	await sees(page, 'WEEKLY-BAR')

	// Of all hours at which this may be walked: a week after the run that was placed it is past six in the morning.
	await shop.reopen({ KONTOR_CLOCK_OFFSET: '+16d' })
	await openMail(page, luka, /Bar every Monday waits for you/)
	await page.goto(address)
	await sees(page, 'This run waits for you', /WEEKLY-BAR was used before/)
	await expectAccessible(page)
	await look(page, 'standing-order-held')
	expect(await placed()).toHaveLength(1)
	await page.getByRole('button', { name: 'Leave it out' }).click()
	await sees(page, 'Skipped')
})
