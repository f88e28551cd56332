/**
 * Runs engine tests against changed files, one question at a time, in one process that lives as long as
 * `mutants.ts` wants: it is asked over IPC and ended from outside when a change never comes to an end.
 */
import { resolve } from 'node:path'
import { createVitest } from 'vitest/node'

export type Question = { file: string; source: string | null; tests: string[] }
export type Answer = { ready: true } | { passed: boolean; tests: number }

const root = resolve(import.meta.dirname, '../..')
let changed: { file: string; source: string } | null = null

const vitest = await createVitest(
	{
		config: false,
		root,
		watch: false,
		include: ['test/engine/**/*.test.ts'],
		setupFiles: ['test/support/quiet-console.ts', 'test/support/first-failure.ts'],
		pool: 'threads',
		maxWorkers: 1,
		bail: 1,
		// A busy machine is no verdict: only `mutants.ts` ends what takes too long.
		testTimeout: 0,
		// It knows files by their path and bytes on disk, and a change is never written there.
		fsModuleCache: false,
		reporters: [{}],
	},
	{
		cacheDir: '.cache/vitest-mutants',
		plugins: [{ name: 'mutant', enforce: 'pre', load: (id: string) => (changed && id.split('?')[0] === changed.file ? changed.source : null) }],
	},
)
await vitest.standalone()

async function answer({ file, source, tests }: Question): Promise<Answer> {
	const path = resolve(root, file)
	changed = source === null ? null : { file: path, source }
	vitest.invalidateFile(path)
	// What earlier runs left would be answered again.
	vitest.state.filesMap.clear()
	vitest.state.clearErrors()
	const specifications = tests.flatMap((test) => vitest.getModuleSpecifications(resolve(root, test)))
	const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
	changed = null
	vitest.invalidateFile(path)
	const ran = testModules.flatMap((module) => [...module.children.allTests('passed')]).length
	const passed = unhandledErrors.length === 0 && testModules.length === tests.length && testModules.every((module) => module.ok())
	return { passed, tests: ran }
}

process.on('message', (question: Question) => {
	void answer(question).then((one) => process.send?.(one))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
