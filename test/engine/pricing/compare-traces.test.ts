import { expect, test } from 'vitest'
import { compareTraces } from '../../../app/engine/pricing/compare-traces.ts'
import { resolvePrice } from '../../../app/engine/pricing/resolve-price.ts'
import { asking, candidate, P1 } from './books.ts'

const { base, sale, group, contract } = P1
const on = (day: string) => asking(3, { pricedAt: new Date(`${day}T15:00:00Z`) })
const traceOf = (day: string, ...books: (typeof base)[]) => resolvePrice(on(day), books).trace
const said = (...[before, after]: Parameters<typeof compareTraces>) => compareTraces(before, after).books.map(({ bookId, kind }) => [bookId, kind])

test('a sale that ends: it no longer counts, another list gives the price, the others are unchanged but for their place', () => {
	const ending = { ...sale, validTo: new Date('2026-06-16T00:00:00Z') }
	const [before, after] = [traceOf('2026-06-15', base, ending, group, contract), traceOf('2026-06-20', base, ending, group, contract)]
	const { isOtherWinner, books } = compareTraces(before, after)
	expect(isOtherWinner).toBe(true)
	expect(books.filter(({ kind }) => kind === 'ends').map(({ bookId }) => bookId)).toEqual([sale.bookId])
	expect(books.filter(({ kind }) => kind === 'outcome').map(({ bookId }) => bookId)).toEqual([contract.bookId])
})

test('a new price, a new tier, a new version, a list that begins: each by its name', () => {
	const before = traceOf('2026-06-15', base, sale)
	expect(said(before, traceOf('2026-06-15', base, candidate(sale.bookId, 'sale', [[1, '17.00']])))).toEqual([
		[sale.bookId, 'price'],
		[base.bookId, 'same'],
	])
	const tiered = candidate(sale.bookId, 'sale', [
		[1, '18.00'],
		[2, '17.00'],
	])
	expect(said(before, traceOf('2026-06-15', base, tiered))[0]).toEqual([sale.bookId, 'tier'])
	expect(said(before, traceOf('2026-06-15', base, { ...sale, bookVersion: 9 }))[0]).toEqual([sale.bookId, 'version'])
	expect(said(before, traceOf('2026-06-15', base, sale, group))[0]).toEqual([group.bookId, 'begins'])
	expect(compareTraces(before, before)).toMatchObject({ isOtherWinner: false, books: [{ kind: 'same' }, { kind: 'same' }] })
})
