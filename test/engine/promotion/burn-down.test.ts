import { expect, test } from 'vitest'
import { burnDown } from '../../../app/engine/promotion/burn-down.ts'

const days = [
	{ day: '2026-03-02', minor: 2000, uses: 1 },
	{ day: '2026-03-03', minor: 0, uses: 0 },
	{ day: '2026-03-04', minor: 500, uses: 2 },
]

test.each([
	['money', { limitMinor: 10_000, usedMinor: 2500, limitUses: null, usedUses: 3 }, [8000, 8000, 7500], [null, null, null]],
	[
		'what was used before our orders is gone from the beginning',
		{ limitMinor: 10_000, usedMinor: 6500, limitUses: 9, usedUses: 4 },
		[4000, 4000, 3500],
		[7, 7, 5],
	],
	['uses alone', { limitMinor: null, usedMinor: 2500, limitUses: 9, usedUses: 3 }, [null, null, null], [8, 8, 6]],
	['without a limit there is nothing to run down', { limitMinor: null, usedMinor: 2500, limitUses: null, usedUses: 3 }, [], []],
])('%s', (_name, budget, minor, uses) => {
	const left = burnDown(budget, days)
	expect(left.map(({ leftMinor }) => leftMinor)).toEqual(minor)
	expect(left.map(({ leftUses }) => leftUses)).toEqual(uses)
})
