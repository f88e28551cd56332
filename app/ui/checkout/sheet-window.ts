/** A half-open stretch of rows or columns. */
export type Span = { from: number; to: number }

/** What is drawn of a long row of things: one of them, or the room that several take which are not in sight. */
export type Piece = { kind: 'one'; index: number } | { kind: 'room'; index: number; count: number }

/** A column of the sheet: a delivery, or the room of several that are not in sight. */
export type SheetColumn = Extract<Piece, { kind: 'room' }> | { kind: 'one'; index: number; groupKey: string; name: string }

type Sight = { offset: number; extent: number; size: number; count: number; step: number }

/** Which of `count` things of one `size` lie in `extent` from `offset` on, and some beside them; in whole steps, so that a small move draws nothing. */
export function spanInSight({ offset, extent, size, count, step }: Sight): Span {
	const first = Math.floor(Math.max(0, offset) / size)
	const last = Math.ceil(Math.max(0, offset + extent) / size)
	const from = Math.max(0, (Math.floor(first / step) - 1) * step)
	const to = Math.min(count, (Math.ceil(last / step) + 1) * step)
	return { from: Math.min(from, Math.max(0, count - 1)), to: Math.max(to, Math.min(count, 1)) }
}

/** `count` things in their order: those of the span and the pinned one, rooms between them. The counts of all pieces sum to `count`. */
export function piecesOf(count: number, { from, to }: Span, pinned: number | null): Piece[] {
	const inside = Array.from({ length: Math.max(0, Math.min(to, count) - from) }, (_, place) => from + place)
	const isApart = pinned !== null && pinned >= 0 && pinned < count && (pinned < from || pinned >= to)
	const drawn = isApart ? [...inside, pinned].sort((a, b) => a - b) : inside
	const pieces: Piece[] = []
	let next = 0
	for (const index of drawn) {
		if (index > next) pieces.push({ kind: 'room', index: next, count: index - next })
		pieces.push({ kind: 'one', index })
		next = index + 1
	}
	if (next < count) pieces.push({ kind: 'room', index: next, count: count - next })
	return pieces
}

/** More rows than this, or more cells, are drawn only where they are seen. */
const MOST_ROWS = 100
const MOST_CELLS = 600

export const isLong = (rows: number, columns: number) => rows > MOST_ROWS || rows * columns > MOST_CELLS
