import { expect, type Page } from '@playwright/test'
import { demoPassword } from '../../db/seed/sign-ins.ts'

/** The password of the demo; then the page the person begins on. */
export async function signIn(page: Page, email: string): Promise<void> {
	await page.goto('/sign-in')
	await page.locator('input[name=email]').fill(email)
	await page.locator('input[name=password]').fill(demoPassword)
	await page.locator('button[value=password]').click()
	await page.waitForURL((url) => !url.pathname.includes('/sign-in'))
}

/** Her newest mail whose subject matches, opened in the trial's mailbox once the worker has sent it. */
export async function openMail(page: Page, to: string, subject: RegExp): Promise<void> {
	const link = page.getByRole('row').filter({ hasText: to }).getByRole('link', { name: subject }).first()
	await expect(async () => {
		await page.goto(`/dev/mail?to=${encodeURIComponent(to)}`)
		await expect(link).toBeVisible({ timeout: 500 })
	}).toPass({ timeout: 20_000 })
	await link.click()
	await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible()
}

/** The text stands in sight: what a closed disclosure holds does not count. */
export async function sees(page: Page, ...texts: (string | RegExp)[]): Promise<void> {
	for (const text of texts) await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible()
}

/** A card typed into the field of the processor's own frame. */
export async function typeCard(page: Page, number: string): Promise<void> {
	const frame = page.locator('main iframe').first().contentFrame()
	await frame.locator('input[name=number]').fill(number)
	await frame.locator('input[name=expiry]').fill('12/34')
	await frame.locator('input[name=cvc]').fill('123')
}
