import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { sees, signIn, typeCard } from './people.ts'
import { type Shop, test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'

type Wish = { sku: string; store: string; day: string }

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Three hundred rows of a spreadsheet: sixty products for each of five stores, on three days in turn. */
async function rowsOf({ sql }: Shop): Promise<Wish[]> {
	const stores = await sql<{ code: string }[]>`
		select l.code from location l join contact c on c.account_id = l.account_id where c.email = ${luka} and l.is_active order by l.is_default desc, l.name limit 5`
	const products = await sql<{ sku: string }[]>`
		select p.sku from product p join price_book_entry e on e.product_id = p.id join price_book b on b.id = e.price_book_id and b.rung = 'base' and b.currency = 'USD'
		where p.kind in ('simple','variant') and p.status = 'active' and p.product_class in ('coffee','accessory','consumable') and p.minimum_quantity = 1 and p.increment_quantity = 1 and e.unit_code = p.unit_code
			and p.superseded_by_id is null and p.stock_policy <> 'substitute' and (p.stock_policy = 'untracked' or (select sum(s.on_hand - s.reserved) from stock_level s where s.product_id = p.id) > 20)
		group by p.id, p.sku order by min(e.tier_price[1]), p.sku limit 60`
	const days = [dayIn(7), dayIn(14), dayIn(21)]
	return products.flatMap(({ sku }, row) => stores.map(({ code }, store) => ({ sku, store: code, day: days[(row + store) % 3] ?? '' })))
}

test('Luka pastes three hundred rows for five stores and three days, puts one right, and places one order beyond his credit', async ({
	shop,
	visit,
	quiet,
}) => {
	quiet.expected.push(/status of 422/)
	test.setTimeout(240_000)
	const page = await visit()
	await signIn(page, luka)
	const wishes = await rowsOf(shop)
	expect(wishes).toHaveLength(300)

	await test.step('every row is answered before anything enters the cart', async () => {
		await page.getByRole('link', { name: 'Quick order' }).first().click()
		await page.waitForURL(/quick-order/)
		await look(page, 'quick-order-empty')
		const table = [
			'sku\tqty\tship_to_code\trequested_on',
			...wishes.map(({ sku, store, day }) => [sku, 1, store, day].join('\t')),
			'NO-SUCH-THING\t4\t\t',
			`${wishes[0]?.sku}\t2\tNOWHERE\t`,
		]
		await page.getByText('Paste a list').click()
		await page.getByLabel('Rows from a spreadsheet or a mail').fill(table.join('\n'))
		await page.getByRole('button', { name: 'Take these rows' }).click()
		await sees(page, '302 rows', '2 to put right')
		await look(page, 'quick-order-long')
		await page.getByRole('button', { name: 'Add 300 rows' }).click()
		await sees(page, '300 rows are in the cart.', '2 rows', '2 to put right')
		// What could not go is still there; one is put right and follows, the other is taken away.
		await page.getByLabel('Store, Row 2').selectOption({ index: 0 })
		await sees(page, '1 to put right')
		await look(page, 'quick-order-rest')
	})

	const cart = await cartOf(shop)
	expect(cart).toMatchObject({ lines: 60, cells: 300, deliveries: 15, units: 300 })
	await page.goto('/cart')
	await expect(page.getByRole('row').first()).toBeVisible()
	await look(page, 'cart-300')
	await test.step('the sheet draws what is seen, and keys lead to its last cell', () => editLastCell(page, shop))
	const total = await place(page)

	const order = await orderOf(shop)
	expect(order).toMatchObject({ lines: 60, cells: 300, deliveries: 15, units: 300, status: 'placed' })
	expect(`$${(Number(order?.['totalMinor']) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`).toBe(total)
	await look(page, 'order-300')
})

/** Sixty products over fifteen deliveries are 900 cells: far fewer stand in the page, and each can be written. */
async function editLastCell(page: Page, shop: Shop): Promise<void> {
	const cells = page.locator('input[data-cell]')
	const last = page.locator('input[data-cell="59:14"]')
	const units = () => cartOf(shop).then((cart) => Number(cart?.['units']))
	await expect(last).toHaveCount(0)
	await cells.first().focus()
	await page.keyboard.press('Control+End')
	await expect(last).toBeFocused()
	expect(await cells.count()).toBeLessThan(300)
	const before = (await last.inputValue()) || '0'
	await page.keyboard.type('3')
	await expect.poll(units).toBe(303 - Number(before))
	await sees(page, 'Everything is saved.')
	await page.keyboard.press('Control+Home')
	await expect(page.locator('input[data-cell="0:0"]')).toBeFocused()
	await page.keyboard.press('Control+End')
	await expect(last).toHaveValue('3')
	await page.keyboard.type(before)
	await expect.poll(units).toBe(300)
	await sees(page, 'Everything is saved.')
}

/** More than the credit that is free: refused with what to do instead, which is one press away. */
async function place(page: Page): Promise<string | null> {
	await page.getByRole('link', { name: 'Check out' }).click()
	await page.waitForURL(/\/checkout/)
	const total = await page.locator('div:has(> dt:text-is("Total")) > dd').textContent()
	await page.getByLabel('PO number').fill('FCH-300')
	await page.getByRole('button', { name: 'Place order' }).click()
	await sees(page, 'This order goes beyond your available credit.', 'What you can do instead')
	await look(page, 'checkout-300-refused')
	await page.getByRole('link', { name: /by card and the rest on invoice/ }).click()
	await expect(page.getByLabel('PO number')).toHaveValue('FCH-300')
	await typeCard(page, '4242 4242 4242 4242')
	await look(page, 'checkout-300')
	await page.getByRole('button', { name: 'Place order' }).click()
	await page.waitForURL(/\/orders\//)
	return total
}

const counts = (sql: Shop['sql']) => sql`
	(select count(*)::int from order_line l where l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods') as lines,
	(select count(*)::int from allocation a join order_line l on l.account_id = a.account_id and l.id = a.line_id and l.kind = 'goods' where a.account_id = o.account_id and a.order_id = o.id) as cells,
	(select count(*)::int from delivery_group g where g.account_id = o.account_id and g.order_id = o.id) as deliveries,
	(select sum(quantity)::int from order_line l where l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods') as units`

async function cartOf({ sql }: Shop) {
	const [row] =
		await sql`select ${counts(sql)} from sales_order o join contact c on c.account_id = o.account_id and c.id = o.contact_id where c.email = ${luka} and o.stage = 'cart' and o.is_current`
	return row
}

async function orderOf({ sql }: Shop) {
	const [row] = await sql`select ${counts(sql)}, o.stage as status, o.total_minor as "totalMinor" from sales_order o where o.po_number = 'FCH-300'`
	return row
}
