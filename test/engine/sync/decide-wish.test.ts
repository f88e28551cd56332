import { expect, test } from 'vitest'
import { decideLink } from '../../../app/engine/sync/decide-link.ts'
import type { FieldMap, FieldShape, LinkCase, Wish } from '../../../app/engine/sync/types.ts'

const shape = (name: string, more: Partial<FieldShape> = {}): FieldShape => ({
	...{ name, label: name, kind: 'text', length: 10, precision: null, scale: null, values: null, required: false },
	...{ createable: true, updateable: true, visible: true, custom: false, references: [], ...more },
})
const map: FieldMap = {
	...{ key: '1', crmField: 'Title', maField: 'title', behaviour: 'crm_to_ma', blank: 'clear', multi: 'last', overflow: 'error' },
	...{ transform: null, fallback: null, stoppedBy: null },
}
const order = (more: Partial<Wish> = {}): Wish => ({ side: 'crm', value: 'Buyer', cause: 'revert', actor: 'user:1', pins: true, ...more })
const decide = (wish: Wish, { crm = 'Chef', ma = 'Chef', title = shape('Title'), maps = [map] as FieldMap[] } = {}) => {
	const given: LinkCase = {
		maps,
		crm: { shape: { Title: title }, values: { Title: crm }, times: {} },
		ma: { shape: { title: shape('title') }, values: { title: ma }, times: {} },
		...{ agreed: { 1: 'Chef' }, pinned: ['1'], frozen: ['1'], wishes: { 1: wish }, tieWinner: 'crm' as const, skewMs: 0 },
		consent: { words: [], at: '2026-05-12T09:00:00Z' },
	}
	const { crm: there, ma: here, agreed, decisions, refusals } = decideLink(given)
	const [{ wrote, note, rule, wish: done } = { wrote: null, note: null, rule: '' }] = decisions
	return { there, here, agreed, wrote, note, rule, for: done?.refusedFor, codes: refusals.map(({ code }) => code) }
}
const nothing = { there: {}, here: {}, agreed: {}, wrote: null, note: 'refused', rule: 'reverted', for: undefined, codes: [] }

test('an order is written whatever the table, a pin or the loop breaker says, and to its side alone', () => {
	expect(decide(order())).toEqual({ ...nothing, there: { Title: 'Buyer' }, agreed: { 1: 'Buyer' }, wrote: 'crm', note: 'pinned' })
	expect(decide(order({ side: 'ma' }))).toEqual({ ...nothing, here: { title: 'Buyer' }, agreed: { 1: 'Buyer' }, wrote: 'ma', note: 'pinned' })
})
test('what is mended leaves the base, so that the next look carries it on', () => {
	expect(decide(order({ cause: 'edit', pins: false }))).toEqual({ ...nothing, there: { Title: 'Buyer' }, wrote: 'crm', note: null, rule: 'edited' })
	expect(decide(order({ cause: 'edit', pins: false, value: null }))).toMatchObject({ there: { Title: null }, wrote: 'crm' })
})
test('what stands there already is done without a write', () => {
	for (const wish of [order(), order({ expects: 'Chef' })])
		expect(decide(wish, { crm: 'Buyer' })).toEqual({ ...nothing, agreed: { 1: 'Buyer' }, note: 'pinned' })
})
test('what somebody changed since is left alone by name', () => {
	expect(decide(order({ expects: 'Chef' }))).toMatchObject({ wrote: 'crm' })
	expect(decide(order({ expects: 'Founder' }))).toEqual({ ...nothing, for: 'CHANGED_SINCE' })
	expect(decide(order({ expects: null }))).toEqual({ ...nothing, for: 'CHANGED_SINCE' })
})
test('what the side would refuse is refused by its code before it is asked', () => {
	expect(decide(order({ value: 'Head of coffee' }))).toEqual({ ...nothing, for: 'STRING_TOO_LONG', codes: ['STRING_TOO_LONG'] })
	expect(decide(order(), { title: shape('Title', { updateable: false }) })).toMatchObject({ for: 'INVALID_FIELD_FOR_INSERT_UPDATE' })
	expect(decide(order(), { title: shape('Title', { visible: false }) })).toEqual({ ...nothing, for: 'FIELD_MISSING' })
	expect(decide(order(), { maps: [{ ...map, stoppedBy: 'INSUFFICIENT_ACCESS_OR_READONLY' }] })).toMatchObject({ for: 'INSUFFICIENT_ACCESS_OR_READONLY' })
})
test('the base of an order is said in the words of the CRM', () => {
	const told: FieldMap = { ...map, transform: { kind: 'choices', pairs: { Buyer: 'B', Chef: 'C' } } }
	expect(decide(order({ side: 'ma' }), { crm: 'C', maps: [told] })).toMatchObject({ here: { title: 'Buyer' }, agreed: { 1: 'B' } })
})
