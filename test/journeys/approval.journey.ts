import { expect } from '@playwright/test'
import { look } from './look.ts'
import { openMail, sees, signIn } from './people.ts'
import { test } from './shop.ts'

const luka = 'luka.novak@fargocoffeehaus.example'

test('An order beyond a rule of the company: asked, looked at and approved through the mail, and placed at the prices that were asked', async ({
	shop,
	visit,
	quiet,
}) => {
	quiet.expected.push(/status of 422/)
	test.setTimeout(180_000)
	const [owner] = await shop.sql<{ email: string }[]>`
		select o.email from contact o join contact c on c.account_id = o.account_id where c.email = ${luka} and o.role = 'owner' and o.is_active order by o.id limit 1`
	const greta = owner?.email ?? ''
	const [buyer, boss] = [await visit(), await visit()]
	await signIn(boss, greta)
	await signIn(buyer, luka)

	await test.step('the owner says from which amount somebody must say yes', async () => {
		await boss.goto('/company/approvals')
		const form = boss.locator('form').filter({ has: boss.getByRole('button', { name: 'Add the rule' }) })
		if (!(await form.getByLabel('Name').isVisible())) await boss.getByText('Add a rule').first().click()
		await form.getByLabel('Name').fill('Large orders')
		await form.getByLabel(/From which amount/).fill('200')
		await form.getByRole('button', { name: 'Add the rule' }).click()
		await sees(boss, 'Large orders', /from \$200\.00/)
		await look(boss, 'approval-rules')
	})

	await test.step('Luka orders more, is told before he presses, and asks', async () => {
		await buyer.goto('/quick-order')
		await buyer.getByText('Paste a list').click()
		await buyer.getByLabel('Rows from a spreadsheet or a mail').fill('COF-HUE-1KG 12\nACC-BRU-G 2')
		await buyer.getByRole('button', { name: 'Take these rows' }).click()
		await buyer.getByRole('button', { name: 'Add 2 rows' }).click()
		await sees(buyer, '2 rows are in the cart.')
		await buyer.goto('/checkout')
		await sees(buyer, 'This order needs approval first', /Large orders/)
		await look(buyer, 'checkout-approval')
		await buyer.getByLabel('PO number').fill('FCH-YES')
		await buyer.getByLabel('A word to who approves').fill('For the opening.')
		await buyer.getByRole('button', { name: 'Ask for approval' }).click()
		await buyer.waitForURL(/\/approvals\/\d+/)
		await sees(buyer, 'Waiting')
		await look(buyer, 'approval-asked')
	})

	const orders = async () =>
		(await shop.sql<{ n: number }[]>`select count(*)::int as n from sales_order where po_number = 'FCH-YES' and stage = 'placed'`)[0]?.n
	expect(await orders()).toBe(0)

	await test.step('the owner follows the mail, looks it through, and approves', async () => {
		await openMail(boss, greta, /asks you to approve/)
		const link = boss.frameLocator('iframe').getByRole('link', { name: 'Look at it and answer' })
		const href = (await link.getAttribute('href')) ?? ''
		// Whoever opens links before people do changes nothing.
		expect((await fetch(href)).status).toBe(200)
		expect(await orders()).toBe(0)
		// Who holds the link reads, and must be the approver to answer.
		const holder = await visit()
		await holder.goto(href)
		await sees(holder, 'For the opening.')
		await look(holder, 'approval-link-signed-out')
		await holder.getByRole('button', { name: 'Approve' }).click()
		await holder.waitForURL(/\/sign-in/)
		expect(await orders()).toBe(0)
		await boss.goto(href)
		await sees(boss, 'For the opening.', 'Huehuetenango whole beans, 1 kg')
		await look(boss, 'approval-link')
		await boss.getByRole('button', { name: 'Approve' }).click()
		await expect(async () => expect(await orders()).toBe(1)).toPass({ timeout: 10_000 })
	})

	await buyer.reload()
	await sees(buyer, 'Approved')
	await look(buyer, 'approval-answered')
})
