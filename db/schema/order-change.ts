import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { instant, ownId, ref } from './columns.ts'
import { salesOrder } from './order.ts'
import { crmUser } from './seller.ts'

/** What somebody wants changed of a placed order, with what it would mean; `waitsFor` are those who have not said yes, in their order. */
export const orderChange = pgTable(
	'order_change',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		orderId: ref().notNull(),
		/** Of the order when this was proposed; once it has moved on, the proposal is stale. */
		orderVersion: integer().notNull(),
		side: text().notNull(),
		contactId: ref(),
		userId: ref().references(() => crmUser.id),
		reason: text(),
		/** The document as it shall be: lines, deliveries, cells. */
		wanted: jsonb().notNull(),
		delta: jsonb().notNull(),
		/** Of the new document with its prices: what consent is to. */
		hash: text().notNull(),
		state: text().notNull().default('waiting'),
		waitsFor: text().array().notNull(),
		consents: jsonb().notNull().default([]),
		/** Why it was refused. */
		answer: text(),
		proposedAt: instant().notNull(),
		expiresAt: instant().notNull(),
		closedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'order_change_pk', columns: [t.accountId, t.id] }),
		unique('order_change_id').on(t.id),
		uniqueIndex('order_change_waiting').on(t.accountId, t.orderId).where(sql`${t.state} = 'waiting'`),
		index('order_change_of_order').on(t.accountId, t.orderId, t.id),
		index('order_change_ends').on(t.expiresAt).where(sql`${t.state} = 'waiting'`),
		foreignKey({ name: 'order_change_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({ name: 'order_change_contact', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('order_change_side', sql`${t.side} in ('buyer','house')`),
		check('order_change_state', sql`${t.state} in ('waiting','applied','refused','withdrawn','expired')`),
		check('order_change_waits', sql`${t.waitsFor} <@ array['buyer','approver','house'] and (${t.state} <> 'waiting' or cardinality(${t.waitsFor}) > 0)`),
		check('order_change_closed', sql`(${t.state} = 'waiting') = (${t.closedAt} is null)`),
	],
)

/** The order as it read until a change replaced it; never rewritten, which a trigger holds. */
export const orderVersion = pgTable(
	'order_version',
	{
		accountId: ref().notNull(),
		orderId: ref().notNull(),
		version: integer().notNull(),
		changeId: ref().notNull(),
		document: jsonb().notNull(),
		/** Why each line cost what it did, by sequence. */
		traces: jsonb().notNull(),
		replacedAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ name: 'order_version_pk', columns: [t.accountId, t.orderId, t.version] }),
		foreignKey({ name: 'order_version_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({ name: 'order_version_change', columns: [t.accountId, t.changeId], foreignColumns: [orderChange.accountId, orderChange.id] }),
	],
)
