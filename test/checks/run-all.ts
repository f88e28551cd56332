/**
 * `npm test`: every check and the build side by side, then tests and journeys side by side (decision 0432). Each step runs
 * even when one before it failed, so that one run says everything. The last line is the count.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'

type Count = { passed: number; failed: number; skipped: number }
type Step = { name: string; command: string; count: (code: number) => Count }

const root = resolve(import.meta.dirname, '../..')
const folder = resolve(root, '.cache/reports')
/** Journeys and tests start web and worker dozens of times: what was compiled for the first start is kept for the others. */
const env = { ...process.env, NODE_COMPILE_CACHE: resolve(root, '.cache/compile') }
const quick = process.argv.includes('--quick')

const asOne = (code: number): Count => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })

/** A report that is missing, or says less than the exit code, counts as one failure. */
function fromReport(file: string, read: (report: never) => Count) {
	return (code: number): Count => {
		if (!existsSync(file)) return asOne(code === 0 ? 1 : code)
		const count = read(JSON.parse(readFileSync(file, 'utf8')) as never)
		return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
	}
}

const fromVitest = (report: { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }): Count => ({
	passed: report.numPassedTests,
	failed: report.numFailedTests,
	skipped: report.numPendingTests + report.numTodoTests,
})

const fromJourneys = ({ stats }: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }): Count => ({
	passed: stats.expected,
	failed: stats.unexpected + stats.flaky,
	skipped: stats.skipped,
})

const checks: Step[] = [...['types', 'lint', 'boundaries'], ...(quick ? [] : ['unused', 'build'])].map((name) => ({
	name,
	command: `npm run -s ${name}`,
	count: asOne,
}))
const tests: Step[] = [
	{
		name: 'tests',
		command: `vitest run --config test/vitest.config.ts --reporter=default --reporter=json --outputFile.json=${folder}/vitest.json`,
		count: fromReport(`${folder}/vitest.json`, fromVitest),
	},
	{ name: 'journeys', command: 'npm run -s --if-present journeys', count: fromReport(`${folder}/journeys.json`, fromJourneys) },
]

function run({ name, command, count }: Step): Promise<Count & { name: string; seconds: number }> {
	const began = performance.now()
	// The checks run side by side: their output is held back so that it stays readable.
	const child = spawn(command, { shell: true, cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
	let output = ''
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			output += chunk
		})
	}
	return new Promise((done) => {
		child.on('close', (code) => {
			const result = count(code ?? 1)
			if (result.failed > 0 || (!quick && name === 'journeys' && result.skipped > 0)) process.stdout.write(`\n── ${name} ──\n${output}\n`)
			done({ ...result, name, seconds: (performance.now() - began) / 1000 })
		})
	})
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const results = await Promise.all(checks.map(run))
// Both open the pages that are built by now, each with a server, ports and folders of its own, and each waits half of its time.
if (!quick) results.push(...(await Promise.all(tests.map(run))))

const total = { passed: 0, failed: 0, skipped: 0 }
for (const { name, passed, failed, skipped, seconds } of results) {
	console.log(`${failed ? '✗' : '✓'} ${name.padEnd(11)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds.toFixed(1)} s)`)
	total.passed += passed
	total.failed += failed
	total.skipped += skipped
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed ? 1 : 0
