import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { readTypedRows, type TypedRow, type UnreadRow } from '../../engine/cart/read-typed-rows.ts'
import type { QuickAnswer, QuickRow } from './quick-row.ts'

/**
 * A row on the page. `checked` is the answer to `asked`: what it said before the last letter counts no more. `known` is the
 * name that its source has for it; `isLeft`: it stays where it is when the others go into the cart.
 */
export type SheetRow = TypedRow & { key: number; checked: QuickRow | null; asked: string; known: string; isLeft: boolean }

/** What can be typed of a row. */
export type Column = Exclude<keyof TypedRow, 'chosen'>

type Act =
	| { do: 'type'; key: number; column: Column; text: string }
	| { do: 'fill'; at: number | null; rows: readonly TypedRow[] }
	| { do: 'drop'; keys: ReadonlySet<number> }
	| { do: 'pick'; keys: ReadonlySet<number>; isPicked: boolean }
	| { do: 'answer'; keys: readonly number[]; texts: readonly string[]; rows: readonly QuickRow[] }

const SPARE_ROWS = 5
export const emptyRow: TypedRow = { sku: '', quantity: '', unit: '', shipTo: '', requestedOn: '' }
export const isEmpty = ({ sku, quantity }: TypedRow) => sku.trim() === '' && quantity.trim() === ''
const textOf = ({ sku, quantity, unit, shipTo, requestedOn, chosen = [] }: TypedRow) => JSON.stringify([sku, quantity, unit, shipTo, requestedOn, chosen])
export const typedOf = ({ sku, quantity, unit, shipTo, requestedOn, chosen = [] }: TypedRow): TypedRow => {
	const typed = { sku, quantity, unit, shipTo, requestedOn }
	return chosen.length > 0 ? { ...typed, chosen } : typed
}
export const isAnswered = (row: SheetRow): row is SheetRow & { checked: QuickRow } => row.checked !== null && row.asked === textOf(row)

let lastKey = 0
const rowOf = (typed: TypedRow, checked: QuickRow | null = null, { known = '', isLeft = false } = {}): SheetRow => {
	lastKey += 1
	return { ...typedOf(typed), key: lastKey, checked, asked: checked ? textOf(typed) : '', known, isLeft }
}

/** There is always an empty row to go on in. */
function withSpare(rows: readonly SheetRow[]): SheetRow[] {
	const last = rows.findLastIndex((row) => !isEmpty(row))
	const missing = Math.max(last + 2, SPARE_ROWS) - rows.length
	return missing > 0 ? [...rows, ...Array.from({ length: missing }, () => rowOf(emptyRow))] : [...rows]
}

/** Another product has nothing chosen inside it, and is no more what the source called it. */
function retyped(row: SheetRow, column: Column, text: string): SheetRow {
	return column === 'sku' ? { ...row, sku: text, chosen: [], known: '' } : { ...row, [column]: text }
}

function reduce(rows: readonly SheetRow[], act: Act): SheetRow[] {
	switch (act.do) {
		case 'type':
			return withSpare(rows.map((row) => (row.key === act.key ? retyped(row, act.column, act.text) : row)))
		case 'fill': {
			const filled = act.rows.map((row) => rowOf(row))
			if (act.at !== null) return withSpare([...rows.slice(0, act.at), ...filled, ...rows.slice(act.at + 1)])
			return withSpare([...rows.slice(0, rows.findLastIndex((row) => !isEmpty(row)) + 1), ...filled])
		}
		case 'drop':
			return withSpare(rows.filter(({ key }) => !act.keys.has(key)))
		case 'pick':
			return rows.map((row) => (act.keys.has(row.key) ? { ...row, isLeft: !act.isPicked } : row))
		case 'answer': {
			const known = new Map(act.keys.map((key, index) => [key, index]))
			return rows.map((row) => {
				const index = known.get(row.key)
				return index === undefined ? row : { ...row, checked: act.rows[index] ?? null, asked: act.texts[index] ?? '' }
			})
		}
	}
}

const PAUSE_MS = 400

type Begin = {
	draftKey: string | null
	typed: readonly TypedRow[]
	answered: readonly QuickRow[]
	/** What the source calls each row; `isLeft`: none is picked yet. */
	names: readonly string[]
	isLeft: boolean
}

/** The rows of the page: typed, pasted, kept in this browser until they are in the cart, and answered while one types. */
export function useRows({ draftKey, typed, answered, names, isLeft }: Begin) {
	const [rows, act] = useReducer(reduce, null, () =>
		withSpare(typed.map((row, index) => rowOf(row, answered[index] ?? null, { known: names[index] ?? '', isLeft }))),
	)
	const [unread, setUnread] = useState<readonly UnreadRow[]>([])
	useDraft(draftKey, rows, (kept) => act({ do: 'fill', at: null, rows: kept }), typed.length > 0)
	const checking = useAnswers(rows, (answer) => act({ do: 'answer', ...answer }))
	const take = useCallback((text: string, at: number | null) => {
		const read = readTypedRows(text)
		act({ do: 'fill', at, rows: read.rows })
		setUnread(read.unread)
		return read.unread
	}, [])
	const type = useCallback((key: number, column: Column, text: string) => act({ do: 'type', key, column, text }), [])
	const drop = useCallback((keys: readonly number[]) => act({ do: 'drop', keys: new Set(keys) }), [])
	const pick = useCallback((keys: readonly number[], isPicked: boolean) => act({ do: 'pick', keys: new Set(keys), isPicked }), [])
	return { rows, unread, checking, take, type, drop, pick }
}

/** What was typed survives a closed window. */
function useDraft(key: string | null, rows: readonly SheetRow[], restore: (rows: TypedRow[]) => void, isGiven: boolean) {
	const restored = useRef(isGiven)
	useEffect(() => {
		if (restored.current || key === null) return
		restored.current = true
		try {
			const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
			if (Array.isArray(kept) && kept.length > 0) restore(kept.map((row: Partial<TypedRow>) => ({ ...emptyRow, ...row })))
		} catch {
			// No storage, or not ours: one begins with an empty page.
		}
	}, [key, restore])
	useEffect(() => {
		if (!restored.current || key === null) return
		try {
			localStorage.setItem(key, JSON.stringify(rows.filter((row) => !isEmpty(row)).map(typedOf)))
		} catch {
			// A browser that keeps nothing still orders.
		}
	}, [key, rows])
}

type Answered = { keys: readonly number[]; texts: readonly string[]; rows: readonly QuickRow[] }

/** Asks about all rows a moment after the last letter: a tier counts over the rows of one product together. */
function useAnswers(rows: readonly SheetRow[], tell: (answer: Answered) => void): boolean {
	const fetcher = useFetcher<QuickAnswer>()
	const sent = useRef<{ keys: number[]; texts: string[] } | null>(null)
	const told = useRef<unknown>(null)
	const filled = rows.filter((row) => !isEmpty(row))
	const open = filled.filter((row) => !isAnswered(row)).length
	const text = filled.map(textOf).join('\n')
	useEffect(() => {
		const { data, state } = fetcher
		if (state !== 'idle' || !data || data === told.current || !sent.current) return
		told.current = data
		if (data.kind === 'checked') tell({ ...sent.current, rows: data.rows })
	}, [fetcher, tell])
	// biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is all in `text`
	useEffect(() => {
		if (open === 0 || fetcher.state !== 'idle') return
		const timer = window.setTimeout(() => {
			sent.current = { keys: filled.map(({ key }) => key), texts: filled.map(textOf) }
			fetcher.submit({ intent: 'check', rows: JSON.stringify(filled.map(typedOf)) }, { method: 'post' })
		}, PAUSE_MS)
		return () => window.clearTimeout(timer)
	}, [text, open, fetcher.state])
	return open > 0
}
