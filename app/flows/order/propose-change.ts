import { type Db, type Tx, tryOut, withTransaction } from '../../../db/client.server.ts'
import { readShipTos } from '../../../db/queries/cart-delivery.ts'
import { readOrderables } from '../../../db/queries/cart-lines.ts'
import { type ChangeRow, insertChange, type NewChange, type PlacedOrder, readChanges, saveChangeState } from '../../../db/queries/order-change.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { type AskedRow, isDay, resolveRows } from '../../engine/cart/resolve-rows.ts'
import { applyEdits, type CellEdit, type NewLine, type WantedOrder } from '../../engine/order/apply-edits.ts'
import { type Consent, consentsNeeded } from '../../engine/order/change-consent.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { foundProductOf } from '../cart/read-found-product.ts'
import { quantityOf } from '../cart/read-line.ts'
import { lockPlaced, refuseUnchangeable, type StoredDelta, steady, whoOf } from './load-change.ts'
import { judgeChange } from './load-consents.ts'
import { saveChangeEvents } from './save-change-events.ts'
import { rewriteOrder } from './save-changed.ts'

/** As typed: cells by line and delivery; where and when deliveries go; a delivery that is not there yet is -1. */
export type TypedChange = {
	cells: readonly CellEdit[]
	groups: readonly { groupId: number; locationId: number | null; requestedOn: string }[]
	newGroup: { locationId: number; requestedOn: string } | null
	adds: readonly { sku: string; quantity: string; groupId: number }[]
}
export type ProposeChange = { number: string; typed: TypedChange; reason: string | null; locale: string; at: Date; requestId: string }
export type ChangeProposed = { ok: true; changeId: number; waitsFor: Consent[] } | { ok: false; refusals: Refusal[] }

/** So long the other side may think; prices and stock are looked at again when she says yes. */
const OPEN_DAYS = 7

const mayPropose = new Set(['owner', 'buyer'])

/**
 * Proposes what a placed order shall be instead (commerce-engine.md section 9, decisions 0351 to 0353): prices, tax, freight,
 * credit and approval are found by running the change and undoing it. A newer proposal of the same side takes the place of
 * the older. The same statements for 3 lines and for 300. Refuses what stands against any change, `ROLE_MAY_NOT`,
 * `CHANGE_REASON_MISSING` of a rep, `CHANGE_OPEN`, `CHANGE_PLACE_MISSING`, what `applyEdits` and a submit refuse, `CHANGE_BY_CARD`. Null: no such
 * order of this account.
 */
export async function proposeChange(db: Db, shopper: Shopper, input: ProposeChange): Promise<ChangeProposed | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx): Promise<ChangeProposed | null> => {
		const before = await lockPlaced(tx, shopper, input.number)
		if (!before) return null
		const { side } = whoOf(shopper)
		const reason = input.reason?.trim().slice(0, 1000) || null
		const open = (await readChanges(tx, { accountId, orderId: before.orderId })).find(({ state }) => state === 'waiting')
		const refusals = [
			...(mayPropose.has(shopper.role) ? [] : [refusal('ROLE_MAY_NOT')]),
			...refuseUnchangeable(before),
			...(side === 'house' && reason === null ? [refusal('CHANGE_REASON_MISSING')] : []),
			...(open && open.side !== side && !isDraft(open) && open.expiresAt > input.at ? [refusal('CHANGE_OPEN')] : []),
		]
		if (refusals.length > 0) return { ok: false, refusals }
		const read = await readWanted(tx, shopper, before, input)
		if (!read.ok) return read
		const { locale, at } = input
		const tried = await tryOut(tx, (part) => rewriteOrder(part, steady(shopper), { before, wanted: read.wanted, locale, at }))
		if (!tried.ok) return tried
		const judged = judgeChange(shopper, before, tried.decided, { locale, at })
		if (!judged.ok) return judged
		if (open) await saveChangeState(tx, { accountId, changeId: open.id }, { ...open, state: 'withdrawn', at })
		return save(tx, shopper, { before, input: { ...input, reason }, wanted: read.wanted, delta: judged.delta, hash: tried.decided.order.cart.hash })
	})
}

/** Her own, that she has not said yes to: nobody else has heard of it. */
const isDraft = ({ side, waitsFor }: ChangeRow) => side === 'buyer' && waitsFor[0] === 'buyer'

type Save = { before: PlacedOrder; input: ProposeChange; wanted: WantedOrder; delta: StoredDelta; hash: string }

async function save(tx: Tx, shopper: Shopper, { before, input, wanted, delta, hash }: Save): Promise<ChangeProposed> {
	const { side } = whoOf(shopper)
	const { at, requestId } = input
	const waitsFor = consentsNeeded(side, { asksHouse: delta.asksHouse, asksApproval: delta.approval !== null })
	const change: NewChange = {
		...{ orderVersion: before.version, side, contactId: shopper.contactId, userId: actedBy(shopper).actedByUserId, reason: input.reason },
		...{ wanted, delta, hash, waitsFor, at, expiresAt: new Date(at.getTime() + OPEN_DAYS * 86_400_000) },
	}
	const { id } = await insertChange(tx, { accountId: shopper.account.accountId ?? 0, orderId: before.orderId }, change)
	if (side === 'house') await saveChangeEvents(tx, shopper, 'order.change_proposed', { change: { ...change, id }, before, at, requestId })
	return { ok: true, changeId: id, waitsFor }
}

/** The document as she typed it; two statements, the same for any number of rows. */
async function readWanted(tx: Tx, shopper: Shopper, before: PlacedOrder, { typed, at }: ProposeChange) {
	const { account, seller } = shopper
	const shipTos = new Set((await readShipTos(tx, account.accountId ?? 0)).map(({ id }) => id))
	const adds = typed.adds.filter(({ sku, quantity }) => sku.trim() !== '' || quantity.trim() !== '')
	const asked = adds.map(({ sku, quantity }): AskedRow => ({ sku: sku.trim(), quantity: quantity.trim(), unit: null, locationId: null, requestedOn: null }))
	const found = asked.length === 0 ? [] : await readOrderables(tx, account, asked)
	const products = found.map((row) => foundProductOf(row, shopper))
	const { wanted, refusals } = resolveRows(asked, products, dayIn(at, seller.timeZone))
	const known = new Map(before.groups.map((group) => [group.id, group]))
	const places = [...typed.groups, ...(typed.newGroup ? [{ groupId: -1, ...typed.newGroup }] : [])]
	const wrong = places.flatMap(({ groupId, locationId, requestedOn }): Refusal[] => [
		...(locationId !== null && !shipTos.has(locationId) && known.get(groupId)?.locationId !== locationId
			? [refusal('SHIP_TO_UNKNOWN', { shipTo: String(locationId) })]
			: []),
		...(requestedOn !== '' && !isDay(requestedOn) ? [refusal('REQUESTED_DAY_INVALID', { requestedOn: requestedOn.slice(0, 20) })] : []),
	])
	const isHomeless =
		typed.newGroup === null &&
		(adds.some(({ groupId }) => groupId === -1) || typed.cells.some(({ groupId, quantity }) => groupId === -1 && Number(quantity) > 0))
	if (isHomeless) wrong.push(refusal('CHANGE_PLACE_MISSING'))
	// A row's place is not a line's: what is wrong with it is named by what was typed.
	const named = refusals.map(({ line, ...one }) => ({ ...one, facts: { ...one.facts, sku: asked[(line ?? 1) - 1]?.sku ?? '' } }))
	if (wrong.length + named.length > 0) return { ok: false as const, refusals: [...named, ...wrong] }
	const isPlace = (groupId: number) => known.has(groupId) || (groupId === -1 && typed.newGroup !== null)
	const lines = before.lines.flatMap((line) => (line.kind === 'goods' && line.productId !== null ? [{ ...line, productId: line.productId }] : []))
	const lineIds = new Set(lines.map(({ id }) => id))
	const first = before.groups[0]?.id ?? 0
	const newLines = wanted.map(({ row, productId, unit, quantity, chosen }): NewLine => {
		const groupId = adds[row - 1]?.groupId ?? first
		return { productId, unitCode: unit, quantity, chosen, groupId: isPlace(groupId) ? groupId : first }
	})
	const day = (text: string) => (text === '' ? null : text)
	return applyEdits(
		{
			lines: lines.map(({ id, sequence, productId, unitCode, chosen, isFixed }) => ({ id, sequence, productId, unitCode, chosen, isFixed })),
			groups: before.groups.map(({ id, sequence, locationId, requestedOn, method }) => ({ id, sequence, locationId, requestedOn, method })),
			cells: before.cells.map((cell) => ({ ...cell, quantity: quantityOf(cell.quantity) })),
		},
		{
			cells: typed.cells.filter(({ lineId, groupId }) => lineIds.has(lineId) && isPlace(groupId)),
			groups: typed.groups.filter(({ groupId }) => known.has(groupId)).map((group) => ({ ...group, requestedOn: day(group.requestedOn) })),
			newGroups: typed.newGroup
				? [{ id: -1, locationId: typed.newGroup.locationId, requestedOn: day(typed.newGroup.requestedOn), method: before.groups[0]?.method ?? 'ground' }]
				: [],
			newLines,
		},
	)
}
