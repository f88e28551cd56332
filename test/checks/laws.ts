/**
 * `npm run laws -- [--cases 100000] [--seed 0] [--room pricing]`: every law of the engine and of the formatters on many
 * more cases than `npm test` gives it. Ends with the exit code of the tests; the last line says what was run.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values: asked } = parseArgs({
	options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '0' }, room: { type: 'string', default: '*' } },
})
const root = resolve(import.meta.dirname, '../..')
const files = globSync([`test/engine/${asked.room}/*.test.ts`, `test/ui/${asked.room === '*' ? '*' : 'none'}.test.ts`], { cwd: root })
const lawful = files.filter((file) => readFileSync(resolve(root, file), 'utf8').includes('support/laws.ts')).sort()
const began = performance.now()
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', '--project', 'unit', '--testTimeout', '0', ...lawful]
const { status } = spawnSync(process.execPath, vitest, { cwd: root, stdio: 'inherit', env: { ...process.env, LAW_CASES: asked.cases, LAW_SEED: asked.seed } })
const seconds = Math.round((performance.now() - began) / 1000)
process.stdout.write(
	`${lawful.length} files of laws, ${asked.cases} cases each, seed ${asked.seed}: ${status === 0 ? 'they hold' : 'one is broken'} (${seconds} s)\n`,
)
process.exit(status ?? 1)
