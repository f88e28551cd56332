import { expect, test } from 'vitest'
import { Crowded, Gate } from '../../app/platform/http/gate.ts'

test('no more are inside than the gate is wide, all come through in order, and a crowd is refused', async () => {
	const gate = new Gate(3, 5)
	const inside = { now: 0, most: 0 }
	const finish: (() => void)[] = []
	const work = () =>
		gate.pass(async () => {
			inside.now += 1
			inside.most = Math.max(inside.most, inside.now)
			await new Promise<void>((done) => finish.push(done))
			inside.now -= 1
		})
	const all = Array.from({ length: 8 }, work)
	await expect(work()).rejects.toBeInstanceOf(Crowded)
	for (let step = 0; step < 8; step += 1) {
		await expect.poll(() => finish.length).toBeGreaterThan(step)
		finish[step]?.()
	}
	await Promise.all(all)
	expect(inside).toEqual({ now: 0, most: 3 })
})

test('work that throws leaves its place to the next', async () => {
	const gate = new Gate(1)
	await expect(gate.pass(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
	expect(await gate.pass(async () => 'in')).toBe('in')
})
