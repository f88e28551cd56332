import { sql } from 'drizzle-orm'
import { check, foreignKey, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant, ref } from './columns.ts'
import { salesOrder } from './order.ts'

/** The last tax that was quoted for a cart, with the hash of what was asked; it stays with the order (section 6). */
export const taxQuote = pgTable(
	'tax_quote',
	{
		accountId: ref().notNull(),
		orderId: ref().notNull(),
		basesHash: text().notNull(),
		/** The outside service, or the seller's table in its place. */
		source: text().notNull(),
		lines: jsonb().notNull(),
		quotedAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.orderId] }),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete('cascade'),
		check('tax_quote_source', sql`${t.source} in ('service','table')`),
	],
)
