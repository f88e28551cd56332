import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import { type Amounts, sharesBetween } from './cumulative-share.ts'

/** An allocation as it was sold, and how much of it is invoiced. Amounts of the whole allocation, minor units. */
export type SoldAllocation = {
	allocationId: number
	sequence: number
	groupKey: string
	quantity: Quantity
	cancelledQuantity: Quantity
	netMinor: number
	taxMinor: number
	invoicedQuantity: Quantity
	/** Of a bundle what is each thing inside: it is cut by itself, and the allocation is their sum. */
	inside?: readonly Amounts[]
}

/** A line as it was invoiced, and how much of it is credited. */
export type InvoicedLine = { invoiceLineId: number; sequence: number; quantity: Quantity; netMinor: number; taxMinor: number; creditedQuantity: Quantity }

/** Shipping of a group and its tax go on the first invoice that the group gets. */
export type SoldGroup = { groupKey: string; shippingMinor: number; shippingTaxMinor: number; isShippingInvoiced: boolean }

/** `id` is the allocation's on an invoice, the invoice line's on a credit note. */
export type CutLine = { id: number; sequence: number; quantity: Quantity; netMinor: number; taxMinor: number; inside?: Amounts[] }
export type CutDocument = { lines: CutLine[]; netMinor: number; shippingMinor: number; taxMinor: number; totalMinor: number; shippingOfGroups: string[] }

/** What can still be cut of something sold or invoiced: the units after `before`, `openQuantity` of them. */
type Cuttable = Amounts & { id: number; sequence: number; quantity: Quantity; inside?: readonly Amounts[]; before: Quantity; openQuantity: Quantity }

/**
 * The invoice of what was shipped, each allocation cut cumulatively so that its invoices sum to it (commerce-engine.md
 * section 6). Refuses `INVOICE_EXCEEDS_SOLD` per line, all at once. A seller's short shipment changes no price.
 */
export function cutInvoice(
	shipped: readonly { allocationId: number; quantity: Quantity }[],
	sold: readonly SoldAllocation[],
	groups: readonly SoldGroup[],
	rounding: Rounding,
): Result<CutDocument> {
	const cuttable = sold.map((own): Cuttable => {
		const openQuantity = own.quantity - own.cancelledQuantity - own.invoicedQuantity
		return { ...own, id: own.allocationId, before: own.invoicedQuantity, openQuantity }
	})
	const wanted = shipped.map(({ allocationId, quantity }) => ({ id: allocationId, quantity }))
	const touched = new Set(sold.filter(({ allocationId }) => wanted.some(({ id }) => id === allocationId)).map(({ groupKey }) => groupKey))
	const opening = groups.filter(({ groupKey, isShippingInvoiced }) => touched.has(groupKey) && !isShippingInvoiced)
	return documentOf(cut(wanted, cuttable, 'INVOICE_EXCEEDS_SOLD', rounding), opening)
}

/**
 * The credit note of what came back, cut cumulatively from the invoice's own lines, so that it never exceeds them
 * (section 6). Refuses `CREDIT_EXCEEDS_INVOICE` per line, all at once. Amounts are positive; shipping is credited only
 * for the groups given.
 */
export function cutCreditNote(
	returned: readonly { invoiceLineId: number; quantity: Quantity }[],
	invoiced: readonly InvoicedLine[],
	shippingOf: readonly SoldGroup[],
	rounding: Rounding,
): Result<CutDocument> {
	const cuttable = invoiced.map(
		(own): Cuttable => ({ ...own, id: own.invoiceLineId, before: own.creditedQuantity, openQuantity: own.quantity - own.creditedQuantity }),
	)
	const wanted = returned.map(({ invoiceLineId, quantity }) => ({ id: invoiceLineId, quantity }))
	return documentOf(cut(wanted, cuttable, 'CREDIT_EXCEEDS_INVOICE', rounding), shippingOf)
}

function cut(wanted: readonly { id: number; quantity: Quantity }[], cuttable: readonly Cuttable[], code: string, rounding: Rounding): (CutLine | Refusal)[] {
	// The same thing in two parcels is one cut, or each would begin at the same unit.
	const merged = [...Map.groupBy(wanted, ({ id }) => id)].map(([id, parts]) => ({ id, quantity: parts.reduce((sum, part) => sum + part.quantity, 0) }))
	const byId = new Map(cuttable.map((own) => [own.id, own]))
	return merged.map(({ id, quantity }) => {
		const own = byId.get(id)
		if (!own || quantity <= 0 || quantity > own.openQuantity) return refusal(code, { id, quantity, openQuantity: own?.openQuantity ?? 0 }, own?.sequence)
		const span = { before: own.before, after: own.before + quantity, quantity: own.quantity }
		return { id, sequence: own.sequence, quantity, ...sharesBetween(own, span, rounding) }
	})
}

function documentOf(cutLines: readonly (CutLine | Refusal)[], shipping: readonly SoldGroup[]): Result<CutDocument> {
	const refusals = cutLines.filter((one): one is Refusal => 'code' in one)
	if (refusals.length > 0) return { ok: false, refusals }
	const lines = cutLines.filter((one): one is CutLine => 'id' in one).sort((a, b) => a.sequence - b.sequence || a.id - b.id)
	const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0)
	const shippingMinor = shipping.reduce((sum, group) => sum + group.shippingMinor, 0)
	const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0) + shipping.reduce((sum, group) => sum + group.shippingTaxMinor, 0)
	const shippingOfGroups = shipping.map(({ groupKey }) => groupKey)
	return { ok: true, lines, netMinor, shippingMinor, taxMinor, totalMinor: netMinor + shippingMinor + taxMinor, shippingOfGroups }
}
