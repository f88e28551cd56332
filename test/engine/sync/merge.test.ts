import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, rank } from '../../../app/engine/sync/match.ts'
import { correctScore, mergeFields, planUnmerge, type ScoreLine, takenFields } from '../../../app/engine/sync/merge.ts'
import type { SyncValue } from '../../../app/engine/sync/types.ts'

const mina = { first_name: 'Mina', title: 'Head of coffee', phone: null, company: '' }
const twin = { first_name: 'Mina', title: 'Buyer', phone: '+1 701', company: 'Harbor Clinics' }
const names = Object.keys(mina)
const merged = (chosen = {}) => takenFields(mergeFields({ names, winner: mina, loser: twin, chosen }))

test('(B11) the winner keeps what she has and takes what she lacks; a person may choose otherwise', () => {
	expect(merged()).toEqual({ phone: '+1 701', company: 'Harbor Clinics' })
	expect(merged({ title: 'loser' })).toEqual({ title: 'Buyer', phone: '+1 701', company: 'Harbor Clinics' })
})

test('(B11) a blank is never chosen over a value', () => {
	expect(takenFields(mergeFields({ names, winner: twin, loser: mina, chosen: { phone: 'loser', company: 'loser' } }))).toEqual({})
	expect(merged({ phone: 'winner' })).toEqual({ phone: '+1 701', company: 'Harbor Clinics' })
})

const shuffled = <T>(rows: readonly T[], turn: number): T[] =>
	rows
		.map((row, place) => ({ row, by: ((place + 1) * 7919 * (turn + 1)) % 104_729 }))
		.sort((a, b) => a.by - b.by)
		.map(({ row }) => row)

const candidate = (id: string, more: Partial<Candidate> = {}): Candidate => ({
	...{ object: 'contact', id, isLinked: false, ownerActive: false, openOpportunity: false, lastActivityAt: null, createdAt: null, convertedTo: null },
	...more,
})

test('(A14) three contacts of one address: the same winner on 100 shuffled runs', () => {
	const three = [
		candidate('12', { createdAt: '2025-02-01T00:00:00Z', lastActivityAt: '2026-01-01T00:00:00Z' }),
		candidate('7', { createdAt: '2025-01-01T00:00:00Z', ownerActive: true }),
		candidate('9', { createdAt: '2024-01-01T00:00:00Z', ownerActive: true, openOpportunity: true }),
	]
	for (let turn = 0; turn < 100; turn++) expect(rank(shuffled(three, turn)).map(({ id }) => id)).toEqual(['9', '7', '12'])
})

const line = (sourceKey: string, kind: string, score: number, day = '2026-03-02'): ScoreLine => ({ sourceKey, kind, day, score })

test('(B11) a day’s maximum is one person’s: two who each looked ten times looked for ten points', () => {
	const lines = ['a', 'b'].flatMap((who) => Array.from({ length: 10 }, (_, place) => line(`${who}${place}`, 'product.viewed', 1)))
	expect(correctScore(lines, { 'product.viewed': 10 })).toBe(-10)
	expect(correctScore([...lines, line('o', 'order.placed', 50)], { 'product.viewed': 10 })).toBe(-10)
	expect(correctScore([line('a', 'product.viewed', 8), line('b', 'product.viewed', 8, '2026-03-03')], { 'product.viewed': 10 })).toBe(0)
})

test('(B11) what happened once counts once, and what was taken back stays taken back', () => {
	expect(correctScore([line('cart.created:7', 'cart.created', 5), line('cart.created:7', 'cart.created', 5)], {})).toBe(-5)
	expect(correctScore([line('o', 'order.placed', 50), line('c', 'order.cancelled', -50)], { 'order.cancelled': 10 })).toBe(0)
})

test('(B11) laws: order makes no difference, the score never grows by a merge, out of two one out is out', () => {
	const lines = fc.array(
		fc.record({
			sourceKey: fc.nat(20).map(String),
			kind: fc.constantFrom('viewed', 'placed'),
			day: fc.constantFrom('1', '2'),
			score: fc.integer({ min: 0, max: 20 }),
		}),
		{ maxLength: 30 },
	)
	fc.assert(
		fc.property(lines, fc.nat(100), (rows, turn) => {
			const correction = correctScore(rows, { viewed: 10 })
			expect(correction).toBeLessThanOrEqual(0)
			expect(correctScore(shuffled(rows, turn), { viewed: 10 })).toBe(correction)
		}),
	)
})

test('(B11) taken apart, what the merge wrote goes back, and what somebody wrote since stays, by name', () => {
	const before: Record<string, SyncValue> = { phone: null, company: null }
	const wrote = { phone: '+1 701', company: 'Harbor Clinics' }
	expect(planUnmerge({ before, wrote, now: wrote })).toEqual({ restore: { phone: null, company: null }, changed: [] })
	expect(planUnmerge({ before, wrote, now: { ...wrote, phone: '+1 702' } })).toEqual({ restore: { company: null }, changed: ['phone'] })
})
