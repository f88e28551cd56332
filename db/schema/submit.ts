import { sql } from 'drizzle-orm'
import { check, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { account } from './account.ts'
import { createdAt, minor, ownId, ref } from './columns.ts'
import { salesOrder } from './order.ts'

/** Makes a write repeatable: the same key answers the same order; the same key with another body is refused. */
export const idempotencyKey = pgTable(
	'idempotency_key',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		key: text().notNull(),
		requestHash: text().notNull(),
		orderId: ref(),
		answer: jsonb(),
		createdAt: createdAt(),
	},
	(t) => [primaryKey({ columns: [t.accountId, t.key] })],
)

/** A PO number counts once per account, unless the account repeats them (then `repetition` tells them apart). */
export const purchaseOrderNumber = pgTable(
	'purchase_order_number',
	{ accountId: ref().notNull(), poNumber: text().notNull(), repetition: integer().notNull().default(0), orderId: ref().notNull() },
	(t) => [
		primaryKey({ columns: [t.accountId, t.poNumber, t.repetition] }),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete('cascade'),
	],
)

/** What a submitted order holds of its bill-to's credit until invoices take over. */
export const creditReservation = pgTable(
	'credit_reservation',
	{
		accountId: ref().notNull(),
		id: ownId(),
		billToAccountId: ref()
			.notNull()
			.references(() => account.id),
		orderId: ref().notNull(),
		amountMinor: minor().notNull(),
		/** Shipped and not billed yet: what of the order stands in the credit line beside `amountMinor` and its invoices. */
		unbilledMinor: minor().notNull().default(0),
		state: text().notNull().default('live'),
		createdAt: createdAt(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('credit_reservation_once').on(t.accountId, t.orderId),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		check('credit_reservation_state', sql`${t.state} in ('live','released','billed')`),
		check('credit_reservation_amount', sql`${t.amountMinor} >= 0`),
	],
)
