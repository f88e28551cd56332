import { sql } from 'drizzle-orm'
import { check, date, foreignKey, index, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { product } from './catalog.ts'
import { createdAt, id, instant, minor, ownId, quantity, ref } from './columns.ts'
import { allocation, deliveryGroup, salesOrder } from './order.ts'
import { warehouse } from './seller.ts'

/** Never oversold: what is reserved cannot pass what is there and confirmed to come. */
export const stockLevel = pgTable(
	'stock_level',
	{
		warehouseId: ref()
			.notNull()
			.references(() => warehouse.id),
		productId: ref()
			.notNull()
			.references(() => product.id),
		onHand: quantity().notNull().default('0'),
		incoming: quantity().notNull().default('0'),
		reserved: quantity().notNull().default('0'),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		primaryKey({ columns: [t.productId, t.warehouseId] }),
		check('stock_not_negative', sql`${t.onHand} >= 0 and ${t.incoming} >= 0 and ${t.reserved} >= 0`),
		check('stock_never_oversold', sql`${t.reserved} <= ${t.onHand} + ${t.incoming}`),
	],
)

/** A confirmed receipt to come; Σ open receipts = stock_level.incoming. */
export const stockReceipt = pgTable(
	'stock_receipt',
	{
		id: id(),
		warehouseId: ref()
			.notNull()
			.references(() => warehouse.id),
		productId: ref()
			.notNull()
			.references(() => product.id),
		quantity: quantity().notNull(),
		expectedOn: date().notNull(),
		receivedAt: instant(),
	},
	(t) => [
		index('stock_receipt_open').on(t.productId, t.expectedOn).where(sql`${t.receivedAt} is null`),
		check('stock_receipt_quantity', sql`${t.quantity} > 0`),
	],
)

export const stockReservation = pgTable(
	'stock_reservation',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		allocationId: ref().notNull(),
		warehouseId: ref()
			.notNull()
			.references(() => warehouse.id),
		productId: ref()
			.notNull()
			.references(() => product.id),
		quantity: quantity().notNull(),
		neededOn: date(),
		state: text().notNull().default('live'),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('stock_reservation_once').on(t.accountId, t.allocationId, t.warehouseId, t.productId),
		index('stock_reservation_product').on(t.productId, t.warehouseId).where(sql`${t.state} = 'live'`),
		index('stock_reservation_order').on(t.accountId, t.orderId),
		foreignKey({ columns: [t.accountId, t.allocationId], foreignColumns: [allocation.accountId, allocation.id] }),
		check('stock_reservation_state', sql`${t.state} in ('live','shipped','released')`),
		check('stock_reservation_quantity', sql`${t.quantity} > 0`),
	],
)

export const shipment = pgTable(
	'shipment',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		groupId: ref().notNull(),
		number: text().notNull().unique(),
		warehouseId: ref().references(() => warehouse.id),
		carrier: text(),
		trackingNumber: text(),
		trackingEvents: jsonb().notNull().default([]),
		status: text().notNull().default('shipped'),
		shippedAt: instant().notNull(),
		deliveredAt: instant(),
		createdAt: createdAt(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('shipment_order').on(t.accountId, t.orderId),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [deliveryGroup.accountId, deliveryGroup.id] }),
		check('shipment_status', sql`${t.status} in ('shipped','in_transit','out_for_delivery','delivered','returned')`),
	],
)

export const shipmentLine = pgTable(
	'shipment_line',
	{
		accountId: ref().notNull(),
		shipmentId: ref().notNull(),
		allocationId: ref().notNull(),
		quantity: quantity().notNull(),
		netMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.shipmentId, t.allocationId] }),
		foreignKey({ columns: [t.accountId, t.shipmentId], foreignColumns: [shipment.accountId, shipment.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.allocationId], foreignColumns: [allocation.accountId, allocation.id] }),
		check('shipment_line_quantity', sql`${t.quantity} > 0`),
	],
)
