import { useFetcher } from '@remix-run/react'
import { useState } from 'react'
import type { ShownCart, ShownDelivery, ShownLine } from '../../engine/order/shown-cart.ts'
import { quantityInput } from '../format/number.ts'
import type { AddedRow } from './read-added-rows.ts'

type Removed = { what: string; rows: AddedRow[] }

/** Removing asks nothing and can be undone: what went out is kept here, with where it was to go. */
export function useRemoval(cart: ShownCart) {
	const fetcher = useFetcher()
	const [removed, setRemoved] = useState<Removed | null>(null)
	const deliveries = new Map(cart.deliveries.map((delivery) => [delivery.groupKey, delivery]))

	const rowsOf = (line: ShownLine, only?: string): AddedRow[] =>
		line.cells
			.filter(({ groupKey }) => only === undefined || groupKey === only)
			.map(({ groupKey, quantity }) => {
				const delivery = deliveries.get(groupKey)
				const place = { locationId: delivery?.locationId ?? null, requestedOn: delivery?.requestedOn ?? null }
				return { sku: line.sku, quantity: quantityInput(quantity), unit: line.unit, ...place, chosen: line.chosen }
			})
	const send = (intent: string, more: Record<string, string> = {}) =>
		fetcher.submit({ intent, cartId: String(cart.cartId), ...more }, { method: 'post', action: '/cart' })

	return {
		removed,
		isBusy: fetcher.state !== 'idle',
		removeLine(line: ShownLine) {
			setRemoved({ what: line.name, rows: rowsOf(line) })
			send(`remove:${line.id}`)
		},
		removeDelivery(delivery: ShownDelivery) {
			setRemoved({ what: delivery.name ?? '', rows: cart.lines.flatMap((line) => rowsOf(line, delivery.groupKey)) })
			send(`removeDelivery:${delivery.groupKey}`)
		},
		undo() {
			if (removed && removed.rows.length > 0) send('restore', { rows: JSON.stringify(removed.rows) })
			setRemoved(null)
		},
	}
}
