import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreeMembership, type Membership } from '../../../app/engine/sync/agree-membership.ts'

/** crm ma agreed waits known | crm ma agreed applies, of a campaign whose members follow each other. */
const rows = `
0 0 0 0 1 | .  .  0 0   nobody anywhere
1 0 0 0 1 | .  +  1 0   added in the CRM
0 1 0 0 1 | +  .  1 0   added in marketing
1 1 0 0 1 | .  .  1 0   added on both
1 1 1 0 1 | .  .  1 0   at rest
1 0 1 0 1 | -  .  0 0   removed in marketing
0 1 1 0 1 | .  -  0 0   removed in the CRM
0 0 1 0 1 | .  .  0 0   removed on both
0 1 0 0 0 | .  .  0 0   nobody whom the CRM knows
0 1 1 0 0 | .  .  0 0   her record went, she stays in marketing
0 0 0 1 0 | .  .  0 0   waits on
0 0 0 1 1 | +  +  1 1   known at last
1 0 1 1 1 | .  +  1 1   put in again by marketing`

const flag = (sign = '') => sign === '1'
const turn = (sign = '') => ({ '+': 'add', '-': 'remove' })[sign] ?? null

test.each(rows.trim().split('\n'))('(A39) %s', (row) => {
	const [given = '', rest = ''] = row.split('|')
	const [crm, ma, agreed, waits, isKnown] = given.trim().split(/\s+/)
	const [toCrm, toMa, base, applies] = rest.trim().split(/\s+/)
	expect(agreeMembership({ crm: flag(crm), ma: flag(ma), agreed: flag(agreed), waits: flag(waits), isKnown: flag(isKnown), follows: true })).toEqual({
		...{ crm: turn(toCrm), ma: turn(toMa), agreed: flag(base), applies: flag(applies) },
	})
})

test('(B13) where members do not follow each other, only what waited is applied', () => {
	const still = { crm: false, ma: false, agreed: false, waits: true, isKnown: true, follows: false }
	expect(agreeMembership(still)).toEqual({ crm: 'add', ma: null, agreed: false, applies: true })
	expect(agreeMembership({ ...still, crm: true })).toEqual({ crm: null, ma: null, agreed: false, applies: true })
	expect(agreeMembership({ ...still, isKnown: false })).toEqual({ crm: null, ma: null, agreed: false, applies: false })
	expect(agreeMembership({ ...still, waits: false, crm: true })).toEqual({ crm: null, ma: null, agreed: false, applies: false })
})

const applied = (given: Membership): Membership => {
	const { crm, ma, agreed, applies } = agreeMembership(given)
	const after = (has: boolean, act: 'add' | 'remove' | null) => (act === null ? has : act === 'add')
	return { ...given, crm: after(given.crm, crm), ma: after(given.ma, ma), agreed, waits: given.waits && !applies }
}

test('(A39) laws: a second look writes nothing, and who is known stands on both sides or on none', () => {
	const any = fc.record({ crm: fc.boolean(), ma: fc.boolean(), agreed: fc.boolean(), waits: fc.boolean(), isKnown: fc.boolean(), follows: fc.boolean() })
	fc.assert(
		fc.property(any, (given) => {
			const once = applied(given)
			expect(applied(once)).toEqual(once)
			expect(agreeMembership(once)).toMatchObject({ crm: null, ma: null, applies: false })
			if (once.follows && once.isKnown) expect(once.crm).toBe(once.ma)
		}),
	)
})
