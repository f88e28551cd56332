import { expect, test } from 'vitest'
import { type KindCase, type Standing, turnKind } from '../../../app/engine/sync/turn-kind.ts'

const all: Standing[] = ['here', 'other', 'gone']
const turn = (crm: Standing, ma: Standing, more: Partial<KindCase> = {}) => turnKind({ crm, ma, isResting: false, hasMapping: true, ...more })

test('a kind that one side changed stops the link, one that both changed moves it, and one that was changed back lets it go on', () => {
	expect(all.map((crm) => all.map((ma) => turn(crm, ma)))).toEqual([
		[null, 'differs', null],
		['differs', 'moves', null],
		[null, null, null],
	])
	expect(turn('here', 'here', { isResting: true })).toBe('returns')
	expect(turn('other', 'here', { isResting: true })).toBe('differs')
})

test('what no mapping joins after both changed it is told as what differs', () => {
	expect(turn('other', 'other', { hasMapping: false })).toBe('differs')
})
