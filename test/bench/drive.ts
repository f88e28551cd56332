import { fork } from 'node:child_process'
import type { Db } from '../../db/client.server.ts'
import type { LoadAnswer, LoadPlan } from './load.ts'
import { countStatements, cpuSecondsOf, resetStatements, type Web } from './stage.ts'

export type Figures = {
	concurrency: number
	requests: number
	perSecond: number
	p50: number
	p95: number
	p99: number
	cpuMsPerRequest: number
	statementsPerRequest: number
	bytesPerRequest: number
	statuses: Record<string, number>
}

async function load(plan: LoadPlan): Promise<LoadAnswer> {
	const child = fork(new URL('load.ts', import.meta.url), { serialization: 'advanced' })
	return new Promise((done, failed) => {
		child.once('message', (told: { answer: LoadAnswer }) => done(told.answer))
		child.once('exit', (code) => code && failed(new Error(`The load ended with ${code}`)))
		child.send(plan)
	})
}

const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
const round = (value: number, digits = 2) => Number(value.toFixed(digits))

/** Warms up for a second, then asks at one concurrency; `check` sees every kept answer and throws on a wrong one. */
export async function drive(db: Db, web: Web, plan: Omit<LoadPlan, 'origin'>, check: (kept: LoadAnswer['kept']) => Promise<void>): Promise<Figures> {
	await load({ ...plan, origin: web.origin, seconds: 1.5 })
	await resetStatements(db)
	const cpuBefore = await cpuSecondsOf(web.pid)
	const answer = await load({ ...plan, origin: web.origin })
	const cpu = (await cpuSecondsOf(web.pid)) - cpuBefore
	const statements = await countStatements(db)
	const bad = Object.keys(answer.statuses).filter((status) => !status.startsWith('2'))
	if (bad.length > 0) throw new Error(`Answers of status ${bad.join(', ')}: ${answer.kept.find(({ body }) => body.includes('code'))?.body.slice(0, 300)}`)
	await check(answer.kept)
	const sorted = [...answer.latencies].sort((a, b) => a - b)
	return {
		concurrency: plan.concurrency,
		requests: answer.requests,
		perSecond: round(answer.requests / answer.seconds, 1),
		p50: round(at(sorted, 0.5)),
		p95: round(at(sorted, 0.95)),
		p99: round(at(sorted, 0.99)),
		cpuMsPerRequest: round((cpu * 1000) / answer.requests),
		statementsPerRequest: round(statements / answer.requests),
		bytesPerRequest: Math.round(answer.bytes / answer.requests),
		statuses: answer.statuses,
	}
}

/** A shuffled order from a fixed seed: accounts and pages come without repetition until all have been. */
export function shuffled<T>(values: readonly T[], seed = 42): T[] {
	const out = [...values]
	let state = seed
	for (let index = out.length - 1; index > 0; index--) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
		const other = state % (index + 1)
		const [a, b] = [out[index] as T, out[other] as T]
		out[index] = b
		out[other] = a
	}
	return out
}
