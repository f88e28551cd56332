import { type Browser, expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { expected } from './luka.expected.ts'
import { openMail, sees, signIn, typeCard } from './people.ts'
import { type Shop, test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'
const natalie = 'natalie.ortiz@capricorn.example'
const yuki = 'yuki.tanaka@capricorn.example'

/** Who works where: each at a browser of her own. */
type Cast = { shop: Shop; luka: Page; natalie: Page; yuki: Page; browser: Browser }

test('The story: a mail, a cart gone quiet, a call, an order on behalf, a delivery, a payment', async ({ shop, visit, browser, quiet }) => {
	// A refused form answers 422, and the browser notes it.
	quiet.expected.push(/status of 422/)
	test.setTimeout(180_000)
	const cast: Cast = { shop, browser, luka: await visit(), natalie: await visit(), yuki: await visit('ja-JP') }
	await test.step('Yuki sends the new roast to the segment', () => sends(cast))
	await test.step('Luka follows the mail; a scanner before him changes nothing', () => follows(cast))
	await test.step('Luka signs in with one click and sees his own price', () => seesOwnPrice(cast))
	await test.step('Luka puts three in his cart, and the cart goes quiet', () => leavesCart(cast))
	await test.step('Natalie reads why she should call, and shops as Luka', () => readsAlert(cast))
	await test.step('Natalie fills the cart for three stores and places it on a purchase order', () => ordersOnBehalf(cast))
	await test.step('Luka is told, Natalie reaches her goal once', () => areTold(cast))
	await test.step('Natalie ships a delivery; Luka sees where it is, and the invoice', () => ships(cast))
	await test.step('Luka pays several invoices with one payment', () => pays(cast))
})

async function sends({ yuki: page }: Cast) {
	await signIn(page, yuki)
	await expect(page).toHaveURL(/\/marketing$/)
	await look(page, 'marketing')
	await page.getByRole('link', { name: 'New roast: Winterlight' }).click()
	await page.waitForURL(/sends\/\d+/)
	await look(page, 'marketing-send-draft')
	await page.getByRole('button', { name: /送信/ }).click()
	await sees(page, '送信済み')
	await expect(async () => {
		await page.reload()
		await expect(page.getByRole('row', { name: /Luka Novak/ })).toContainText('に送信')
	}).toPass({ timeout: 20_000 })
	await look(page, 'marketing-send-sent')
}

async function follows({ shop, luka: page }: Cast) {
	await openMail(page, luka, /Winterlight is here/)
	await look(page, 'mailbox-campaign')
	const link = page.frameLocator('iframe').getByRole('link', { name: 'See Winterlight' })
	const scanned = await fetch((await link.getAttribute('href')) ?? '')
	expect(scanned.status).toBe(200)
	expect(await scanned.text()).not.toContain(expected.ownPrice)
	await expect(page.frameLocator('iframe').getByText('Hello Luka')).toBeVisible()
	const [wrote] = await shop.sql`
		select (select count(*)::int from campaign_touch) as touches, (select count(*)::int from campaign_touch where confirmed_at is not null) as confirmed,
			(select count(*)::int from outbox_event where topic = 'campaign.touch_confirmed') as told,
			(select count(*)::int from sales_order where stage = 'cart' and created_at > now() - interval '1 hour') as carts`
	expect(wrote).toEqual({ touches: 1, confirmed: 0, told: 0, carts: 0 })
	await link.click()
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
	await sees(page, expected.product)
	await expect(page.getByText(/\$\d/)).toHaveCount(0)
	await look(page, 'campaign-link')
}

async function seesOwnPrice({ luka: page }: Cast) {
	await page.getByRole('button', { name: 'Sign in and see your price' }).click()
	await page.waitForURL(/sign-in/)
	await look(page, 'sign-in')
	await page.locator('input[name=email]').fill(luka)
	await page.locator('button[value=code]').click()
	await expect(page.locator('input[name=code]')).toBeVisible()
	await look(page, 'sign-in-code')
	await openMail(page, luka, /sign-in code/)
	await page.frameLocator('iframe').getByRole('link', { name: 'Sign in with one click' }).click()
	await expect(page.locator('input[name=code]')).toHaveValue(/^\d{6}$/)
	await page.locator('button[value=sign-in]').click()
	await page.waitForURL(/\/products\//)
	await expect(page.getByRole('heading', { level: 1, name: expected.product })).toBeVisible()
	await sees(page, expected.ownPrice)
	await look(page, 'product')
}

async function leavesCart({ shop, luka: page }: Cast) {
	await page.getByText('Why this price?').click()
	await sees(page, 'Sale')
	await look(page, 'product-why')
	await page.locator('main input[name=quantity]').first().fill('3')
	await page.getByRole('button', { name: 'Add to cart' }).first().click()
	await expect(page.getByText('In your cart: Winterlight')).toBeVisible()
	await page.goto('/cart')
	await sees(page, expected.firstGoods)
	await look(page, 'cart-three')
	// Nothing but the clock makes the cart old: the shop closes, and opens hours later.
	await shop.reopen({ KONTOR_CLOCK_OFFSET: '+5h' })
}

async function readsAlert({ natalie: page }: Cast) {
	await signIn(page, natalie)
	const alert = page.getByRole('article')
	await expect(async () => {
		await page.goto('/desk')
		await expect(alert).toHaveCount(1, { timeout: 500 })
	}).toPass({ timeout: 20_000 })
	for (const fact of ['“New roast”', '3 × Winterlight', '30 % off espresso-machine accessories', 'Qualifies for Net 45 in place of Net 30', '$54.00']) {
		await expect(alert).toContainText(fact)
	}
	await expect(alert.getByText('Accounts alike bought')).toBeVisible()
	await expect(page.getByRole('heading', { level: 2, name: /Call Luka Novak/ })).toBeVisible()
	await look(page, 'desk-today')
	await alert.getByText('Dismiss', { exact: true }).click()
	await alert.getByText('Note a call').click()
	await look(page, 'desk-alert-open')
	await alert.getByRole('link', { name: 'Fargo Coffeehaus' }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'Fargo Coffeehaus' })).toBeVisible()
	await look(page, 'desk-account')
	await page.goto('/desk')
	await alert.getByRole('button', { name: 'Shop as Luka Novak' }).click()
	await page.waitForURL(/\/cart$/)
	await expect(page.getByText('You are ordering for Fargo Coffeehaus (Luka Novak).')).toBeVisible()
}

/** A field of the matrix: so many of a product for a store, saved when the page says so. */
async function fillCell(page: Page, product: string, store: string, quantity: string) {
	await page.getByLabel(`${product} for ${store}`).fill(quantity)
	await page.keyboard.press('Tab')
	await expect(page.getByText('Everything is saved.')).toBeVisible()
}

async function addStore(page: Page, store: string) {
	const form = page.getByRole('group').filter({ has: page.getByText('Deliver to a further store') })
	if (!(await form.locator('select').isVisible())) await form.locator('summary').click()
	await form.locator('select').selectOption({ label: store })
	await form.getByRole('button', { name: 'Add delivery' }).click()
	await expect(page.getByRole('columnheader', { name: store.split(',')[0] ?? '' })).toBeVisible()
}

async function ordersOnBehalf({ natalie: page }: Cast) {
	await addStore(page, 'Grand Forks Town Square, Grand Forks')
	await addStore(page, 'Moorhead Center, Moorhead')
	await fillCell(page, expected.bag, 'Grand Forks Town Square', '1')
	await fillCell(page, expected.bag, 'Moorhead Center', '1')
	await sees(page, expected.tierPrice)
	const paste = page.getByRole('group').filter({ has: page.getByText('Add several products at once') })
	await paste.locator('summary').click()
	await paste.locator('textarea').fill('ACC-TMP-58 1\nNO-SUCH-1 2')
	await paste.locator('select').selectOption({ label: 'Fargo Broadway, Fargo' })
	await paste.getByRole('button', { name: 'Add to cart' }).click()
	await expect(paste.getByRole('alert')).toContainText('Row 2')
	await look(page, 'cart-paste-refused')
	await paste.locator('textarea').fill('ACC-TMP-58 1\nACC-PIT-600 1')
	await paste.getByRole('button', { name: 'Add to cart' }).click()
	await expect(page.getByRole('row', { name: /Milk pitcher/ })).toBeVisible()
	await fillCell(page, 'Calibrated tamper, 58 mm', 'Grand Forks Town Square', '1')
	await sees(page, expected.goods, expected.net, expected.total)
	await look(page, 'cart-behalf')
	await page.getByRole('link', { name: 'Check out' }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'Checkout' })).toBeVisible()
	await sees(page, expected.terms)
	await look(page, 'checkout')
	await page.getByLabel('PO number').fill('FCH-2041')
	await page.getByRole('button', { name: 'Place order' }).click()
	await page.waitForURL(/\/orders\//)
	await sees(page, expected.total)
	await look(page, 'order-placed-behalf')
}

async function areTold({ luka: page, natalie: desk }: Cast) {
	await openMail(page, luka, /Natalie Ortiz placed order/)
	await expect(page.frameLocator('iframe').getByText(expected.total).first()).toBeVisible()
	await look(page, 'mailbox-behalf')
	await openMail(desk, natalie, /You reached your goal/)
	await desk.goto('/desk')
	await expect(desk.getByText('You reached your goal of this period.')).toHaveCount(1)
	await expect(desk.getByRole('article')).toHaveCount(0)
	await look(desk, 'desk-goal')
	await page.goto('/orders')
	await look(page, 'orders')
	await page.getByRole('row').nth(1).getByRole('link').first().click()
	await sees(page, expected.total)
	for (const store of ['Fargo Broadway', 'Grand Forks Town Square', 'Moorhead Center']) await expect(page.getByRole('heading', { name: store })).toBeVisible()
	await look(page, 'order')
}

async function shipOne(desk: Page, { number, store, tracking }: { number: string; store: string; tracking: string }) {
	await desk.goto(`/desk/warehouse?q=${number}`)
	await desk.getByRole('link', { name: store }).click()
	await desk.getByLabel('Carrier').fill('UPS')
	await desk.getByLabel('Tracking number').fill(tracking)
	await desk.getByRole('button', { name: 'Ship' }).click()
	await desk.waitForURL(/\/desk\/warehouse$/)
}

async function ships({ luka: page, natalie: desk }: Cast) {
	const number = page.url().split('/').at(-1) ?? ''
	await desk.goto(`/desk/warehouse?q=${number}`)
	await look(desk, 'warehouse')
	await desk.getByRole('link', { name: 'Moorhead Center' }).click()
	await desk.waitForURL(/warehouse\/\d+/)
	await look(desk, 'warehouse-packing')
	await shipOne(desk, { number, store: 'Moorhead Center', tracking: '1Z999AA10123456784' })
	await openMail(page, luka, new RegExp(`${number} is on its way`))
	await page.goto(`/orders/${number}`)
	await sees(page, '1Z999AA10123456784', 'Shipped')
	await look(page, 'order-shipped')
	// Fargo wishes one invoice for a whole order: it comes with the last delivery.
	await page.goto(`/invoices?q=${number}`)
	await sees(page, 'Nothing matches')
	await shipOne(desk, { number, store: 'Fargo Broadway', tracking: '1Z999AA10123456785' })
	await shipOne(desk, { number, store: 'Grand Forks Town Square', tracking: '1Z999AA10123456786' })
	await page.reload()
	await expect(page.getByRole('row').filter({ hasText: number })).toContainText(expected.total)
	await page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click()
	await sees(page, expected.total)
	await look(page, 'invoice')
}

async function pays({ shop, luka: page }: Cast) {
	await page.goto('/invoices')
	await look(page, 'invoices')
	const boxes = page.getByRole('checkbox', { name: /Choose invoice/ })
	const many = await boxes.count()
	expect(many).toBeGreaterThan(1)
	await page.getByRole('checkbox', { name: 'Choose all on this page' }).check()
	await sees(page, `${many} invoices chosen`)
	await page.getByRole('button', { name: 'Pay what is chosen' }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'Pay invoices' })).toBeVisible()
	await typeCard(page, '4000 0000 0000 0002')
	await page.getByRole('button', { name: 'Pay now' }).click()
	await expect(page.getByRole('alert').first()).toBeVisible()
	await look(page, 'pay-declined')
	await typeCard(page, '4242 4242 4242 4242')
	await page.getByRole('button', { name: 'Pay now' }).click()
	await page.waitForURL(/\/invoices\?paid=/)
	await sees(page, 'Thank you, the payment has arrived', `${many} invoices with one payment`)
	await look(page, 'invoices-paid')
	const [paid] = await shop.sql`
		select count(distinct a.payment_id)::int as payments, count(*)::int as invoices from payment_application a
		where a.payment_id = ${Number(new URL(page.url()).searchParams.get('paid'))}`
	expect(paid).toEqual({ payments: 1, invoices: many })
}
