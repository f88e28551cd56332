import { expect, expectAccessible, test } from './shop.ts'

test('the sign-in page opens, comes alive, and can be used by everybody; a page that does not exist says so in the reader’s language', async ({
	page,
	shop,
	quiet,
}) => {
	await page.goto('/sign-in')
	await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
	await expectAccessible(page)

	// Hydrated: React has taken the form over.
	await expect.poll(() => page.evaluate(() => Object.keys(document.querySelector('form') ?? {}).some((key) => key.startsWith('__react')))).toBe(true)
	const health = await page.request.get('/healthz')
	expect([health.status(), await health.json()]).toMatchObject([200, { ok: true }])
	expect(shop.said()).not.toContain('"level":50')

	quiet.expected.push(/404/)
	const response = await page.goto('/ja/no/where')
	expect(response?.status()).toBe(404)
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('ページが見つかりません')
	await expectAccessible(page)
})
