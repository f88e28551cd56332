/**
 * `npm run mutants -- [--count 200] [--seed 1] [--room pricing] [--file app/engine/…] [--json]`: breaks the engine in
 * many small ways and names those that no engine test notices (proof.md). Ends with 0 however many survive: a person
 * reads them.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Answer, Question } from './mutant-runner.ts'
import { type ImportGraph, importGraph, testsOf } from './mutant-tests.ts'
import { applyMutant, draw, type Mutant, mutantsOf } from './mutate.ts'

type Found = Mutant & { file: string }
type Outcome = Found & { outcome: 'killed' | 'survived' | 'timed_out' | 'untested'; seconds: number }

const { values: asked } = parseArgs({
	options: {
		count: { type: 'string', default: '200' },
		seed: { type: 'string', default: '1' },
		room: { type: 'string' },
		file: { type: 'string' },
		json: { type: 'boolean', default: false },
		'limit-seconds': { type: 'string', default: '120' },
	},
})

const root = resolve(import.meta.dirname, '../..')
const say = (line: string) => process.stderr.write(`${line}\n`)

/** A runner that is replaced when a change keeps it busy for ever. */
function runner(limitSeconds: number) {
	let child: ChildProcess | null = null
	const start = async () => {
		const made = fork(resolve(import.meta.dirname, 'mutant-runner.ts'), { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
		await new Promise<void>((ready, refuse) => {
			made.once('message', () => ready())
			made.once('exit', (code) => refuse(new Error(`the runner ended with ${code}`)))
		})
		child = made
		return made
	}
	const ask = async (question: Question): Promise<Answer | 'timed_out'> => {
		const to = child ?? (await start())
		return new Promise((done, refuse) => {
			const onExit = (code: number | null) => refuse(new Error(`the runner ended with ${code}`))
			const clock = setTimeout(() => {
				to.removeListener('exit', onExit)
				to.kill('SIGKILL')
				child = null
				done('timed_out')
			}, limitSeconds * 1000)
			to.once('exit', onExit)
			to.once('message', (answer: Answer) => {
				clearTimeout(clock)
				to.removeListener('exit', onExit)
				done(answer)
			})
			to.send(question)
		})
	}
	return { ask, end: () => child?.disconnect() }
}

type Runner = ReturnType<typeof runner>

const roomOf = (file: string) => file.split('/')[2]

/** The tests of its own room first: they kill most, and a killed change needs no more. */
async function judge(one: Found, graph: ImportGraph, ask: Runner['ask']): Promise<Outcome['outcome']> {
	const tests = testsOf(graph, one.file)
	if (tests.length === 0) return 'untested'
	const source = applyMutant(readFileSync(resolve(root, one.file), 'utf8'), one)
	const own = tests.filter((test) => roomOf(test) === roomOf(one.file))
	for (const some of [own, tests.filter((test) => !own.includes(test))]) {
		if (some.length === 0) continue
		const answer = await ask({ file: one.file, source, tests: some })
		if (answer === 'timed_out') return 'timed_out'
		if ('passed' in answer && !answer.passed) return 'killed'
	}
	return 'survived'
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 90)

async function requireGreen(ask: Runner['ask'], tests: string[], when: string) {
	const answer = await ask({ file: 'app/engine/base/money.ts', source: null, tests })
	if (answer === 'timed_out') throw new Error(`the engine tests take longer than ${asked['limit-seconds']} s here: give them more by --limit-seconds`)
	if (!('passed' in answer) || !answer.passed) throw new Error(`the engine tests are not green ${when}: nothing can be said about changes`)
	return answer.tests
}

/** A runner that calls everything killed, or nothing, would look like a verdict: a broken file must fail, and the same file must pass again. */
async function requireSight(ask: Runner['ask']) {
	const [file, tests] = ['app/engine/base/allocate.ts', ['test/engine/base/allocate.test.ts', 'test/engine/base/rounding.test.ts']]
	const source = readFileSync(resolve(root, file), 'utf8')
	for (const [added, wanted] of [
		['', true],
		["throw new Error('broken')", false],
		['', true],
	] as const) {
		const answer = await ask({ file, source: `${source}\n${added}`, tests })
		if (answer === 'timed_out') throw new Error(`the engine tests take longer than ${asked['limit-seconds']} s here: give them more by --limit-seconds`)
		if (!('passed' in answer) || answer.passed !== wanted) throw new Error('the runner does not see a broken file, or not a whole one')
	}
}

const files = globSync(asked.file ?? `app/engine/${asked.room ?? '*'}/*.ts`, { cwd: root }).sort()
const all: Found[] = files.flatMap((file) => mutantsOf(readFileSync(resolve(root, file), 'utf8')).map((mutant) => ({ ...mutant, file })))
const drawn = draw(all, Number(asked.count), Number(asked.seed))
const tests = globSync('test/engine/**/*.test.ts', { cwd: root }).sort()
const graph = importGraph(root, tests)
const { ask, end } = runner(Number(asked['limit-seconds']))
const outcomes: Outcome[] = []
try {
	say(
		`${await requireGreen(ask, tests, 'before')} engine tests are green; ${drawn.length} of ${all.length} changes in ${files.length} files, seed ${asked.seed}`,
	)
	await requireSight(ask)
	for (const [index, one] of drawn.entries()) {
		const began = performance.now()
		const outcome = await judge(one, graph, ask)
		outcomes.push({ ...one, outcome, seconds: Math.round(performance.now() - began) / 1000 })
		say(`${index + 1}/${drawn.length} ${outcome.padEnd(9)} ${one.file}:${one.line}  ${oneLine(one.from)}  →  ${oneLine(one.to)}`)
	}
	await requireGreen(ask, tests, 'after')
} finally {
	end()
}

const counted = (outcome: Outcome['outcome']) => outcomes.filter((one) => one.outcome === outcome)
const alive = [...counted('survived'), ...counted('untested')].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
const summary = {
	...{ seed: Number(asked.seed), count: drawn.length, of: all.length },
	...{ killed: counted('killed').length, timedOut: counted('timed_out').length, survived: counted('survived').length, untested: counted('untested').length },
}
if (asked.json) process.stdout.write(`${JSON.stringify({ ...summary, outcomes }, null, '\t')}\n`)
else {
	for (const one of alive) process.stdout.write(`${one.outcome} ${one.file}:${one.line}  ${oneLine(one.from)}  →  ${oneLine(one.to)}\n`)
	const { killed, timedOut, survived, untested } = summary
	process.stdout.write(`${drawn.length} changes: ${killed} killed, ${timedOut} never ended, ${survived} survived, ${untested} reached by no engine test\n`)
}
