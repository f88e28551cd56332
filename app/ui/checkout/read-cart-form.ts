import { readTypedRows, type TypedRow, type UnreadRow } from '../../engine/cart/read-typed-rows.ts'
import type { AddedRow } from './read-added-rows.ts'

export type CellWish = { lineId: number; groupId: number; quantity: string }

/** What a person wants done to her cart; `none` is a form that says nothing we know. */
export type CartWish =
	| { kind: 'set'; cells: CellWish[]; consent: boolean }
	| { kind: 'add'; typed: TypedRow[]; locationId: number | null; unread: UnreadRow[]; text: string }
	| { kind: 'restore'; rows: AddedRow[] }
	| { kind: 'remove'; lineIds: number[] }
	| { kind: 'addDelivery'; locationId: number; requestedOn: string | null; method: string }
	| {
			kind: 'changeDelivery'
			groupId: number
			requestedOn: string | null
			method: string
			instructions: string | null
			window: string | null
			costCentre: string | null
	  }
	| { kind: 'removeDelivery'; groupId: number }
	| { kind: 'coupon'; code: string; remove: boolean }
	| { kind: 'override'; lineId: number; unitPrice: string | null; reason: string }
	| { kind: 'none' }

export type CartForm = { cartId: number | null; version: number | null; wish: CartWish }

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}
const idOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : 0)
const orNull = (text: string) => text || null

/** Cells of the whole form (`cell:<line>:<delivery>`, without scripts) or of one edit (`cells` as JSON). */
function readCells(form: FormData): CellWish[] {
	const named = [...form.entries()].flatMap(([name, value]): CellWish[] => {
		const match = /^cell:(\d{1,15}):(\d{1,15})$/.exec(name)
		if (!match || typeof value !== 'string') return []
		return [{ lineId: idOf(match[1] ?? ''), groupId: idOf(match[2] ?? ''), quantity: value.trim().replace(',', '.') || '0' }]
	})
	const json = textOf(form, 'cells')
	return json === '' ? named : parseCells(json)
}

function parseCells(json: string): CellWish[] {
	try {
		const cells: unknown = JSON.parse(json)
		if (!Array.isArray(cells)) return []
		return cells.map((cell: Partial<Record<keyof CellWish, unknown>> | null) => ({
			lineId: Number(cell?.lineId) || 0,
			groupId: Number(cell?.groupId) || 0,
			quantity: String(cell?.quantity ?? ''),
		}))
	} catch {
		return []
	}
}

function parseRows(json: string): AddedRow[] {
	try {
		const rows: unknown = JSON.parse(json)
		if (!Array.isArray(rows)) return []
		return rows.map((row: Partial<Record<keyof AddedRow, unknown>> | null) => ({
			sku: String(row?.sku ?? ''),
			quantity: String(row?.quantity ?? ''),
			unit: row?.unit ? String(row.unit) : null,
			locationId: Number(row?.locationId) || null,
			requestedOn: row?.requestedOn ? String(row.requestedOn) : null,
			...(Array.isArray(row?.chosen) ? { chosen: row.chosen.slice(0, 50).map(String) } : {}),
		}))
	} catch {
		return []
	}
}

/** What brings a line to a quantity that can be ordered, as its button says it: `line.delivery.quantity`, several parted by commas. */
function readFit(text: string): CellWish[] {
	return text.split(',').flatMap((cell): CellWish[] => {
		const [line = '', group = '', ...quantity] = cell.split('.')
		return idOf(line) ? [{ lineId: idOf(line), groupId: idOf(group), quantity: quantity.join('.') }] : []
	})
}

/** The ways a delivery can go that the pages have words for. */
const methods: readonly string[] = ['ground', 'express', 'freight', 'pickup']

function readWish(form: FormData): CartWish {
	const [intent = '', subject = ''] = textOf(form, 'intent').split(':')
	const requestedOn = orNull(textOf(form, 'requestedOn'))
	const method = textOf(form, 'method') || 'ground'
	if (!methods.includes(method)) return { kind: 'none' }
	switch (intent) {
		case 'set':
			return { kind: 'set', cells: readCells(form), consent: textOf(form, 'consent') === 'yes' }
		case 'fit':
			return { kind: 'set', cells: readFit(subject), consent: false }
		case 'paste': {
			const text = textOf(form, 'rows')
			const { rows: typed, unread } = readTypedRows(text)
			return { kind: 'add', text, typed, unread, locationId: idOf(textOf(form, 'locationId')) || null }
		}
		case 'restore':
			return { kind: 'restore', rows: parseRows(textOf(form, 'rows')) }
		case 'remove':
			return { kind: 'remove', lineIds: (subject || textOf(form, 'lineIds')).split(',').map(idOf) }
		case 'addDelivery':
			return { kind: 'addDelivery', locationId: idOf(textOf(form, 'locationId')), requestedOn, method }
		case 'changeDelivery': {
			const notes = {
				instructions: orNull(textOf(form, 'instructions')),
				window: orNull(textOf(form, 'window')),
				costCentre: orNull(textOf(form, 'costCentre')),
			}
			return { kind: 'changeDelivery', groupId: idOf(subject || textOf(form, 'groupId')), requestedOn, method, ...notes }
		}
		case 'removeDelivery':
			return { kind: 'removeDelivery', groupId: idOf(subject) }
		case 'coupon':
			return { kind: 'coupon', code: textOf(form, 'code'), remove: false }
		case 'dropCoupon':
			return { kind: 'coupon', code: subject || textOf(form, 'code'), remove: true }
		case 'override':
			return { kind: 'override', lineId: idOf(subject), unitPrice: textOf(form, 'unitPrice').replace(',', '.'), reason: textOf(form, 'reason') }
		case 'dropOverride':
			return { kind: 'override', lineId: idOf(subject), unitPrice: null, reason: '' }
		default:
			return { kind: 'none' }
	}
}

/** A form of the cart's page. `version` null: the person takes the cart as it is (removing what is gone is no conflict). */
export function readCartForm(form: FormData): CartForm {
	const version = textOf(form, 'version')
	return { cartId: idOf(textOf(form, 'cartId')) || null, version: /^[1-9]\d{0,8}$/.test(version) ? Number(version) : null, wish: readWish(form) }
}
