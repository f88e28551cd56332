import { expect, test } from 'vitest'
import { buildOnce } from './shop.ts'
import { runKills } from './sync-kills.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [points, seed] = [asked('SYNC_RUNS', 20), asked('SYNC_SEED', 1)]

test('(T4, T5) worker, web and PostgreSQL killed at random while both sides are edited, an org is written to and people send forms and orders: nothing is lost, nothing is there twice, both sides agree, and then nothing is written', {
	// A busy machine is slow, and that is no failure.
	timeout: 300_000 + 30_000 * points,
}, async () => {
	await buildOnce()
	const { wrong, cameToRest, edited, sent, writtenAfterQuiet } = await runKills({ points, seed, of: ['worker', 'worker', 'web', 'postgres'] })
	expect(wrong).toEqual([])
	expect(cameToRest, 'it came to rest').toBe(true)
	expect(writtenAfterQuiet).toEqual([])
	expect(edited).toBeGreaterThan(10)
	expect(sent).toBeGreaterThan(20)
})
