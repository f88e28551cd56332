import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './chromium.ts'

const cache = resolve(import.meta.dirname, '../../.cache')
const executablePath = await findChromium()
if (executablePath) process.env['KONTOR_JOURNEY_CHROMIUM'] = executablePath

export default defineConfig({
	testDir: import.meta.dirname,
	testMatch: '**/*.journey.ts',
	globalSetup: './global-setup.ts',
	outputDir: `${cache}/journeys`,
	// A journey is a whole shop with its own database, and mostly waits: two at a time fit a small machine.
	workers: Number(process.env['KONTOR_JOURNEY_WORKERS'] ?? 2),
	timeout: 90_000,
	expect: { timeout: 10_000 },
	forbidOnly: Boolean(process.env['CI']),
	reporter: [['list'], ['json', { outputFile: `${cache}/reports/journeys.json` }]],
	use: {
		locale: 'en-US',
		timezoneId: 'America/Chicago',
		viewport: { width: 1280, height: 900 },
		actionTimeout: 15_000,
		// A trace draws every step: it is asked for where a journey failed, and not paid for by those that pass.
		trace: process.env['KONTOR_JOURNEY_TRACE'] ? 'retain-on-failure' : 'off',
		launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) },
	},
})
