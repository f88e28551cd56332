import { useSyncExternalStore } from 'react'

/** `draft` is typed, `saving` on its way, `refused` was turned down, `conflict` was edited by somebody else. */
export type CellState = 'draft' | 'saving' | 'refused' | 'conflict'

/** `base` is what stood there when the person began to type; `theirs` what somebody else wrote meanwhile. */
export type CellEdit = { value: string; base: string; state: CellState; theirs?: string }

export type Cell = { lineId: number; groupId: number; quantity: string }

/**
 * What was typed into the matrix and is not yet certain. It outlives rows that are scrolled away, lost connections and
 * conflicts: nothing typed is ever lost. Each cell listens to its own key, so that a keystroke draws one cell.
 */
export function createCellStore() {
	const edits = new Map<string, CellEdit>()
	const listeners = new Set<() => void>()
	let version = 0

	function tell() {
		version += 1
		for (const listener of listeners) listener()
	}

	const each = (from: CellState, change: (edit: CellEdit, key: string) => CellEdit | null) => {
		for (const [key, edit] of edits) {
			if (edit.state !== from) continue
			const next = change(edit, key)
			if (next) edits.set(key, next)
			else edits.delete(key)
		}
		tell()
	}

	return {
		subscribe(listener: () => void) {
			listeners.add(listener)
			return () => listeners.delete(listener)
		},
		version: () => version,
		get: (key: string) => edits.get(key),
		all: () => [...edits],
		type(key: string, value: string, base: string) {
			const known = edits.get(key)
			// What is on its way will stand there when this is sent after it.
			const from = known?.state === 'saving' ? known.value : (known?.base ?? base)
			if ((value.trim() || '0') === from) edits.delete(key)
			else edits.set(key, { value, base: from, state: 'draft' })
			tell()
		},
		/** What is to be sent now; from here on it is on its way. */
		take(): Cell[] {
			const sent: Cell[] = []
			each('draft', (edit, key) => {
				sent.push(cellOf(key, edit.value))
				return { ...edit, state: 'saving' }
			})
			return sent
		},
		arrived: () => each('saving', () => null),
		refused: () => each('saving', (edit) => ({ ...edit, state: 'refused' })),
		/** Somebody edited the cart: what she left alone is sent again, what she changed too is a conflict. */
		overtaken: (now: (key: string) => string) =>
			each('saving', (edit, key) => {
				const theirs = now(key)
				if (theirs === edit.value) return null
				return theirs === edit.base ? { ...edit, state: 'draft' } : { ...edit, state: 'conflict', theirs }
			}),
		/** Sends everything again: what was lost on its way, and what was refused or conflicts, for the person wants hers. */
		insist: (now: (key: string) => string) => {
			for (const [key, edit] of edits) edits.set(key, { value: edit.value, base: now(key), state: 'draft' })
			tell()
		},
		/** Lets go of everything that is not on its way. */
		yield: () => {
			for (const [key, edit] of edits) if (edit.state !== 'saving') edits.delete(key)
			tell()
		},
	}
}

export type CellStore = ReturnType<typeof createCellStore>

export const cellKey = (lineId: number, groupKey: string) => `${lineId}:${groupKey}`

export function cellOf(key: string, value: string): Cell {
	const [lineId = '', groupId = ''] = key.split(':')
	return { lineId: Number(lineId), groupId: Number(groupId), quantity: value.trim().replace(',', '.') || '0' }
}

export function useCell(store: CellStore, key: string): CellEdit | undefined {
	return useSyncExternalStore(
		store.subscribe,
		() => store.get(key),
		() => undefined,
	)
}

/** Every edit; draws anew whenever any of them changes. */
export function useEdits(store: CellStore): [string, CellEdit][] {
	useSyncExternalStore(store.subscribe, store.version, () => 0)
	return store.all()
}
