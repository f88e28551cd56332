import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { openAsker } from '../support/asker.ts'
import { dice } from '../support/dice.ts'
import { openOwnPostgres } from './own-postgres.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [kills, seed] = [asked('OUTAGE_RUNS', 5), asked('OUTAGE_SEED', 1)]

test('(T4) PostgreSQL dies again and again, and whoever asks its pool is answered with her own rows or refused, within ten seconds', {
	timeout: 60_000 + 10_000 * kills,
}, async () => {
	// What the driver asks by itself of a new connection has nobody who waits for it (app/cli/lost-connections.ts).
	const outlive = () => undefined
	process.on('unhandledRejection', outlive)
	const postgres = await openOwnPostgres({ isBare: true })
	const pool = openDb(postgres.ownerUrl, { max: 10 })
	await pool`create role kontor_house`
	const { ask, open, wrong, counts } = openAsker(pool, asHouse(pool))
	const luck = dice(seed)
	const slow: string[] = []
	let isOver = false
	const asking = (async () => {
		for (let most = 1; !isOver; most = luck.whole(0, 3) === 0 ? luck.whole(1, 40) : most) {
			for (let n = luck.whole(1, 6); n > 0 && open.size < most; n -= 1)
				ask((['query', 'transaction', 'transaction', 'plain'] as const)[luck.whole(0, 3)] ?? 'query')
			await sleep(luck.whole(0, 12))
		}
	})()
	try {
		for (let kill = 0; kill < kills; kill += 1) {
			await sleep(luck.whole(20, 300))
			const before = [...open.keys()]
			await postgres.kill()
			// Sometimes nobody is there for a while.
			await sleep(luck.chance(0.3) ? luck.whole(0, 400) : 0)
			await postgres.start()
			const from = performance.now()
			while (before.some((n) => open.has(n)) && performance.now() - from < 10_000) await sleep(10)
			slow.push(...before.flatMap((n) => (open.has(n) ? [`${open.get(n)} ${n} at kill ${kill}`] : [])))
		}
		isOver = true
		await asking
		for (let look = 0; look < 1000 && open.size > 0; look += 1) await sleep(10)
		expect(slow).toEqual([])
		expect([...open]).toEqual([])
		expect(wrong).toEqual([])
		expect(counts.answered).toBeGreaterThan(20 * kills)
		expect(counts.refused).toBeGreaterThan(0)
	} finally {
		isOver = true
		await pool.end({ timeout: 1 })
		await postgres.destroy()
		process.off('unhandledRejection', outlive)
	}
})
