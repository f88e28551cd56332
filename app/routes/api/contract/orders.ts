import { z } from 'zod'
import { operation } from './operation.ts'
import {
	currency,
	cursor,
	day,
	dayAsked,
	decimal,
	gross,
	id,
	instant,
	limit,
	minor,
	net,
	nextCursor,
	priced,
	pricesIncludeTax,
	searchText,
	tax,
} from './shapes.ts'

const status = z.enum(['open', 'held', 'part_shipped', 'shipped', 'delivered', 'cancelled', 'closed'])

const listed = {
	...{ id, number: z.string(), placedAt: instant, status, poNumber: z.string().nullable(), currency, totalMinor: gross, openMinor: gross },
	...{ deliveries: z.int(), lines: z.int(), places: z.array(z.string()), nextOn: day.nullable() },
}
const orderRow = z.strictObject(listed).meta({ id: 'OrderRow' })

const address = z
	.strictObject({
		...{ name: z.string().nullable(), line1: z.string().nullable(), line2: z.string().nullable(), city: z.string().nullable() },
		...{ region: z.string().nullable(), postalCode: z.string().nullable(), country: z.string().nullable() },
	})
	.nullable()

/** An order as it was placed, with what became of it. */
const order = z
	.strictObject({
		...{ id, number: z.string(), stage: z.string(), channel: z.string(), placedAt: instant, cancelledAt: instant.nullable(), poNumber: z.string().nullable() },
		...{
			paymentMethod: z.string().nullable(),
			termsDays: z.int().nullable(),
			currency,
			pricesIncludeTax,
			contactName: z.string().nullable(),
			mayCancel: z.boolean(),
		},
		...{ goodsMinor: priced, discountMinor: priced, netMinor: net, shippingMinor: net, shippingDiscountMinor: net, taxMinor: tax, totalMinor: gross },
		lines: z.array(
			z.strictObject({
				...{ sequence: z.int(), kind: z.string(), sku: z.string().nullable(), name: z.string(), unit: z.string(), quantity: decimal },
				...{ unitPrice: decimal.nullable(), resolvedMinor: priced, discountMinor: priced, netMinor: net, taxMinor: tax },
				discounts: z.array(z.strictObject({ name: z.string(), phase: z.string(), amountMinor: priced })),
			}),
		),
		deliveries: z.array(
			z.strictObject({
				...{ id, shipTo: z.string().nullable(), place: z.string().nullable(), address, requestedOn: day.nullable(), confirmedOn: day.nullable() },
				...{ window: z.string().nullable(), instructions: z.string().nullable() },
				...{ method: z.string(), status: z.string(), netMinor: net, shippingMinor: net, shippingDiscountMinor: net, taxMinor: tax, dueMinor: gross },
				lines: z.array(
					z.strictObject({ sequence: z.int(), quantity: decimal, shippedQuantity: decimal, cancelledQuantity: decimal, netMinor: net, taxMinor: tax }),
				),
				taxes: z.array(z.strictObject({ jurisdiction: z.string(), taxCode: z.string(), rate: decimal, baseMinor: priced, taxMinor: tax })),
				shipments: z.array(
					z.strictObject({
						...{ number: z.string(), status: z.string(), carrier: z.string().nullable(), trackingNumber: z.string().nullable() },
						...{ shippedAt: instant, deliveredAt: instant.nullable() },
					}),
				),
			}),
		),
		invoices: z.array(z.strictObject({ number: z.string(), kind: z.string(), issuedOn: day, dueOn: day, totalMinor: gross, settledMinor: gross })),
	})
	.meta({ id: 'Order' })

export const orderQuery = z.strictObject({
	...{ q: searchText.optional(), status: status.optional(), store: z.string().max(80).optional(), from: dayAsked, to: dayAsked },
	...{ wantedFrom: dayAsked, wantedTo: dayAsked, limit: limit(100, 25), cursor },
})

export const listOrders = operation({
	...{ id: 'listOrders', tag: 'orders', method: 'get', path: '/orders', route: 'routes/api/orders', scope: 'orders:read' },
	query: orderQuery,
	answer: z.strictObject({ orders: z.array(orderRow), nextCursor }),
})

export const readOrder = operation({
	...{ id: 'readOrder', tag: 'orders', method: 'get', path: '/orders/{number}', route: 'routes/api/order', scope: 'orders:read' },
	answer: order,
})

export const cancelOrder = operation({
	...{ id: 'cancelOrder', tag: 'orders', method: 'post', path: '/orders/{number}/cancel', route: 'routes/api/order-cancel', scope: 'orders:write' },
	...{ writes: 'once', refuses: true },
	answer: z.strictObject({ orderId: id, number: z.string() }),
})

const invoiceRow = {
	...{ id, kind: z.enum(['invoice', 'credit_note']), number: z.string(), orderNumber: z.string().nullable(), poNumber: z.string().nullable() },
	...{ place: z.string().nullable(), currency, issuedOn: day, dueOn: day, totalMinor: gross, settledMinor: gross, overdueDays: z.int() },
}

export const listInvoices = operation({
	...{ id: 'listInvoices', tag: 'invoices', method: 'get', path: '/invoices', route: 'routes/api/invoices', scope: 'invoices:read' },
	query: z.strictObject({
		...{
			q: searchText.optional(),
			status: z.enum(['open', 'overdue', 'paid', 'all']).default('all'),
			from: dayAsked,
			to: dayAsked,
			limit: limit(100, 50),
			cursor,
		},
	}),
	answer: z.strictObject({ invoices: z.array(z.strictObject(invoiceRow).meta({ id: 'InvoiceRow' })), nextCursor }),
})

export const readInvoice = operation({
	...{ id: 'readInvoice', tag: 'invoices', method: 'get', path: '/invoices/{number}', route: 'routes/api/invoice', scope: 'invoices:read' },
	answer: z
		.strictObject({
			...{
				...invoiceRow,
				termsDays: z.int().nullable(),
				shipmentNumber: z.string().nullable(),
				pricesIncludeTax,
				netMinor: net,
				shippingMinor: net,
				taxMinor: tax,
			},
			lines: z.array(
				z.strictObject({
					...{ sequence: z.int(), sku: z.string().nullable(), name: z.string(), place: z.string().nullable(), unit: z.string().nullable() },
					...{ quantity: decimal, unitPrice: decimal.nullable(), netMinor: net, taxMinor: tax },
				}),
			),
			payments: z.array(z.strictObject({ method: z.string(), reference: z.string().nullable(), amountMinor: minor, receivedAt: instant })),
		})
		.meta({ id: 'Invoice' }),
})
