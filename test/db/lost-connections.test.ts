import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { openAsker } from '../support/asker.ts'
import { openCutWire } from '../support/cut-wire.ts'
import { dice } from '../support/dice.ts'
import { testDb } from '../support/test-db.ts'

const { url } = await testDb({ max: 2 })
const wire = await openCutWire(Number(new URL(url).port))
const behind = Object.assign(new URL(url), { port: String(wire.port) }).toString()
// What the driver asks by itself of a new connection has nobody who waits for it (app/cli/lost-connections.ts).
const outlive = () => undefined
process.on('unhandledRejection', outlive)
afterAll(async () => {
	await wire.close()
	process.off('unhandledRejection', outlive)
})

const inTime = <T>(work: Promise<T>, ms = 5000) => Promise.race([work.catch((error: { code?: string }) => error.code), sleep(ms, 'never')])

test.each(['reset', 'end'] as const)(
	'(T4) a transaction whose connection ends by a %s is told so, and the next on that connection is answered',
	async (how) => {
		for (let round = 0; round < 8; round += 1) {
			const pool = openDb(behind, { max: 1 })
			const db = asHouse(pool)
			const atWork = Promise.withResolvers<void>()
			const work = withTransaction(db, async (tx) => {
				await tx`select 1`
				atWork.resolve()
				await Promise.all([tx`select pg_sleep(30)`, tx`select 2`])
			})
			work.catch(() => undefined)
			await atWork.promise
			await sleep(20)
			wire.cut(how, 10 * round)
			expect(await inTime(work)).toMatch(/ECONNRESET|CONNECTION_CLOSED|EPIPE/)
			await answersAgain(db, round)
			await pool.end({ timeout: 0.1 })
		}
	},
)

/** Refusals while it is away are fine; what is answered is the answer to this question. */
async function answersAgain(db: Db, n: number): Promise<void> {
	for (let tries = 0; tries < 50; tries += 1) {
		const said = await inTime(db<{ n: number }[]>`select ${n}::int as n`)
		expect(said).not.toBe('never')
		if (Array.isArray(said)) return expect(said).toEqual([{ n }])
		await sleep(10)
	}
	throw new Error('It never came back')
}

test.each([1, 4, 25])(
	'(T4) whatever is asked of a server that goes away again and again is answered or refused in time, and by its own rows: %i connections',
	async (max) => {
		const pool = openDb(behind, { max })
		const db = asHouse(pool)
		const luck = dice(max)
		const { ask, open, wrong, counts } = openAsker(pool, db)
		for (let cut = 0; cut < 40; cut += 1) {
			const until = performance.now() + luck.whole(5, 40)
			while (performance.now() < until) {
				ask('query')
				ask('transaction')
				if (luck.chance(0.3)) ask('plain')
				await sleep(luck.whole(0, 6))
			}
			wire.cut(luck.chance(0.6) ? 'reset' : 'end', luck.whole(0, 40))
		}
		for (let look = 0; look < 500 && open.size > 0; look += 1) await sleep(20)
		expect([...open].map(([n, name]) => `${name} ${n}`)).toEqual([])
		expect(wrong).toEqual([])
		expect(counts.answered).toBeGreaterThan(0)
		await pool.end({ timeout: 2 })
	},
)
