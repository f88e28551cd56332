import type { Db } from '../../db/client.server.ts'
import { call, fill, linesOf, median, newCart, round } from './cart-calls.ts'
import type { Size } from './data.ts'
import { countStatements, cpuSecondsOf, machine, openStage, resetStatements, startProgram } from './stage.ts'

/** W2: different products into an empty cart in one request, with prices, promotions and totals read back. */
export async function w2(size: Size): Promise<Record<string, unknown>> {
	const stage = await openStage(size)
	const web = await startProgram('app/server.ts', { DATABASE_URL: stage.url })
	try {
		for (let run = 0; run < 6; run++) await fill(web, 1 + run, 300, run, size.skus)
		const runs: Record<string, number>[] = []
		for (const lines of [50, 300, 1000, 2000]) {
			const times: number[] = []
			const cpu = await cpuSecondsOf(web.pid)
			await resetStatements(stage.db)
			const repeats = lines > 500 ? 7 : 15
			for (let run = 0; run < repeats; run++) times.push((await fill(web, 10 + run, lines, run, size.skus)).ms)
			const statements = await countStatements(stage.db)
			const cpuMs = ((await cpuSecondsOf(web.pid)) - cpu) * 1000
			runs.push({
				lines,
				repeats,
				medianMs: round(median(times)),
				leastMs: round(Math.min(...times)),
				mostMs: round(Math.max(...times)),
				cpuMsPerCart: round(cpuMs / repeats),
				statementsPerCart: round(statements / repeats),
			})
		}
		return { work: 'w2', machine: await machine(stage.db), data: { ...size, prices: stage.prices }, runs }
	} finally {
		await web.stop()
		await stage.close()
	}
}

/** What must hold after W3: reservations within their limits and equal to what the orders say. */
async function audit(db: Db): Promise<Record<string, unknown>> {
	const [row] = await db`
		select (select count(*)::int from credit_profile where open_invoice_minor + unbilled_minor + reserved_minor > limit_minor) as over_credit,
			(select count(*)::int from stock_level where reserved > on_hand + incoming) as oversold,
			(select count(*)::int from promotion_budget where reserved_minor + committed_minor > limit_minor) as over_budget,
			(select count(*)::int from credit_profile c where c.reserved_minor <> (select coalesce(sum(r.amount_minor), 0) from credit_reservation r where r.bill_to_account_id = c.account_id and r.state = 'live')) as credit_differs,
			(select count(*)::int from sales_order where stage = 'placed') as placed`
	return row ?? {}
}

/** Some accounts share one credit line, everybody shares one budget, and one product in the carts is scarce. */
async function makeScarce(db: Db): Promise<void> {
	await db`update account set bill_to_account_id = 1 where id between 1 and 100`
	await db`update credit_profile set limit_minor = reserved_minor + open_invoice_minor + 2000000 where account_id = 1`
	await db`insert into promotion_budget (promotion_id, limit_minor) select 1, 200000 where not exists (select 1 from promotion_budget)`
	await db`update promotion_budget set limit_minor = reserved_minor + committed_minor + 200000`
	await db`update product set stock_policy = 'refuse' where id = 1`
	await db`update stock_level set on_hand = reserved + 400 where product_id = 1`
}

/** W3: the 300-line cart with 15 deliveries placed on a purchase order; then 50 submits a second from many accounts. */
export async function w3(size: Size, seconds: number): Promise<Record<string, unknown>> {
	const stage = await openStage(size)
	const web = await startProgram('app/server.ts', { DATABASE_URL: stage.url })
	const submit = (accountId: number, id: number, version: number, run: string) =>
		call(web, accountId, `carts/${id}/submit`, { version, payment: { method: 'po', poNumber: `PO-${run}` } }, { 'idempotency-key': `bench-${run}-${id}` })
	try {
		// As it was before an earlier run made things scarce.
		await stage.db`update account set bill_to_account_id = null`
		await stage.db`update product set stock_policy = 'backorder' where id = 1`
		const single: Record<string, number>[] = []
		for (const lines of [3, 300, 2000]) {
			const times: number[] = []
			let statements = 0
			for (let run = 0; run < (lines > 500 ? 6 : 12); run++) {
				const { id, cart } = await fill(web, 200 + run, lines, run, size.skus, Math.min(15, lines))
				await resetStatements(stage.db)
				const placed = await submit(200 + run, id, cart.version, `one-${lines}-${run}`)
				if (placed.status !== 201) throw new Error(`An order was refused: ${JSON.stringify(placed.body).slice(0, 400)}`)
				statements = await countStatements(stage.db)
				if (run > 1) times.push(placed.ms)
			}
			single.push({ lines, medianMs: round(median(times)), leastMs: round(Math.min(...times)), statements })
		}
		await makeScarce(stage.db)
		const count = Math.max(100, Math.round(seconds * 50))
		const carts: { accountId: number; id: number; version: number }[] = []
		for (let index = 0; index < count; index++) {
			const accountId = 1 + (index % 150)
			const id = await newCart(web, accountId)
			const filled = await call(web, accountId, `carts/${id}/lines`, { lines: [{ sku: 'SKU-1', quantity: 4 }, ...linesOf(4, index + 7, size.skus)] })
			carts.push({ accountId, id, version: (filled.body['cart'] as { version: number }).version })
		}
		const began = performance.now()
		const codes: Record<string, number> = {}
		const times: number[] = []
		await Promise.all(
			carts.map(async ({ accountId, id, version }, index) => {
				await new Promise((go) => setTimeout(go, index * 20))
				const answer = await submit(accountId, id, version, `many-${index}`)
				const code = answer.status === 201 ? 'placed' : String(answer.body['code'])
				codes[code] = (codes[code] ?? 0) + 1
				times.push(answer.ms)
			}),
		)
		const sorted = times.sort((a, b) => a - b)
		const together = {
			submits: count,
			seconds: round((performance.now() - began) / 1000),
			p50: round(sorted[Math.floor(count * 0.5)] ?? 0),
			p95: round(sorted[Math.floor(count * 0.95)] ?? 0),
			codes,
		}
		return { work: 'w3', machine: await machine(stage.db), data: { ...size, prices: stage.prices }, single, together, audit: await audit(stage.db) }
	} finally {
		await web.stop()
		await stage.close()
	}
}
