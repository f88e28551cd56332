/** The load: a process of its own. Reads a plan from its parent, asks for `seconds`, answers latencies and a sample of bodies. */
import { Agent, request } from 'node:http'
import { withCookies } from './cookies.ts'

export type Ask = { method: string; path: string; headers: Record<string, string>; body?: string; accountId: number }
export type LoadPlan = { origin: string; asks: Ask[]; concurrency: number; seconds: number; keepEvery: number; secret: string }
export type LoadAnswer = {
	requests: number
	seconds: number
	latencies: number[]
	statuses: Record<string, number>
	bytes: number
	kept: { ask: Ask; body: string }[]
}

const sleepless = new Agent({ keepAlive: true, maxSockets: 256 })

function send(origin: string, ask: Ask): Promise<{ status: number; body: string }> {
	return new Promise((done, failed) => {
		const url = new URL(ask.path, origin)
		const out = request(url, { method: ask.method, headers: ask.headers, agent: sleepless }, (incoming) => {
			const chunks: Buffer[] = []
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
			incoming.on('end', () => done({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }))
			incoming.on('error', failed)
		})
		out.on('error', failed)
		out.end(ask.body)
	})
}

async function run(plan: LoadPlan): Promise<LoadAnswer> {
	const asks = await withCookies(plan.asks, plan.secret)
	const answer: LoadAnswer = { requests: 0, seconds: 0, latencies: [], statuses: {}, bytes: 0, kept: [] }
	const began = performance.now()
	let next = 0
	const worker = async () => {
		while (performance.now() - began < plan.seconds * 1000) {
			const ask = asks[next++ % asks.length]
			if (!ask) return
			const from = performance.now()
			const { status, body } = await send(plan.origin, ask)
			answer.latencies.push(performance.now() - from)
			answer.statuses[status] = (answer.statuses[status] ?? 0) + 1
			answer.bytes += body.length
			if (answer.requests++ % plan.keepEvery === 0) answer.kept.push({ ask, body })
		}
	}
	await Promise.all(Array.from({ length: plan.concurrency }, worker))
	answer.seconds = (performance.now() - began) / 1000
	return answer
}

process.on('message', (plan: LoadPlan) => {
	run(plan).then(
		(answer) => process.send?.({ answer }, () => process.disconnect()),
		(error: unknown) => {
			console.error(error)
			process.exit(1)
		},
	)
})
