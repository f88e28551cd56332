import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ShownCart, ShownLine } from '../../app/engine/order/shown-cart.ts'
import { packCart, unpackCart } from '../../app/ui/checkout/pack-cart.ts'
import { type Extent, leadsTo, type Place } from '../../app/ui/checkout/sheet-keys.ts'
import { isLong, piecesOf, spanInSight } from '../../app/ui/checkout/sheet-window.ts'
import { lawCases } from '../support/laws.ts'

const count = fc.integer({ min: 0, max: 300 })

test('law: whatever is scrolled to, each thing is drawn once or has its room, in its order, and what is in sight is drawn', () => {
	const sight = fc.record({ offset: fc.integer({ min: -2000, max: 30_000 }), extent: fc.integer({ min: 0, max: 2000 }), size: fc.constantFrom(64, 96, 120) })
	fc.assert(
		fc.property(count, sight, fc.option(fc.nat(400)), fc.constantFrom(1, 2, 4), (all, { offset, extent, size }, pinned, step) => {
			const pieces = piecesOf(all, spanInSight({ offset, extent, size, count: all, step }), pinned)
			const covered = pieces.flatMap((piece) => (piece.kind === 'one' ? [piece.index] : Array.from({ length: piece.count }, (_, more) => piece.index + more)))
			expect(covered).toEqual(Array.from({ length: all }, (_, index) => index))
			const drawn = new Set(pieces.flatMap((piece) => (piece.kind === 'one' ? [piece.index] : [])))
			const [first, last] = [Math.floor(Math.max(0, offset) / size), Math.ceil((offset + extent) / size)]
			const seen = covered.filter((index) => (index >= first && index < last) || index === pinned)
			expect(seen.filter((index) => !drawn.has(index))).toEqual([])
			expect(drawn.size).toBeLessThanOrEqual(Math.ceil(extent / size) + 4 * step + 3)
		}),
		lawCases(3690),
	)
})

test('small moves draw nothing anew', () => {
	const at = (offset: number) => spanInSight({ offset, extent: 640, size: 64, count: 2000, step: 4 })
	expect(at(6400)).toEqual({ from: 96, to: 116 })
	expect(at(6400 + 127)).toEqual(at(6400 + 65))
	expect(at(6400 + 4 * 64)).toEqual({ from: 100, to: 120 })
})

test('a cart is long by its rows or by its cells', () => {
	expect([isLong(3, 2), isLong(100, 6), isLong(60, 15), isLong(101, 1), isLong(2000, 50)]).toEqual([false, false, true, true, true])
})

describe('where a key leads from a cell', () => {
	const sheet: Extent = { rows: 2000, columns: { first: 0, last: 49 }, page: 9 }
	const phone: Extent = { rows: 2000, columns: { first: 7, last: 7 }, page: 5 }
	const key = (text: string) => ({
		...{ key: text.split('+').at(-1) ?? '', shiftKey: text.includes('Shift+'), ctrlKey: text.includes('Ctrl+') },
		...{ altKey: text.includes('Alt+'), metaKey: text.includes('Meta+') },
	})
	const rules: [string, string, Place, Extent, [number, number] | null][] = [
		['down', 'ArrowDown', { row: 3, column: 7 }, sheet, [4, 7]],
		['up stays on the first row', 'ArrowUp', { row: 0, column: 7 }, sheet, [0, 7]],
		['right into columns that are not drawn', 'ArrowRight', { row: 3, column: 12 }, sheet, [3, 13]],
		['right stays on the last column', 'ArrowRight', { row: 3, column: 49 }, sheet, [3, 49]],
		['Enter goes down, with Shift up', 'Enter', { row: 3, column: 7 }, sheet, [4, 7]],
		['Enter goes down, with Shift up', 'Shift+Enter', { row: 3, column: 7 }, sheet, [2, 7]],
		['Home and End of the row', 'Home', { row: 3, column: 7 }, sheet, [3, 0]],
		['Home and End of the row', 'End', { row: 3, column: 7 }, sheet, [3, 49]],
		['with Ctrl of the sheet', 'Ctrl+Home', { row: 3, column: 7 }, sheet, [0, 0]],
		['with Ctrl of the sheet', 'Ctrl+End', { row: 3, column: 7 }, sheet, [1999, 49]],
		['a page down', 'PageDown', { row: 3, column: 7 }, sheet, [12, 7]],
		['a page down ends on the last row', 'PageDown', { row: 1995, column: 7 }, sheet, [1999, 7]],
		['a page up', 'PageUp', { row: 3, column: 7 }, sheet, [0, 7]],
		['Tab along the row', 'Tab', { row: 3, column: 7 }, sheet, [3, 8]],
		['Shift and Tab back', 'Shift+Tab', { row: 3, column: 7 }, sheet, [3, 6]],
		['Tab leaves the row at its end to the browser', 'Tab', { row: 3, column: 49 }, sheet, null],
		['Shift and Tab leave it at its beginning', 'Shift+Tab', { row: 3, column: 0 }, sheet, null],
		['on a phone one column is in use', 'ArrowRight', { row: 3, column: 7 }, phone, [3, 7]],
		['on a phone one column is in use', 'Tab', { row: 3, column: 7 }, phone, null],
		['digits are the field’s', '7', { row: 3, column: 7 }, sheet, null],
		['copying is the browser’s', 'Ctrl+c', { row: 3, column: 7 }, sheet, null],
		['so is going back', 'Alt+ArrowLeft', { row: 3, column: 7 }, sheet, null],
		['and what a Mac does with its key', 'Meta+ArrowRight', { row: 3, column: 7 }, sheet, null],
	]
	test.each(rules)('%s: %s', (_, text, at, extent, to) => {
		expect(leadsTo(key(text), at, extent)).toEqual(to && { row: to[0], column: to[1] })
	})
})

test('law: a cart that was packed comes out as it went in', () => {
	const groups = ['101', '7', '33']
	const cell = fc.record({ groupKey: fc.constantFrom(...groups), quantity: fc.nat(), netMinor: fc.integer() })
	const line = fc.record({
		...{ id: fc.nat(), sequence: fc.nat(), name: fc.string({ unit: 'grapheme' }), unitPrice: fc.option(fc.string()), digits: fc.nat(4) },
		...{
			inside: fc.array(fc.record({ productId: fc.nat(), name: fc.string() })),
			override: fc.option(fc.record({ reason: fc.string() })),
			cells: fc.array(cell),
		},
	})
	fc.assert(
		fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
			const deliveries = groups.map((groupKey) => ({ groupKey }))
			const cart = { cartId: 4, lines: lines as unknown as ShownLine[], deliveries } as unknown as ShownCart
			expect(unpackCart(packCart(cart))).toEqual(cart)
		}),
		lawCases(3691),
	)
})
