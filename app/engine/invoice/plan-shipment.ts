import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import { fitsUnit, type Quantity, type UnitOfMeasure } from '../base/units.ts'
import { sharesBetween } from './cumulative-share.ts'
import { type CutDocument, cutInvoice, type SoldAllocation, type SoldGroup } from './cut-invoice.ts'

export type ShippableAllocation = SoldAllocation & {
	shippedQuantity: Quantity
	unit: UnitOfMeasure
	/** Nobody packs a fee: it goes with its delivery's first shipment. */
	isFee?: boolean
}

/** A delivery as it stands. `shippingMinor` after its discount; `shippingTaxMinor` what of its tax is not of goods. */
export type ShippableGroup = {
	groupKey: string
	status: string
	shippingMinor: number
	shippingTaxMinor: number
	dueMinor: number
	cancelledMinor: number
	shippedMinor: number
}

export type ShipmentQuestion = {
	/** Of the whole order: invoices may wait for all of it. */
	allocations: readonly ShippableAllocation[]
	groups: readonly ShippableGroup[]
	groupKey: string
	/** Null: all that is still open. */
	wanted: readonly { allocationId: number; quantity: Quantity }[] | null
	/** What is left of this delivery will not come: it is closed short, at the price it was sold at. */
	closesShort: boolean
	invoicePer: 'order' | 'group' | 'shipment'
	rounding: Rounding
}

export type ShippedLine = { allocationId: number; sequence: number; quantity: Quantity; netMinor: number; taxMinor: number }

export type ShipmentPlan = {
	lines: ShippedLine[]
	cancelled: { allocationId: number; quantity: Quantity }[]
	status: 'part_shipped' | 'shipped'
	/** What this shipment comes to, with the delivery's shipping when it is its first. */
	valueMinor: number
	/** What of the delivery's price falls away because it is closed short. */
	lapsedMinor: number
	/** Null while the account's preference lets the invoice wait. */
	invoice: CutDocument | null
	/** Nothing of the order is left to ship or to invoice. */
	completesOrder: boolean
}

const done = new Set(['shipped', 'delivered', 'cancelled'])
const openOf = (one: ShippableAllocation) => one.quantity - one.cancelledQuantity - one.shippedQuantity
const allOpen = (one: ShippableAllocation) => ({ allocationId: one.allocationId, quantity: openOf(one) })
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/**
 * One shipment of a delivery, wholly or partly, and the invoice that it causes by the account's preference
 * (commerce-engine.md sections 6 to 8). Each allocation is cut cumulatively, so that shipments and invoices sum to it.
 * Refuses, all at once: `GROUP_NOT_OPEN`, `NOTHING_TO_SHIP`, `SHIPS_TOO_MUCH` and `NOT_IN_UNIT` per line.
 */
export function planShipment(question: ShipmentQuestion): Result<ShipmentPlan> {
	const { allocations, groups, groupKey, rounding } = question
	const group = groups.find((one) => one.groupKey === groupKey)
	const own = allocations.filter((one) => one.groupKey === groupKey)
	const fees = own.filter(({ isFee }) => isFee)
	const packed =
		question.wanted?.filter(({ allocationId }) => fees.every((fee) => fee.allocationId !== allocationId)) ?? own.filter(({ isFee }) => !isFee).map(allOpen)
	const goods = packed.filter(({ quantity }) => quantity !== 0)
	const wanted = goods.length === 0 ? goods : [...goods, ...fees.map(allOpen).filter(({ quantity }) => quantity > 0)]
	const refusals = check(wanted, own, group)
	if (refusals.length > 0 || !group) return { ok: false, refusals }

	const taken = new Map(wanted.map(({ allocationId, quantity }) => [allocationId, quantity]))
	const lines = own.flatMap((one) => cut(one, taken.get(one.allocationId) ?? 0, rounding))
	const left = own
		.map((one) => ({ allocationId: one.allocationId, quantity: openOf(one) - (taken.get(one.allocationId) ?? 0) }))
		.filter(({ quantity }) => quantity > 0)
	const cancelled = question.closesShort ? left : []
	const status = left.length === 0 || question.closesShort ? 'shipped' : 'part_shipped'
	const isFirst = own.every(({ shippedQuantity }) => shippedQuantity === 0)
	const shippingMinor = isFirst ? group.shippingMinor + group.shippingTaxMinor : 0
	const valueMinor = sum(lines.map((line) => line.netMinor + line.taxMinor)) + shippingMinor
	const lapsedMinor = status === 'shipped' ? group.dueMinor - group.cancelledMinor - group.shippedMinor - valueMinor : 0
	const isLast = status === 'shipped' && groups.every((one) => one.groupKey === groupKey || done.has(one.status))
	const invoice = invoiceOf(question, { taken, isClosed: status === 'shipped', isLast })
	if (invoice && !invoice.ok) return invoice
	return { ok: true, lines, cancelled, status, valueMinor, lapsedMinor, invoice, completesOrder: isLast }
}

function check(
	wanted: readonly { allocationId: number; quantity: Quantity }[],
	own: readonly ShippableAllocation[],
	group: ShippableGroup | undefined,
): Refusal[] {
	if (!group || (group.status !== 'open' && group.status !== 'part_shipped')) return [refusal('GROUP_NOT_OPEN')]
	if (wanted.length === 0) return [refusal('NOTHING_TO_SHIP')]
	const byId = new Map(own.map((one) => [one.allocationId, one]))
	return wanted.flatMap(({ allocationId, quantity }): Refusal[] => {
		const one = byId.get(allocationId)
		if (!one || quantity < 0 || quantity > openOf(one)) return [refusal('SHIPS_TOO_MUCH', { allocationId, openQuantity: one ? openOf(one) : 0 }, one?.sequence)]
		return fitsUnit(quantity, one.unit) ? [] : [refusal('NOT_IN_UNIT', { allocationId, unit: one.unit.code }, one.sequence)]
	})
}

function cut(one: ShippableAllocation, quantity: Quantity, rounding: Rounding): ShippedLine[] {
	if (quantity === 0) return []
	const span = { before: one.shippedQuantity, after: one.shippedQuantity + quantity, quantity: one.quantity }
	const { netMinor, taxMinor } = sharesBetween(one, span, rounding)
	return [{ allocationId: one.allocationId, sequence: one.sequence, quantity, netMinor, taxMinor }]
}

type Progress = { taken: ReadonlyMap<number, Quantity>; isClosed: boolean; isLast: boolean }

/** What is invoiced now: this shipment, this delivery when it is closed, or the whole order when its last delivery is. */
function invoiceOf(
	{ allocations, groups, groupKey, invoicePer, rounding }: ShipmentQuestion,
	{ taken, isClosed, isLast }: Progress,
): Result<CutDocument> | null {
	if (invoicePer === 'group' && !isClosed) return null
	if (invoicePer === 'order' && !isLast) return null
	const reached = allocations.filter((one) => invoicePer === 'order' || one.groupKey === groupKey)
	const lines = reached
		.map((one) => ({ allocationId: one.allocationId, quantity: one.shippedQuantity + (taken.get(one.allocationId) ?? 0) - one.invoicedQuantity }))
		.filter(({ quantity }) => quantity > 0)
	if (lines.length === 0) return null
	return cutInvoice(lines, allocations, soldGroups(groups, allocations), rounding)
}

function soldGroups(groups: readonly ShippableGroup[], allocations: readonly ShippableAllocation[]): SoldGroup[] {
	return groups.map(({ groupKey, shippingMinor, shippingTaxMinor }) => ({
		groupKey,
		shippingMinor,
		shippingTaxMinor,
		isShippingInvoiced: allocations.some((one) => one.groupKey === groupKey && one.invoicedQuantity > 0),
	}))
}
