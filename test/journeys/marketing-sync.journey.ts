import { expect, type Page } from '@playwright/test'
import { look } from './look.ts'
import { openMail, sees, signIn, typeCard } from './people.ts'
import { test } from './shop.ts'

const [yuki, natalie, ada] = ['yuki.tanaka@capricorn.example', 'natalie.ortiz@capricorn.example', 'ada.lindgren@capricorn.example']
const [name, company] = ['Rosa Almeida', 'Bramble Yard Roasters']
const asked = 'rosa.almeida@brambleyard.example'
/** Marketing takes it, sales do not; and what was probably meant. */
const [slip, meant] = ['rosa.@brambleyard.example', 'rosa@brambleyard.example']

/** Both sides agree within seconds, by the worker: the page is looked at until it says so. */
async function untilShown(page: Page, path: string, shown: () => Promise<void>): Promise<void> {
	await expect(async () => {
		await page.goto(path)
		await shown()
	}).toPass({ timeout: 30_000 })
}
const soon = { timeout: 1000 }

async function askForTasting(page: Page): Promise<void> {
	await page.goto('/f/tasting')
	await page.getByLabel('E-mail').fill(asked)
	await page.getByLabel('First name').fill('Rosa')
	await page.getByLabel('Last name').fill('Almeida')
	await page.getByLabel('Your café or company').fill(company)
	await page.getByRole('button', { name: 'Ask for a tasting' }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'See you soon' })).toBeVisible()
}

test('Somebody asks for a tasting: marketing scores and assigns her, sales get one lead of her, a bad address is mended by its cause, and every value tells why', async ({
	shop,
	visit,
	quiet,
}) => {
	quiet.expected.push(/status of 422/)
	test.setTimeout(180_000)
	const [marketer, rep, admin, visitor] = [await visit(), await visit(), await visit(), await visit()]
	const leadRows = () => rep.getByRole('row').filter({ hasText: company })
	const figure = (label: string) => marketer.getByText(label, { exact: true }).locator('..')

	await test.step('Yuki, who works in Japanese, says what the house does for each sending; half an action is refused and kept', async () => {
		await signIn(marketer, yuki)
		await marketer.goto('/marketing/forms')
		await marketer.getByRole('link', { name: 'Tasting request' }).click()
		await expect(marketer.getByRole('heading', { level: 1, name: 'Tasting request' })).toBeVisible()
		await marketer.getByLabel('アクション', { exact: true }).selectOption('assign')
		await marketer.getByRole('button', { name: '保存', exact: true }).last().click()
		await sees(marketer, 'アクション 1 はまだ完成していません。')
		await look(marketer, 'form-action-refused')
		await marketer.getByLabel('対象', { exact: true }).selectOption({ label: 'Natalie Ortiz' })
		await marketer.getByRole('button', { name: '保存', exact: true }).last().click()
		await sees(marketer, '保存しました。')
		await look(marketer, 'form-actions')
	})

	await test.step('Rosa asks; she is scored and is Natalie’s at once', async () => {
		await askForTasting(visitor)
		await marketer.goto(`/marketing/prospects?q=${encodeURIComponent(asked)}`)
		await marketer.getByRole('link', { name }).click()
		await expect(marketer.getByRole('heading', { level: 1, name })).toBeVisible()
		await expect(figure('スコア').first()).toContainText('50')
		await sees(marketer, 'フォームに記入', '+50 点')
		await expect(marketer.getByLabel('担当者またはキュー')).toHaveValue(/^user:/)
		await expect(marketer.locator('section').filter({ has: marketer.getByLabel('担当者またはキュー') })).toContainText('Natalie Ortiz')
	})
	const person = new URL(marketer.url()).pathname

	await test.step('The sync makes one lead of her, with its owner', async () => {
		await signIn(rep, natalie)
		await untilShown(rep, `/desk/leads?q=${encodeURIComponent(company)}`, () => expect(leadRows()).toHaveCount(1, soon))
		await expect(leadRows()).toContainText('Natalie Ortiz')
		await expect(leadRows()).toContainText(asked)
	})

	await signIn(admin, ada)
	await admin.goto('/admin/sync')
	await admin.getByRole('link', { name: 'Records', exact: true }).first().click()
	await admin.waitForURL(/\/admin\/sync\/\d+\/records/)
	const connection = new URL(admin.url()).pathname.replace(/\/records$/, '')
	await untilShown(admin, `${connection}/records?q=${encodeURIComponent('Rosa')}`, () => expect(admin.getByRole('link', { name })).toHaveCount(1, soon))
	await admin.getByRole('link', { name }).click()
	await expect(admin.getByRole('heading', { level: 1, name })).toBeVisible()
	const link = new URL(admin.url()).pathname
	/** What a field of her is on both sides, and why. */
	const field = (label: string) => admin.locator('li[id^=field-]').filter({ has: admin.getByText(label, { exact: true }) })

	await test.step('She asks again: the score grows on both sides, and she is still one lead', async () => {
		await askForTasting(visitor)
		await untilShown(admin, link, () => expect(field('Score').getByText('100', { exact: true })).toHaveCount(2, soon))
		await expect(field('Score')).toContainText('Marketing tells sales.')
		await rep.reload()
		await expect(leadRows()).toHaveCount(1)
	})

	await test.step('A slip in her address stays where it was made, with its cause and what helps', async () => {
		await marketer.goto(person)
		await marketer.getByText('編集', { exact: true }).click()
		await marketer.getByLabel('メールアドレス').fill(slip)
		await marketer.getByRole('button', { name: '保存', exact: true }).last().click()
		await sees(marketer, slip)
		await untilShown(admin, `${connection}/errors`, () => expect(admin.getByRole('cell', { name: 'INVALID_EMAIL_ADDRESS' })).toBeVisible(soon))
		await sees(admin, /breaks this side’s rules/, `“${slip}”`)
		await admin.getByText('What can be done').click()
		await look(admin, 'sync-error-mail')
		await rep.reload()
		await expect(leadRows()).toContainText(asked)
	})

	await test.step('Ada takes what was meant: it reaches sales and the error closes itself', async () => {
		await admin.getByRole('button', { name: `Take ${meant} instead` }).click()
		await admin.waitForURL(/\?run=\d+/)
		await untilShown(admin, `${connection}/errors`, () => expect(admin.getByText('Nothing is refused')).toBeVisible(soon))
		await rep.reload()
		await expect(leadRows()).toContainText(meant)
		await marketer.goto(person)
		await sees(marketer, meant)
	})

	await test.step('The value says why it is there, back to its rule', async () => {
		await admin.goto(link)
		await expect(field('Mail').getByText(meant, { exact: true })).toHaveCount(2)
		await expect(field('Mail')).toContainText('Only one side had changed since both agreed.')
		await field('Mail')
			.getByText(/The journal/)
			.click()
		await expect(field('Mail')).toContainText(`Sales: “${asked}” became “${meant}”.`)
		await expect(field('Mail')).toContainText(/\(refused\) an edit · Yuki Tanaka/)
		await expect(field('Owner').getByText('Natalie Ortiz', { exact: true })).toHaveCount(2)
		await look(admin, 'sync-why')
	})

	await test.step('Natalie makes her a customer; the same prospect is a buyer now', async () => {
		await rep.getByRole('link', { name }).click()
		await rep.getByRole('link', { name: 'Convert', exact: true }).click()
		await expect(rep.getByRole('heading', { level: 1, name: `Convert ${name}` })).toBeVisible()
		await rep.getByLabel('Street and number').fill('12 Yard Lane')
		await rep.getByLabel('City').fill('Chicago')
		await rep.getByLabel('State or province').fill('IL')
		await rep.getByLabel('Postal code').fill('60607')
		await rep.getByLabel('Country').selectOption('US')
		await rep.getByRole('button', { name: 'Convert', exact: true }).click()
		await sees(rep, `This lead is ${company} now.`)
		await untilShown(admin, `${connection}/records?q=Rosa`, () =>
			expect(admin.getByRole('row').filter({ hasText: name }).filter({ hasText: 'Contact ↔ Prospect' })).toBeVisible(soon),
		)
		await marketer.goto(person)
		await expect(marketer.getByText('購買担当', { exact: true }).first()).toBeVisible()
	})

	await test.step('Rosa follows the mail that asks her in, signs in by the code that comes, and orders coffee with a card', async () => {
		await openMail(visitor, meant, /Your account at .+ is open/)
		await visitor.frameLocator('iframe').getByRole('link', { name: 'Sign in' }).first().click()
		await visitor.waitForURL(/sign-in/)
		await visitor.locator('input[name=email]').fill(meant)
		await visitor.locator('button[value=code]').click()
		await expect(visitor.locator('input[name=code]')).toBeVisible()
		await openMail(visitor, meant, /sign-in code/)
		await visitor.frameLocator('iframe').getByRole('link', { name: 'Sign in with one click' }).click()
		await expect(visitor.locator('input[name=code]')).toHaveValue(/^\d{6}$/)
		await visitor.locator('button[value=sign-in]').click()
		await visitor.waitForURL((url) => !url.pathname.includes('/sign-in'))
		await visitor.goto('/cart')
		const paste = visitor.getByRole('group').filter({ has: visitor.getByText('Add several products at once') })
		if (!(await paste.locator('textarea').isVisible())) await paste.locator('summary').click()
		await paste.locator('textarea').fill('COF-HOU-1KG 2')
		await paste.getByRole('button', { name: 'Add to cart' }).click()
		await expect(visitor.getByRole('rowheader', { name: /COF-HOU-1KG/ })).toBeVisible()
		await visitor.goto('/checkout')
		await typeCard(visitor, '4242 4242 4242 4242')
		await visitor.getByRole('button', { name: 'Place order' }).click()
		await visitor.waitForURL(/\/orders\//)
		await look(visitor, 'converted-order')
	})

	await test.step('What sales hoped for is won once, and marketing counts the order', async () => {
		await expect(async () => {
			const rows = await shop.sql`
				select w.stage, w.is_won as won, w.amount_minor = o.net_minor as whole from crm_opportunity w join account a on a.id = w.account_id left join sales_order o on o.account_id = w.account_id and o.id = w.order_id
				where a.name = ${company}`
			expect(rows).toEqual([{ stage: 'closed_won', won: true, whole: true }])
		}).toPass({ timeout: 20_000 })
		await rep.goto('/desk/pipeline')
		await expect(rep.getByRole('heading', { level: 1 })).toBeVisible()
		await expect(rep.getByText(company)).toHaveCount(0)
		await untilShown(marketer, person, () => expect(marketer.getByText('+50 点').nth(2)).toBeVisible(soon))
		await look(marketer, 'person-bought')
	})
})
