import type { ShownCart, ShownLine } from '../../engine/order/shown-cart.ts'

/** Where a cell goes, as its place among the deliveries, how much of it, and what it costs: one after the other for all cells of a line. */
type PackedCells = number[]

/**
 * A cart on its way to the page. Two thousand lines in objects are walked four times (made, sent, written into the page,
 * read) and name each of their fields anew; as rows of one table, in text, they are half as long and walked once.
 */
export type PackedCart = Omit<ShownCart, 'lines'> & { lines: string }

export function packCart({ lines, ...cart }: ShownCart): PackedCart {
	const places = new Map(cart.deliveries.map(({ groupKey }, place) => [groupKey, place]))
	const cellsOf = ({ cells }: ShownLine): PackedCells => cells.flatMap(({ groupKey, quantity, netMinor }) => [places.get(groupKey) ?? 0, quantity, netMinor])
	const names = Object.keys(lines[0] ?? {}).filter((name) => name !== 'cells') as (keyof Omit<ShownLine, 'cells'>)[]
	return { ...cart, lines: JSON.stringify([names, ...lines.map((line) => [...names.map((name) => line[name]), cellsOf(line)])]) }
}

/** The same cart again. Law: what was packed is what comes out. */
export function unpackCart({ lines, ...cart }: PackedCart): ShownCart {
	const [names = [], ...rows] = JSON.parse(lines) as [string[], ...unknown[][]]
	const cellsOf = (packed: PackedCells): ShownLine['cells'] =>
		Array.from({ length: packed.length / 3 }, (_, cell) => ({
			groupKey: cart.deliveries[packed[cell * 3] ?? 0]?.groupKey ?? '',
			quantity: packed[cell * 3 + 1] ?? 0,
			netMinor: packed[cell * 3 + 2] ?? 0,
		}))
	return {
		...cart,
		lines: rows.map(
			(row) => ({ ...Object.fromEntries(names.map((name, place) => [name, row[place]])), cells: cellsOf(row.at(-1) as PackedCells) }) as ShownLine,
		),
	}
}
