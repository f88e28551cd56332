/**
 * `npm run storm -- [--runs 20] [--seed 1]`, `npm run crash -- [--runs 40] [--seed 1]` and `npm run imports -- [--runs 20]
 * [--seed 1]`: what `npm test` does once with real processes, as often as asked, each run with the next seed. The imports
 * end with the half year of Online Retail, of which `npm test` takes a month. Each run says what happened in one line of
 * JSON; ends with the exit code of the tests.
 */
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { positionals, values: asked } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string' }, seed: { type: 'string', default: '1' } } })
const usual: Record<string, string> = { storm: '20', crash: '40', imports: '20' }
const [name = ''] = positionals
const runs = asked.runs ?? usual[name]
if (!runs) throw new Error(`There are ${Object.keys(usual).join(' and ')}, not "${name}"`)
const began = performance.now()
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', '--project', 'db', `test/processes/${name}.test.ts`]
if (name === 'imports') vitest.push('test/flows/import-online-retail.test.ts')
const given = { RETAIL_WHOLE: '1', [`${name.toUpperCase()}_RUNS`]: runs, [`${name.toUpperCase()}_SEED`]: asked.seed }
const { status } = spawnSync(process.execPath, vitest, { cwd: resolve(import.meta.dirname, '../..'), stdio: 'inherit', env: { ...process.env, ...given } })
const seconds = Math.round((performance.now() - began) / 1000)
process.stdout.write(`${name}: ${runs} runs from seed ${asked.seed}, ${status === 0 ? 'all right' : 'something is wrong'} (${seconds} s)\n`)
process.exit(status ?? 1)
