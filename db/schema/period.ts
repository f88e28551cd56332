import { sql } from 'drizzle-orm'
import { check, date, foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { account } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { quantity, ref } from './columns.ts'
import { salesOrder } from './order.ts'
import { priceBook } from './pricing.ts'

/** Quantity of a unit that an account has committed to within a contract period (basis `account_period`), counted at submit. */
export const periodCounter = pgTable(
	'period_counter',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		priceBookId: ref()
			.notNull()
			.references(() => priceBook.id),
		productId: ref()
			.notNull()
			.references(() => product.id),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		periodStart: date().notNull(),
		committedQuantity: quantity().notNull().default('0'),
	},
	(t) => [
		primaryKey({ name: 'period_counter_pk', columns: [t.accountId, t.priceBookId, t.productId, t.unitCode, t.periodStart] }),
		check('period_not_negative', sql`${t.committedQuantity} >= 0`),
	],
)

/** What an order added to the counters of contract periods, so that a cancel takes exactly that away. */
export const periodCommitment = pgTable(
	'period_commitment',
	{
		accountId: ref().notNull(),
		orderId: ref().notNull(),
		priceBookId: ref()
			.notNull()
			.references(() => priceBook.id),
		productId: ref()
			.notNull()
			.references(() => product.id),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		periodStart: date().notNull(),
		quantity: quantity().notNull(),
	},
	(t) => [
		primaryKey({ name: 'period_commitment_pk', columns: [t.accountId, t.orderId, t.priceBookId, t.productId, t.unitCode] }),
		foreignKey({ name: 'period_commitment_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete(
			'cascade',
		),
		check('period_commitment_positive', sql`${t.quantity} > 0`),
	],
)
