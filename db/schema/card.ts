import { sql } from 'drizzle-orm'
import { boolean, char, check, foreignKey, index, pgTable, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { invoice, payment } from './billing.ts'
import { createdAt, instant, minor, ownId, ref } from './columns.ts'
import { salesOrder } from './order.ts'
import { crmUser } from './seller.ts'

/** A card that its person keeps: what it is known by, never its number. */
export const savedCard = pgTable(
	'saved_card',
	{
		accountId: ref().notNull(),
		id: ownId(),
		contactId: ref().notNull(),
		stripeCustomerId: text().notNull(),
		paymentMethodId: text().notNull().unique(),
		brand: text().notNull(),
		lastFour: char({ length: 4 }).notNull(),
		expiresMonth: smallint().notNull(),
		expiresYear: smallint().notNull(),
		/** A rep may use it up to this amount; null: only the buyer herself. */
		repLimitMinor: minor(),
		/** Offered to her; a card that is kept only for deliveries still to come is not. */
		isActive: boolean().notNull().default(true),
		isDefault: boolean().notNull().default(false),
		/** She took it away; the processor forgets it when no delivery waits for it, and nobody has put it back. */
		removedAt: instant(),
		forgottenAt: instant(),
		createdAt: createdAt(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		uniqueIndex('saved_card_one_default').on(t.accountId, t.contactId).where(sql`${t.isDefault}`),
		index('saved_card_to_forget').on(t.removedAt).where(sql`${t.removedAt} is not null and ${t.forgottenAt} is null`),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('saved_card_default_is_offered', sql`not ${t.isDefault} or ${t.isActive}`),
		check('saved_card_removed_is_not_offered', sql`${t.removedAt} is null or not ${t.isActive}`),
		check('saved_card_forgotten_was_removed', sql`${t.forgottenAt} is null or ${t.removedAt} is not null`),
		check('saved_card_rep_limit', sql`${t.repLimitMinor} > 0`),
	],
)

/** Money given back on a card as the processor has it; the payment it belongs to has the same intent. */
export const cardRefund = pgTable(
	'card_refund',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		stripeRefundId: text().notNull().unique(),
		stripeIntentId: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		amountMinor: minor().notNull(),
		status: text().notNull(),
		reason: text(),
		refundedAt: instant().notNull(),
		updatedAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('card_refund_intent').on(t.accountId, t.stripeIntentId),
		check('card_refund_status', sql`${t.status} in ('pending','requires_action','succeeded','failed','canceled')`),
		check('card_refund_amount', sql`${t.amountMinor} > 0`),
	],
)

/** A card payment that its holder's bank takes back, as the processor has it; lost or won, it stays on the payment. */
export const cardDispute = pgTable(
	'card_dispute',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		stripeDisputeId: text().notNull().unique(),
		stripeIntentId: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		amountMinor: minor().notNull(),
		/** The processor's own words: `fraudulent`, `product_not_received`, …; `needs_response`, `under_review`, `won`, `lost`, … */
		reason: text().notNull(),
		status: text().notNull(),
		respondBy: instant(),
		openedAt: instant().notNull(),
		updatedAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('card_dispute_intent').on(t.accountId, t.stripeIntentId),
		check('card_dispute_amount', sql`${t.amountMinor} > 0`),
	],
)

/** A link by which a buyer pays a cart that a rep put together: bound to the cart as it was sent, used once. */
export const payLink = pgTable(
	'pay_link',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		contactId: ref().notNull(),
		orderId: ref().notNull(),
		/** Of the priced cart, taxes and prices included. */
		hash: text().notNull(),
		totalMinor: minor().notNull(),
		currency: char({ length: 3 }).notNull(),
		sentByUserId: ref().references(() => crmUser.id),
		state: text().notNull().default('open'),
		sentAt: instant().notNull(),
		expiresAt: instant().notNull(),
		closedAt: instant(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		uniqueIndex('pay_link_one_open').on(t.accountId, t.orderId).where(sql`${t.state} = 'open'`),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete('cascade'),
		check('pay_link_state', sql`${t.state} in ('open','paid','withdrawn')`),
		check('pay_link_closed', sql`(${t.state} = 'open') = (${t.closedAt} is null)`),
	],
)

/** A link by which a buyer pays invoices that the house asked her to: bound to them and to what is asked of each, used once. */
export const invoiceLink = pgTable(
	'invoice_link',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		contactId: ref().notNull(),
		totalMinor: minor().notNull(),
		currency: char({ length: 3 }).notNull(),
		sentByUserId: ref()
			.notNull()
			.references(() => crmUser.id),
		state: text().notNull().default('open'),
		sentAt: instant().notNull(),
		expiresAt: instant().notNull(),
		closedAt: instant(),
		paymentId: ref(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ columns: [t.accountId, t.paymentId], foreignColumns: [payment.accountId, payment.id] }),
		check('invoice_link_total', sql`${t.totalMinor} > 0`),
		check('invoice_link_state', sql`${t.state} in ('open','paid','withdrawn')`),
		check('invoice_link_closed', sql`(${t.state} = 'open') = (${t.closedAt} is null)`),
		check('invoice_link_paid', sql`(${t.state} = 'paid') = (${t.paymentId} is not null)`),
	],
)

export const invoiceLinkLine = pgTable(
	'invoice_link_line',
	{ accountId: ref().notNull(), linkId: ref().notNull(), invoiceId: ref().notNull(), amountMinor: minor().notNull() },
	(t) => [
		primaryKey({ columns: [t.accountId, t.linkId, t.invoiceId] }),
		foreignKey({ columns: [t.accountId, t.linkId], foreignColumns: [invoiceLink.accountId, invoiceLink.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.invoiceId], foreignColumns: [invoice.accountId, invoice.id] }),
		index('invoice_link_line_of_invoice').on(t.accountId, t.invoiceId),
		check('invoice_link_line_amount', sql`${t.amountMinor} > 0`),
	],
)
