import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { allocationComponent } from './bundle.ts'
import { instant, ownId, quantity, ref } from './columns.ts'
import { allocation, salesOrder } from './order.ts'
import { crmUser, warehouse } from './seller.ts'

/** Goods that an account wants to give back: asked, then decided and received by the house (section 9). */
export const goodsReturn = pgTable(
	'goods_return',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		/** The order's number and which of its returns: SO-7-R1. */
		number: text().notNull(),
		state: text().notNull().default('asked'),
		contactId: ref(),
		actedByUserId: ref().references(() => crmUser.id),
		note: text(),
		askedAt: instant().notNull(),
		decidedAt: instant(),
		decidedByUserId: ref().references(() => crmUser.id),
		decisionNote: text(),
		receivedAt: instant(),
		receivedByUserId: ref().references(() => crmUser.id),
		warehouseId: ref().references(() => warehouse.id),
	},
	(t) => [
		primaryKey({ name: 'goods_return_pk', columns: [t.accountId, t.id] }),
		unique('goods_return_number').on(t.accountId, t.number),
		index('goods_return_of_order').on(t.accountId, t.orderId),
		index('goods_return_open').on(t.askedAt, t.id).where(sql`${t.state} in ('asked','approved')`),
		foreignKey({ name: 'goods_return_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		check('goods_return_state', sql`${t.state} in ('asked','withdrawn','approved','refused','received')`),
		check(
			'goods_return_decided',
			sql`(${t.state} in ('asked','withdrawn')) = (${t.decidedAt} is null) and (${t.state} = 'received') = (${t.receivedAt} is not null)`,
		),
	],
)

/** How much of an allocation, or of one thing inside a bundle. What was received and not scrapped went back on the shelf. */
export const returnLine = pgTable(
	'return_line',
	{
		accountId: ref().notNull(),
		id: ownId(),
		returnId: ref().notNull(),
		allocationId: ref().notNull(),
		componentId: ref(),
		reason: text().notNull(),
		quantity: quantity().notNull(),
		receivedQuantity: quantity().notNull().default('0'),
		scrappedQuantity: quantity().notNull().default('0'),
	},
	(t) => [
		primaryKey({ name: 'return_line_pk', columns: [t.accountId, t.id] }),
		unique('return_line_once').on(t.accountId, t.returnId, t.allocationId, t.componentId).nullsNotDistinct(),
		index('return_line_of_allocation').on(t.accountId, t.allocationId),
		foreignKey({ name: 'return_line_return', columns: [t.accountId, t.returnId], foreignColumns: [goodsReturn.accountId, goodsReturn.id] }).onDelete('cascade'),
		foreignKey({ name: 'return_line_allocation', columns: [t.accountId, t.allocationId], foreignColumns: [allocation.accountId, allocation.id] }),
		foreignKey({
			name: 'return_line_component',
			columns: [t.accountId, t.componentId],
			foreignColumns: [allocationComponent.accountId, allocationComponent.id],
		}),
		check('return_line_reason', sql`${t.reason} in ('damaged','wrong','quality','too_many','other')`),
		check(
			'return_line_quantity',
			sql`${t.quantity} > 0 and ${t.receivedQuantity} between 0 and ${t.quantity} and ${t.scrappedQuantity} between 0 and ${t.receivedQuantity}`,
		),
	],
)
