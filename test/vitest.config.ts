import { defineConfig } from 'vitest/config'

const pure = ['test/engine/**/*.test.ts', 'test/ui/**/*.test.{ts,tsx}', 'test/platform/**/*.test.ts', 'test/checks/**/*.test.ts']
const stored = [
	'test/flows/**/*.test.ts',
	'test/routes/**/*.test.{ts,tsx}',
	'test/connectors/**/*.test.ts',
	'test/db/**/*.test.ts',
	'test/support/**/*.test.ts',
	'test/processes/**/*.test.ts',
]

export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	cacheDir: '.cache/vitest',
	define: { __BUILD__: '"test"' },
	test: {
		// A journey or a bench is never collected here: they are programs of their own.
		projects: [
			// A law runs 1,000 cases; on a busy machine that takes longer than a test should, and is no failure.
			{ extends: true, test: { name: 'unit', include: pure, setupFiles: ['test/support/quiet-console.ts'], testTimeout: 60_000 } },
			{
				extends: true,
				test: {
					name: 'db',
					include: stored,
					setupFiles: ['test/support/quiet-console.ts'],
					globalSetup: ['test/support/global-setup.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000,
				},
			},
		],
		pool: 'threads',
		// A test waits for the database half of its time: on two cores, two at a time, and not the one fewer that is usual.
		maxWorkers: '100%',
		// Files of one worker share the modules they load: reading the house anew for each took a sixth of the run.
		isolate: false,
		passWithNoTests: true,
		restoreMocks: true,
	},
})
