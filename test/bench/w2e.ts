import { call, fill, median, round } from './cart-calls.ts'
import type { Size } from './data.ts'
import { countStatements, cpuSecondsOf, machine, openStage, resetStatements, startProgram } from './stage.ts'

type CartAnswer = { version: number; lines: { id: number; deliveries: { delivery: number; quantity: string }[] }[]; totals: { totalMinor: number } }

const LINES = 500
const STORES = 5
const EDITS = 120

/** W2E: one quantity of a cart of 500 lines for five stores is changed, and the whole cart read back with its totals. */
export async function w2e(size: Size): Promise<Record<string, unknown>> {
	const stage = await openStage(size)
	const web = await startProgram('app/server.ts', { DATABASE_URL: stage.url })
	try {
		const { id } = await fill(web, 400, LINES, 3, size.skus, STORES)
		let cart = (await call(web, 400, `carts/${id}`)).body as unknown as CartAnswer
		const times: number[] = []
		let [cpu, statements] = [0, 0]
		for (let edit = 0; edit < EDITS + 20; edit++) {
			if (edit === 20) {
				cpu = await cpuSecondsOf(web.pid)
				await resetStatements(stage.db)
			}
			const line = cart.lines[(edit * 37) % LINES]
			const cell = line?.deliveries[0]
			const cells = [{ lineId: line?.id, delivery: cell?.delivery, quantity: 2 + (edit % 5) }]
			const answer = await call(web, 400, `carts/${id}/cells`, { cells, consent: true }, { 'if-match': `"${cart.version}"` })
			if (answer.status !== 200) throw new Error(`An edit was refused: ${JSON.stringify(answer.body).slice(0, 300)}`)
			cart = ('cart' in answer.body ? answer.body['cart'] : answer.body) as CartAnswer
			if (edit >= 20) times.push(answer.ms)
		}
		statements = await countStatements(stage.db)
		const sorted = times.sort((a, b) => a - b)
		const run = {
			...{
				lines: LINES,
				stores: STORES,
				edits: EDITS,
				medianMs: round(median(times)),
				p95Ms: round(sorted[Math.floor(EDITS * 0.95)] ?? 0),
				leastMs: round(sorted[0] ?? 0),
			},
			cpuMsPerEdit: round((((await cpuSecondsOf(web.pid)) - cpu) * 1000) / EDITS),
			statementsPerEdit: round(statements / EDITS),
		}
		return { work: 'w2e', machine: await machine(stage.db), data: { ...size, prices: stage.prices }, run }
	} finally {
		await web.stop()
		await stage.close()
	}
}
