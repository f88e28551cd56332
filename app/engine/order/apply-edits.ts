import type { Day } from '../base/calendar.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import { parseQuantity, type Quantity } from '../base/units.ts'

/** What a change may touch of a placed order; what is new has a negative id until it is written. Gifts and fees follow by themselves. */
export type WantedLine = { id: number; sequence: number; productId: number; unitCode: string; chosen: readonly number[] | null }
export type WantedGroup = { id: number; sequence: number; locationId: number | null; requestedOn: Day | null; method: string }
export type WantedCell = { lineId: number; groupId: number; quantity: Quantity }
export type WantedOrder = { lines: readonly WantedLine[]; groups: readonly WantedGroup[]; cells: readonly WantedCell[] }

/** `quantity` as typed; empty leaves it as it is. */
export type CellEdit = { lineId: number; groupId: number; quantity: string }
export type GroupEdit = { groupId: number; locationId: number | null; requestedOn: Day | null }
/** A product that was found for what somebody typed, or is the same as that of a line. */
export type NewLine = { productId: number; unitCode: string; chosen: readonly number[] | null; quantity: Quantity; groupId: number }
export type Edits = {
	cells: readonly CellEdit[]
	groups: readonly GroupEdit[]
	newGroups: readonly Omit<WantedGroup, 'sequence'>[]
	newLines: readonly NewLine[]
}

/** In which line one of this product may join: not where a quote or a rep fixed the price. */
export type JoinableLine = WantedLine & { isFixed: boolean }

const placeKey = ({ locationId, requestedOn, method }: Omit<WantedGroup, 'id' | 'sequence'>) => `${locationId} ${requestedOn} ${method}`
const productKey = ({ productId, unitCode, chosen }: Pick<WantedLine, 'productId' | 'unitCode' | 'chosen'>) =>
	`${productId} ${unitCode} ${chosen?.join() ?? ''}`

/**
 * The document as it shall be (commerce-engine.md section 9, decision 0351): cells as typed, deliveries moved all at once,
 * two that then go to one place on one day are one, goods that are there already grow, and what holds nothing goes. Laws:
 * edits that say what stands change nothing; no cell is empty; each delivery and line holds something. Refuses
 * `NOT_A_QUANTITY` by line, `CHANGE_NOTHING_LEFT` and, where all is as it was, `CHANGE_EMPTY`.
 */
export function applyEdits(order: WantedOrder & { lines: readonly JoinableLine[] }, edits: Edits): Result<{ wanted: WantedOrder }> {
	const typed = edits.cells.filter(({ quantity }) => quantity.trim() !== '').map((cell) => ({ ...cell, quantity: parseQuantity(cell.quantity) }))
	const sequences = new Map(order.lines.map(({ id, sequence }) => [id, sequence]))
	const wrong = typed.filter(({ quantity }) => quantity === null).map(({ lineId }): Refusal => refusal('NOT_A_QUANTITY', {}, sequences.get(lineId)))
	if (wrong.length > 0) return { ok: false, refusals: wrong }
	const { groups, mergedInto } = moveGroups(order.groups, edits)
	const { lines, added } = addLines(order.lines, edits.newLines)
	const cells = new Map<string, WantedCell>()
	const put = (cell: WantedCell, adds: boolean) => {
		const key = `${cell.lineId} ${cell.groupId}`
		cells.set(key, { ...cell, quantity: cell.quantity + (adds ? (cells.get(key)?.quantity ?? 0) : 0) })
	}
	for (const cell of order.cells) put(cell, false)
	for (const { lineId, groupId, quantity } of typed) put({ lineId, groupId, quantity: quantity ?? 0 }, false)
	for (const cell of added) put(cell, true)
	const moved = [...cells.values()].map((cell) => ({ ...cell, groupId: mergedInto.get(cell.groupId) ?? cell.groupId }))
	cells.clear()
	for (const cell of moved) if (cell.quantity > 0) put(cell, true)
	const wanted = onlyWhatHolds({ lines, groups, cells: [...cells.values()] })
	if (wanted.cells.length === 0) return { ok: false, refusals: [refusal('CHANGE_NOTHING_LEFT')] }
	return isSame(order, wanted) ? { ok: false, refusals: [refusal('CHANGE_EMPTY')] } : { ok: true, wanted }
}

/** Deliveries that meet are one, the earliest of them. */
function moveGroups(groups: readonly WantedGroup[], { groups: edits, newGroups }: Edits): { groups: WantedGroup[]; mergedInto: Map<number, number> } {
	const moves = new Map(edits.map((edit) => [edit.groupId, edit]))
	const last = Math.max(0, ...groups.map(({ sequence }) => sequence))
	const all = [
		...groups.map((group) => {
			const { locationId = group.locationId, requestedOn = group.requestedOn } = moves.get(group.id) ?? {}
			return { ...group, locationId, requestedOn }
		}),
		...newGroups.map((group, index) => ({ ...group, sequence: last + 1 + index })),
	].sort((a, b) => a.sequence - b.sequence)
	const kept = new Map<string, WantedGroup>()
	const mergedInto = new Map<number, number>()
	for (const group of all) {
		const first = kept.get(placeKey(group))
		if (first) mergedInto.set(group.id, first.id)
		else kept.set(placeKey(group), group)
	}
	return { groups: [...kept.values()], mergedInto }
}

function addLines(lines: readonly JoinableLine[], news: readonly NewLine[]): { lines: WantedLine[]; added: WantedCell[] } {
	const known = new Map<string, number>(lines.filter(({ isFixed }) => !isFixed).map((line) => [productKey(line), line.id]))
	const all: WantedLine[] = lines.map(({ isFixed: _fixed, ...line }) => line)
	const last = Math.max(0, ...lines.map(({ sequence }) => sequence))
	let made = 0
	const added = news.map(({ quantity, groupId, ...product }): WantedCell => {
		const key = productKey(product)
		const lineId = known.get(key) ?? -(made + 1)
		if (lineId === -(made + 1)) {
			made += 1
			known.set(key, lineId)
			all.push({ id: lineId, sequence: last + made, ...product })
		}
		return { lineId, groupId, quantity }
	})
	return { lines: all, added }
}

function onlyWhatHolds({ lines, groups, cells }: WantedOrder): WantedOrder {
	const inLines = new Set(cells.map(({ lineId }) => lineId))
	const inGroups = new Set(cells.map(({ groupId }) => groupId))
	return { lines: lines.filter(({ id }) => inLines.has(id)), groups: groups.filter(({ id }) => inGroups.has(id)), cells }
}

function isSame(before: WantedOrder, after: WantedOrder): boolean {
	const said = ({ lines, groups, cells }: WantedOrder) =>
		JSON.stringify([
			lines.map(({ id }) => id).sort((a, b) => a - b),
			groups.map(({ id, locationId, requestedOn, method }) => [id, locationId, requestedOn, method]).sort(([a], [b]) => Number(a) - Number(b)),
			cells.map(({ lineId, groupId, quantity }) => [lineId, groupId, quantity]).sort(([a, b], [c, d]) => (a ?? 0) - (c ?? 0) || (b ?? 0) - (d ?? 0)),
		])
	return said(onlyWhatHolds(before)) === said(after)
}
