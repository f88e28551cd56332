import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CardWish, changeCards, hasExpired, type KeptCard, mayKeepCards } from '../../../app/engine/order/change-cards.ts'
import { lawCases } from '../../support/laws.ts'

const at = new Date('2026-03-02T09:00:00Z')
const card = (id: number, more: Partial<KeptCard> = {}): KeptCard => ({ id, isActive: true, isDefault: false, repLimitMinor: null, removedAt: null, ...more })
const minutesAgo = (minutes: number) => new Date(at.getTime() - minutes * 60_000)
const first = card(1, { isDefault: true })
const second = card(2, { repLimitMinor: 50_000 })
const wish = (kind: 'default' | 'remove' | 'restore', cardId: number): CardWish => ({ kind, cardId })
const changed = (cards: readonly KeptCard[], one: CardWish) => changeCards(cards, one, { currency: 'USD', at })

test.each<[string, readonly KeptCard[], CardWish, ReturnType<typeof changed>]>([
	[
		'another is offered first',
		[first, second],
		wish('default', 2),
		{
			ok: true,
			changed: [
				{ ...first, isDefault: false },
				{ ...second, isDefault: true },
			],
		},
	],
	[
		'the first goes: the newest left steps up, and it is open to no rep',
		[first, second, card(3)],
		wish('remove', 1),
		{ ok: true, changed: [{ ...first, isActive: false, isDefault: false, removedAt: at }, card(3, { isDefault: true })] },
	],
	[
		'a shared card goes: closed to the rep',
		[first, second],
		wish('remove', 2),
		{ ok: true, changed: [{ ...second, isActive: false, repLimitMinor: null, removedAt: at }] },
	],
	['put back within ten minutes', [first, card(2, { isActive: false, removedAt: minutesAgo(9) })], wish('restore', 2), { ok: true, changed: [card(2)] }],
	['put back too late', [first, card(2, { isActive: false, removedAt: minutesAgo(10) })], wish('restore', 2), null],
	['what is only kept for later deliveries is no card of hers', [first, card(2, { isActive: false })], wish('default', 2), null],
	['a card of somebody else', [first], wish('remove', 9), null],
	['open to the rep', [first], { kind: 'limit', cardId: 1, amount: '250,50' }, { ok: true, changed: [{ ...first, repLimitMinor: 25_050 }] }],
	['closed to the rep', [second], { kind: 'limit', cardId: 2, amount: ' ' }, { ok: true, changed: [card(2, { isDefault: true })] }],
	['not an amount', [first], { kind: 'limit', cardId: 1, amount: 'much' }, { ok: false, refusals: [{ code: 'AMOUNT_INVALID', facts: { cardId: 1 } }] }],
	['nothing is no amount', [first], { kind: 'limit', cardId: 1, amount: '0' }, { ok: false, refusals: [{ code: 'AMOUNT_INVALID', facts: { cardId: 1 } }] }],
])('%s', (_, cards, one, expected) => {
	expect(changed(cards, one)).toEqual(expected)
})

test('a card is good to the end of its month', () => {
	expect(hasExpired({ expiresMonth: 3, expiresYear: 2026 }, '2026-03-31')).toBe(false)
	expect(hasExpired({ expiresMonth: 3, expiresYear: 2026 }, '2026-04-01')).toBe(true)
	expect(hasExpired({ expiresMonth: 12, expiresYear: 2025 }, '2026-01-01')).toBe(true)
})

test.each([
	['buyer', 'owner', true],
	['buyer', 'buyer', true],
	['buyer', 'approver', false],
	['buyer', 'viewer', false],
	['rep', 'owner', false],
	['api', 'owner', false],
])('%s with the role %s keeps cards: %s', (kind, role, may) => {
	expect(mayKeepCards({ kind, role })).toBe(may)
})

test('law: while any card is offered exactly one is offered first, and a removed one is open to no rep', () => {
	const kind = fc.constantFrom('default' as const, 'remove' as const, 'restore' as const)
	const one = fc.oneof(
		fc.record({ kind, cardId: fc.integer({ min: 1, max: 4 }) }),
		fc.record({ kind: fc.constant('limit' as const), cardId: fc.integer({ min: 1, max: 4 }), amount: fc.constantFrom('10', '', 'x') }),
	)
	const story = fc.property(fc.array(one, { maxLength: 20 }), (wishes) => {
		let cards = [card(1), card(2), card(3), card(4)]
		for (const asked of wishes) {
			const answer = changed(cards, asked)
			if (!answer?.ok) continue
			const after = new Map(answer.changed.map((kept) => [kept.id, kept]))
			cards = cards.map((kept) => after.get(kept.id) ?? kept)
			expect(cards.filter(({ isDefault }) => isDefault)).toHaveLength(cards.some(({ isActive }) => isActive) ? 1 : 0)
			expect(cards.filter(({ isActive, isDefault, repLimitMinor }) => !isActive && (isDefault || repLimitMinor !== null))).toEqual([])
		}
	})
	fc.assert(story, lawCases(346))
})
