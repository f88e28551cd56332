import { expect, test } from 'vitest'
import { dice } from '../support/dice.ts'
import { edit, openSyncHouse, quiet, wrongOf } from './sync.ts'

const asked = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)
const [runs, seed] = [asked('SYNC_RUNS', 20), asked('SYNC_SEED', 1)]

test('workers killed while people edit on both sides and an org is written to: afterwards nothing is lost, nothing is there twice, and both sides agree', {
	timeout: 120_000 + 10_000 * runs,
}, async () => {
	const house = await openSyncHouse(`kill${seed}`)
	const luck = dice(seed)
	let next = house.startWorker()
	for (let run = 0; run < runs; run += 1) {
		const victim = await next
		// The next one is on its way already: for a while two work side by side.
		next = house.startWorker()
		await edit(house, luck, luck.whole(50, 600))
		if (luck.chance(0.3)) house.org.faults.loseAnswers = 1
		await victim.kill()
	}
	const last = await next
	const isQuiet = await quiet(house.db)
	const wrong = await wrongOf(house)
	await last.stop()
	await house.org.close()
	expect(wrong).toEqual([])
	expect(isQuiet, 'it came to rest').toBe(true)
	expect(house.said.title.size + house.said.phone.size).toBeGreaterThan(10)
})
