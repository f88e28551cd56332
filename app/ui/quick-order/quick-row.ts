import type { Fact, Refusal } from '../../engine/base/refusal.ts'
import type { RowAnswer } from '../../engine/cart/answer-rows.ts'
import type { TypedRow, UnreadRow } from '../../engine/cart/read-typed-rows.ts'
import type { Tone } from '../parts/badge.tsx'

/** A row with its answer, as the flow sends it. Decimals as text. */
export type QuickRow = {
	row: number
	answer: RowAnswer
	product: { sku: string; name: string; slug: string; picture: string | null; stock: 'in_stock' | 'low' | 'backorder' | 'out' } | null
	unit: string | null
	quantity: string | null
	unitPrice: string | null
	totalMinor: number | null
	lastPaid: { unitPrice: string; on: string; number: string } | null
	instead: { sku: string; name: string } | null
	notices: readonly { code: string; row: number; facts: Record<string, string> }[]
	refusals: readonly Refusal[]
}

/** What the page's action answers. `added`: how many rows went into the cart, and how many units are in it now. */
export type QuickAnswer =
	| {
			kind: 'checked'
			typed: readonly TypedRow[]
			rows: readonly QuickRow[]
			unread: readonly UnreadRow[]
			text: string
			note: string
			refusals: readonly Refusal[]
	  }
	| { kind: 'added'; added: number; lines: number }
	| { kind: 'refused'; refusals: readonly { code: string; facts: Record<string, Fact>; line?: number }[] }

export const answerTones: Record<RowAnswer, Tone> = {
	exact: 'positive',
	pack_rounded: 'accent',
	superseded: 'warning',
	substitute: 'warning',
	not_allowed: 'danger',
	refused: 'danger',
	unknown: 'danger',
}

/** Whether it can enter the cart as it stands: nothing refuses it, and it has a price. */
export const isReady = ({ refusals, totalMinor }: QuickRow) => refusals.length === 0 && totalMinor !== null
