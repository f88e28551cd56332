import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import { quantityInput } from '../format/number.ts'
import { cellKey, createCellStore } from './cell-store.ts'

export type SetAnswer = { ok: true; kind: string } | { ok: false; kind: string; refusals: Refusal[] } | { ok: false; kind: 'offline' }

const TYPED_MS = 700

/** What stands in a cell now, as a number field writes it. */
function nowOf(cart: ShownCart): (key: string) => string {
	const cells = new Map(cart.lines.flatMap((line) => line.cells.map((cell) => [cellKey(line.id, cell.groupKey), quantityInput(cell.quantity)] as const)))
	return (key) => cells.get(key) ?? '0'
}

/**
 * Saves cells as they are typed, one request at a time, each on the version that the last one made. After a lost
 * connection they are sent again by themselves; a refusal or a conflict waits for the person.
 */
export function useSavedCells(cart: ShownCart) {
	const [store] = useState(createCellStore)
	const fetcher = useFetcher<SetAnswer>()
	const [refusals, setRefusals] = useState<Refusal[]>([])
	const timer = useRef<ReturnType<typeof setTimeout>>()
	// Asked at once, not at the next drawing: a second submit would cut off the first.
	const isBusy = useRef(false)
	const latest = useRef({ cart, fetcher })
	latest.current = { cart, fetcher }

	const flush = useCallback(
		(consent = false) => {
			clearTimeout(timer.current)
			if (isBusy.current) return
			const cells = store.take()
			if (cells.length === 0) return
			isBusy.current = true
			const now = latest.current
			const { cartId, version } = now.cart
			const form = { intent: 'set', cartId: String(cartId), version: String(version), cells: JSON.stringify(cells), consent: consent ? 'yes' : '' }
			now.fetcher.submit(form, { method: 'post' })
		},
		[store],
	)

	const type = useCallback(
		(key: string, value: string, base: string) => {
			store.type(key, value, base)
			clearTimeout(timer.current)
			timer.current = setTimeout(() => flush(), TYPED_MS)
		},
		[store, flush],
	)

	const { state, data } = fetcher
	useEffect(() => {
		if (state !== 'idle' || !data || !isBusy.current) return
		isBusy.current = false
		setRefusals([])
		if (data.ok) store.arrived()
		else if (!('refusals' in data)) store.insist(nowOf(latest.current.cart))
		else if (data.refusals.some(({ code }) => code === 'CART_CHANGED')) store.overtaken(nowOf(latest.current.cart))
		else {
			store.refused()
			setRefusals(data.refusals)
		}
		flush()
	}, [state, data, store, flush])

	const done = useCallback(() => flush(), [flush])

	return {
		store,
		type,
		done,
		refusals,
		isSaving: state !== 'idle',
		insist: (consent: boolean) => {
			store.insist(nowOf(cart))
			setRefusals([])
			flush(consent)
		},
		letGo: () => {
			store.yield()
			setRefusals([])
		},
	}
}

export type SavedCells = ReturnType<typeof useSavedCells>
