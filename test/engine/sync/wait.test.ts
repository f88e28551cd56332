import { expect, test } from 'vitest'
import { cycleOf, judgeWait, type WaitCase } from '../../../app/engine/sync/wait.ts'

const minutes = (count: number) => new Date(Date.parse('2026-05-12T09:00:00Z') + 60_000 * count)
const base: WaitCase = {
	...{ key: 'ma:prospect:1', parents: ['ma:campaign:7'], firstAt: minutes(0), at: minutes(1), refused: new Map(), edges: new Map() },
}

test('(B8) DEPENDENCY: a child waits quietly for a quarter of an hour, then it is told; it is never looked at sooner than that by itself', () => {
	expect(judgeWait(base)).toEqual({ dueAt: minutes(15), told: null })
	expect(judgeWait({ ...base, at: minutes(14.9) }).told).toBeNull()
	expect(judgeWait({ ...base, at: minutes(15) })).toEqual({ dueAt: minutes(30), told: { parent: 'ma:campaign:7', refusedFor: null, cycle: null } })
})

test('(B13) DEPENDENCY: a patient child is looked at once a day and never told, unless its parent was refused', () => {
	expect(judgeWait({ ...base, at: minutes(600), isPatient: true })).toEqual({ dueAt: minutes(600 + 24 * 60), told: null })
	const refused = new Map([['ma:campaign:7', 'STRING_TOO_LONG']])
	expect(judgeWait({ ...base, refused, isPatient: true }).told).toMatchObject({ refusedFor: 'STRING_TOO_LONG' })
})

test('(B8) DEPENDENCY: a parent that was refused, and one that waits for the child, are told at once', () => {
	const parents = ['ma:campaign:7', 'ma:campaign:8']
	const refused = new Map([['ma:campaign:8', 'STRING_TOO_LONG']])
	expect(judgeWait({ ...base, parents, refused }).told).toEqual({ parent: 'ma:campaign:8', refusedFor: 'STRING_TOO_LONG', cycle: null })
	const edges = new Map([
		['ma:prospect:1', ['ma:prospect:2', 'ma:prospect:3']],
		['ma:prospect:2', ['ma:prospect:9']],
		['ma:prospect:3', ['ma:prospect:2', 'ma:prospect:1']],
	])
	const { told } = judgeWait({ ...base, parents: ['ma:prospect:2', 'ma:prospect:3'], edges })
	expect(told).toEqual({ parent: 'ma:prospect:3', refusedFor: null, cycle: ['ma:prospect:1', 'ma:prospect:3', 'ma:prospect:1'] })
})

test('(B8) DEPENDENCY: who waits for a cycle without being of it has none; a record may name itself', () => {
	const edges = new Map([
		['a', ['b']],
		['b', ['c']],
		['c', ['b']],
		['d', ['d']],
	])
	expect([cycleOf('a', edges), cycleOf('b', edges), cycleOf('d', edges), cycleOf('e', edges)]).toEqual([null, ['b', 'c', 'b'], ['d', 'd'], null])
})
