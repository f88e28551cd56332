import type { ShownCart, ShownDelivery, ShownLine } from '../../engine/order/shown-cart.ts'
import type { SavedCells } from './use-saved-cells.ts'

export type CartProps = {
	cart: ShownCart
	saved: SavedCells
	typed: Readonly<Record<string, string>>
	isRep: boolean
	onRemove: (line: ShownLine) => void
	onRemoveDelivery: (delivery: ShownDelivery) => void
}

/** `problems` by a line's sequence; `shown`: the delivery that a phone shows. */
export type MatrixProps = CartProps & { problems: ReadonlyMap<number, string[]>; shown: string | null }
