import type { Tx } from '../../../db/client.server.ts'
import { applyCaptures, insertInvoice } from '../../../db/queries/invoice-save.ts'
import type { ShippingHead } from '../../../db/queries/shipment.ts'
import { addDays, dayIn } from '../../engine/base/calendar.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { CutDocument } from '../../engine/invoice/cut-invoice.ts'
import { inBundles } from '../../engine/pricing/bundle-price.ts'
import { quantityOf } from '../cart/read-line.ts'
import type { DomainEvent } from '../event/save-events.ts'

type Cause = { groupId: number; shipmentId: number; at: Date }

/** Writes the invoice that a shipment caused, due by the order's terms; cards that were captured for it settle it at once. Answers its events. */
export async function saveInvoice(
	tx: Tx,
	head: ShippingHead,
	cut: CutDocument,
	{ groupId, shipmentId, at }: Cause,
): Promise<{ number: string; events: DomainEvent[] }> {
	const { accountId, orderId, currency, contactId } = head
	const issuedOn = dayIn(at, head.timeZone)
	const dueOn = addDays(issuedOn, head.paymentMethod === 'card' ? 0 : (head.termsDays ?? 0))
	const sold = new Map(head.allocations.map((one) => [one.id, one]))
	const isOfOrder = head.invoicePer === 'order'
	const made = await insertInvoice(tx, {
		...{ accountId, sellerEntityId: head.sellerEntityId, orderId, shipmentId: isOfOrder ? null : shipmentId, currency, issuedOn, dueOn },
		...{
			poNumber: head.poNumber,
			billTo: head.billTo,
			netMinor: cut.netMinor,
			shippingMinor: cut.shippingMinor,
			taxMinor: cut.taxMinor,
			totalMinor: cut.totalMinor,
			at,
		},
		lines: cut.lines.map(({ id, quantity, netMinor, taxMinor }, index) => {
			const one = sold.get(id)
			return {
				...{ allocationId: id, sequence: index + 1, sku: one?.sku ?? null, name: one?.name ?? '', unitCode: one?.unitCode ?? 'each' },
				...{ quantity: printQuantity(quantity), unitPrice: one?.unitPrice ?? null, netMinor, taxMinor },
			}
		}),
		components: cut.lines.flatMap(({ id, quantity, inside }, index) =>
			(sold.get(id)?.components ?? []).map((component, place) => ({
				...{ sequence: index + 1, soldId: component.id, quantity: printQuantity(inBundles({ quantity: quantityOf(component.perBundle) }, quantity)) },
				...{ netMinor: inside?.[place]?.netMinor ?? 0, taxMinor: inside?.[place]?.taxMinor ?? 0 },
			})),
		),
	})
	const paidMinor = await applyCaptures(tx, { accountId, orderId, groupId: isOfOrder ? null : groupId, invoiceId: made.id, at })
	const facts = { invoiceId: made.id, number: made.number, totalMinor: cut.totalMinor, currency, dueOn, orderId, orderNumber: head.number }
	const event = (topic: 'invoice.issued' | 'invoice.paid', more: Record<string, unknown>): DomainEvent => ({
		...{ topic, subject: `invoice:${made.id}`, accountId, contactId, payload: { ...facts, ...more }, occurredAt: at },
	})
	const paid = paidMinor > 0 && paidMinor === cut.totalMinor ? [event('invoice.paid', { amountMinor: paidMinor })] : []
	return { number: made.number, events: [event('invoice.issued', { billToAccountId: head.billToAccountId }), ...paid] }
}
