import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { invoiceLine } from './billing.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { minor, ownId, quantity, ref } from './columns.ts'
import { allocation } from './order.ts'

/** What of an allocation of a bundle is one thing inside it: its stock, its tax code, its share of the price (section 5). */
export const allocationComponent = pgTable(
	'allocation_component',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		allocationId: ref().notNull(),
		position: integer().notNull(),
		productId: ref()
			.notNull()
			.references(() => product.id),
		sku: text().notNull(),
		name: text().notNull(),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		taxCode: text().notNull(),
		perBundle: quantity().notNull(),
		quantity: quantity().notNull(),
		returnedQuantity: quantity().notNull().default('0'),
		netMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
	},
	(t) => [
		primaryKey({ name: 'allocation_component_pk', columns: [t.accountId, t.id] }),
		unique('allocation_component_once').on(t.accountId, t.allocationId, t.productId),
		index('allocation_component_order').on(t.accountId, t.orderId),
		foreignKey({
			name: 'allocation_component_allocation',
			columns: [t.accountId, t.allocationId],
			foreignColumns: [allocation.accountId, allocation.id],
		}).onDelete('cascade'),
		check('allocation_component_quantity', sql`${t.perBundle} > 0 and ${t.quantity} > 0 and ${t.returnedQuantity} between 0 and ${t.quantity}`),
	],
)

/** What of an invoiced bundle is one thing inside it; what comes back of it is credited by this row. */
export const invoiceComponent = pgTable(
	'invoice_component',
	{
		accountId: ref().notNull(),
		id: ownId(),
		invoiceLineId: ref().notNull(),
		allocationComponentId: ref().notNull(),
		position: integer().notNull(),
		sku: text().notNull(),
		name: text().notNull(),
		unitCode: text().notNull(),
		taxCode: text().notNull(),
		quantity: quantity().notNull(),
		creditedQuantity: quantity().notNull().default('0'),
		netMinor: minor().notNull(),
		taxMinor: minor().notNull(),
	},
	(t) => [
		primaryKey({ name: 'invoice_component_pk', columns: [t.accountId, t.id] }),
		unique('invoice_component_once').on(t.accountId, t.invoiceLineId, t.allocationComponentId),
		foreignKey({ name: 'invoice_component_line', columns: [t.accountId, t.invoiceLineId], foreignColumns: [invoiceLine.accountId, invoiceLine.id] }).onDelete(
			'cascade',
		),
		foreignKey({
			name: 'invoice_component_sold',
			columns: [t.accountId, t.allocationComponentId],
			foreignColumns: [allocationComponent.accountId, allocationComponent.id],
		}),
		check('invoice_component_credited', sql`${t.creditedQuantity} between 0 and ${t.quantity}`),
	],
)
