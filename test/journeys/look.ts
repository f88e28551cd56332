import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from './shop.ts'

const folder = process.env['KONTOR_JOURNEY_PICTURES']
const widths = [360, 768, 1440]

/**
 * A page as somebody meets it: nothing in anybody's way (axe). With KONTOR_JOURNEY_PICTURES=<folder> it is also drawn
 * at the three widths, light and dark, for a person to judge.
 */
export async function look(page: Page, name: string): Promise<void> {
	await page.waitForLoadState('load')
	await expectAccessible(page)
	if (folder) await draw(page, join(folder, name))
}

async function draw(page: Page, path: string): Promise<void> {
	const before = page.viewportSize()
	await mkdir(join(path, '..'), { recursive: true })
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme })
		for (const width of widths) {
			await page.setViewportSize({ width, height: 900 })
			await page.screenshot({ path: `${path}-${width}-${colorScheme}.png`, fullPage: true })
		}
	}
	await page.emulateMedia({ colorScheme: null })
	if (before) await page.setViewportSize(before)
}
