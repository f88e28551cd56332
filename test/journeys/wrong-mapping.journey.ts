import { look } from './look.ts'
import { sees, signIn } from './people.ts'
import { expect, test } from './shop.ts'

test('A wrong mapping is stopped by its first ten records: Ada sees why, gives back what they wrote, mends it and lets it go on', async ({ shop, page }) => {
	test.setTimeout(180_000)
	const contacts = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Contact ↔ Prospect' }) })
	const mapped = (fields: RegExp) => contacts.locator('li[id^=field-]').filter({ hasText: fields })
	/** The worker is at it: the page is looked at until it says so. */
	const untilShown = (path: string, shown: () => Promise<void>) =>
		expect(async () => {
			await page.goto(path)
			await shown()
		}).toPass({ timeout: 60_000, intervals: [250] })
	const soon = { timeout: 500 }
	const takeOut = async (fields: RegExp) => {
		await mapped(fields).getByText('Change', { exact: true }).click()
		await mapped(fields).getByRole('button', { name: 'Take out' }).click()
		await expect(mapped(fields)).toHaveCount(0)
	}
	const map = async (sales: string, rule: string) => {
		const form = contacts.locator('form').filter({ has: page.getByRole('button', { name: 'Map this field' }) })
		await contacts.getByText('Map another field').click()
		for (const [label, name] of [['Field in sales', sales] as const, ['Field in marketing', 'Job title'] as const]) {
			const value = await form.getByLabel(label).locator('option').filter({ hasText: name }).first().getAttribute('value')
			await form.getByLabel(label).selectOption(value)
		}
		await form.getByLabel('When both differ').selectOption(rule)
		await expect(form.getByLabel('Ten records first')).toBeChecked()
		await form.getByRole('button', { name: 'Map this field' }).click()
	}
	const greeted = async () => (await shop.sql<{ count: number }[]>`select count(*)::int as count from contact where custom ? 'salutation'`)[0]?.count ?? 0

	await test.step('Ada adds a salutation to contacts, and takes the job title for it', async () => {
		await signIn(page, 'ada.lindgren@capricorn.example')
		await page.goto('/admin/fields')
		const room = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Contact', exact: true }) })
		await room.getByText('Add a field').click()
		await room.getByLabel('Name in English').fill('Salutation')
		await room.getByLabel('Technical name').fill('salutation')
		await room.getByLabel('Most characters').fill('12')
		await room.getByRole('button', { name: 'Add the field' }).click()
		await expect(room.getByText('salutation', { exact: true })).toBeVisible()
		await page.goto('/admin/sync')
		await page.getByRole('link', { name: 'Mapping', exact: true }).click()
		await takeOut(/Job title/)
		await map('Salutation', 'ma_to_crm')
		await expect(mapped(/Salutation/)).toBeVisible()
	})
	const mapping = new URL(page.url()).pathname

	await test.step('After ten records it stops by itself, and says why', async () => {
		await untilShown('/admin/sync', () => expect(page.getByText('This connection is suspended')).toBeVisible(soon))
		await sees(page, /Too many records were refused on the ramp/, /^10 records went/)
		await look(page, 'wrong-mapping-stopped')
		await page.getByRole('link', { name: 'See what was refused and why' }).click()
		await sees(page, 'The text is longer than the field')
		await expect(page.getByRole('cell', { name: 'STRING_TOO_LONG' }).first()).toBeVisible()
		await look(page, 'wrong-mapping-refused')
		expect(await greeted()).toBeGreaterThan(0)
		expect(await greeted()).toBeLessThan(10)
	})

	await test.step('She gives back what the ten wrote', async () => {
		await page.goto('/admin/sync')
		await page.getByRole('link', { name: 'See what the steps wrote' }).click()
		await page.getByRole('button', { name: 'Show what can be given back' }).first().click()
		await page.waitForURL(/\/lists\/\d+/)
		await untilShown(page.url(), () => expect(page.getByRole('button', { name: /^Give \d+ values? back$/ })).toBeVisible(soon))
		await look(page, 'wrong-mapping-undo')
		await page.getByRole('button', { name: /^Give \d+ values? back$/ }).click()
		await untilShown(page.url(), () => expect(page.getByText('Done', { exact: true })).toBeVisible(soon))
		expect(await greeted()).toBe(0)
	})

	await test.step('She maps the job title to the job title, and lets it go on: the first step goes through, and the rest follows', async () => {
		await page.goto(mapping)
		await takeOut(/Salutation/)
		await map('Job title', 'most_recent')
		await page.goto('/admin/sync')
		await page.getByRole('button', { name: 'Let it go on' }).click()
		await untilShown('/admin/sync', () => expect(page.getByText('Running', { exact: true })).toBeVisible(soon))
		await expect(page.getByText('This connection is suspended')).toHaveCount(0)
		await sees(page, 'Nothing waits.', 'Nothing is refused.')
	})
})
