import { sql } from 'drizzle-orm'
import { char, check, date, foreignKey, index, integer, jsonb, numeric, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { createdAt, id, instant, minor, ownId, quantity, ref, unitPrice } from './columns.ts'
import { allocation, deliveryGroup, salesOrder } from './order.ts'
import { crmUser, sellerEntity } from './seller.ts'
import { shipment } from './stock.ts'

/** Invoices and credit notes; numbers are gapless per seller. Totals of a credit note are negative. */
export const invoice = pgTable(
	'invoice',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		kind: text().notNull().default('invoice'),
		number: text().notNull(),
		orderId: ref(),
		shipmentId: ref(),
		creditsInvoiceId: ref(),
		/** The return that a credit note answers. */
		returnId: ref(),
		currency: char({ length: 3 }).notNull(),
		issuedOn: date().notNull(),
		dueOn: date().notNull(),
		poNumber: text(),
		billTo: jsonb(),
		/** Who sold, as it was on the day: name, address, country, taxNumber, bank. A seller that moves changes no invoice. */
		seller: jsonb(),
		netMinor: minor().notNull(),
		shippingMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
		totalMinor: minor().notNull(),
		/** Payments and credit notes applied; never past the total. */
		settledMinor: minor().notNull().default(0),
		createdAt: createdAt(),
		externalKey: text(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('invoice_number').on(t.sellerEntityId, t.kind, t.number),
		index('invoice_open').on(t.accountId, t.dueOn).where(sql`${t.settledMinor} <> ${t.totalMinor}`),
		index('invoice_order').on(t.accountId, t.orderId),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({ columns: [t.accountId, t.shipmentId], foreignColumns: [shipment.accountId, shipment.id] }),
		check('invoice_kind', sql`${t.kind} in ('invoice','credit_note')`),
		check('invoice_adds_up', sql`${t.totalMinor} = ${t.netMinor} + ${t.shippingMinor} + ${t.taxMinor}`),
		check(
			'invoice_settled',
			sql`(${t.kind} = 'invoice' and ${t.settledMinor} between 0 and ${t.totalMinor}) or (${t.kind} = 'credit_note' and ${t.settledMinor} between ${t.totalMinor} and 0)`,
		),
	],
)

export const invoiceLine = pgTable(
	'invoice_line',
	{
		accountId: ref().notNull(),
		id: ownId(),
		invoiceId: ref().notNull(),
		allocationId: ref(),
		sequence: integer().notNull(),
		sku: text(),
		name: text().notNull(),
		unitCode: text(),
		quantity: quantity().notNull(),
		unitPrice: unitPrice(),
		netMinor: minor().notNull(),
		taxMinor: minor().notNull().default(0),
		/** Exact amount of the source where it has more digits than the currency (imported history). */
		exactNet: numeric({ precision: 24, scale: 8 }),
		/** What credit notes have taken of it; on a credit note's own line: which row it takes from. */
		creditedQuantity: quantity().notNull().default('0'),
		creditsLineId: ref(),
		creditsComponentId: ref(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('invoice_line_sequence').on(t.accountId, t.invoiceId, t.sequence),
		foreignKey({ columns: [t.accountId, t.invoiceId], foreignColumns: [invoice.accountId, invoice.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.allocationId], foreignColumns: [allocation.accountId, allocation.id] }),
		check('invoice_line_credited', sql`${t.creditedQuantity} = 0 or ${t.creditedQuantity} between 0 and ${t.quantity}`),
	],
)

export const payment = pgTable(
	'payment',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		method: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		amountMinor: minor().notNull(),
		/** What is applied to invoices; the rest is unapplied cash. */
		appliedMinor: minor().notNull().default(0),
		reference: text(),
		status: text().notNull().default('received'),
		stripeIntentId: text().unique(),
		receivedAt: instant().notNull(),
		contactId: ref(),
		actedByUserId: ref().references(() => crmUser.id),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('payment_method', sql`${t.method} in ('card','bank_transfer','check','cash','credit')`),
		check('payment_status', sql`${t.status} in ('pending','received','failed','refunded')`),
		check('payment_applied', sql`${t.amountMinor} > 0 and ${t.appliedMinor} between 0 and ${t.amountMinor}`),
	],
)

/** One payment may settle many invoices, wholly or partly; a credit note is netted the same way. */
export const paymentApplication = pgTable(
	'payment_application',
	{ accountId: ref().notNull(), paymentId: ref().notNull(), invoiceId: ref().notNull(), amountMinor: minor().notNull(), appliedAt: instant().notNull() },
	(t) => [
		primaryKey({ columns: [t.accountId, t.paymentId, t.invoiceId] }),
		foreignKey({ columns: [t.accountId, t.paymentId], foreignColumns: [payment.accountId, payment.id] }),
		foreignKey({ columns: [t.accountId, t.invoiceId], foreignColumns: [invoice.accountId, invoice.id] }),
		check('payment_application_amount', sql`${t.amountMinor} <> 0`),
	],
)

/** Committed before each call to Stripe; key = cart : version : group : attempt (section 8). */
export const paymentAttempt = pgTable(
	'payment_attempt',
	{
		accountId: ref().notNull(),
		id: ownId(),
		idempotencyKey: text().notNull().unique(),
		purpose: text().notNull().default('order'),
		orderId: ref(),
		groupId: ref(),
		paymentId: ref(),
		attempt: smallint().notNull().default(1),
		amountMinor: minor().notNull(),
		currency: char({ length: 3 }).notNull(),
		state: text().notNull().default('prepared'),
		stripeIntentId: text(),
		paymentMethodId: text(),
		failureCode: text(),
		captureBefore: instant(),
		/** Of `amountMinor`, once it is captured; what is left went back to the card. */
		capturedMinor: minor(),
		authoriseOn: date(),
		createdAt: createdAt(),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('payment_attempt_order').on(t.accountId, t.orderId),
		index('payment_attempt_intent').on(t.stripeIntentId),
		index('payment_attempt_scheduled').on(t.authoriseOn).where(sql`${t.state} = 'scheduled'`),
		index('payment_attempt_open').on(t.createdAt).where(sql`${t.state} in ('prepared','requires_action','authorised')`),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [deliveryGroup.accountId, deliveryGroup.id] }),
		check('payment_attempt_state', sql`${t.state} in ('scheduled','prepared','requires_action','authorised','captured','released','declined','failed')`),
		check('payment_attempt_captured', sql`${t.capturedMinor} between 0 and ${t.amountMinor} and (${t.state} = 'captured' or ${t.capturedMinor} is null)`),
		check('payment_attempt_purpose', sql`${t.purpose} in ('order','invoices')`),
	],
)

/** Raw webhooks, verified before they are stored, decided later; the same delivery twice is one row. */
export const webhookEvent = pgTable(
	'webhook_event',
	{
		id: id(),
		source: text().notNull(),
		deliveryId: text().notNull(),
		body: text().notNull(),
		receivedAt: createdAt(),
		processedAt: instant(),
		failure: text(),
	},
	(t) => [unique('webhook_event_once').on(t.source, t.deliveryId), index('webhook_event_waiting').on(t.id).where(sql`${t.processedAt} is null`)],
)

/** What was reported of an invoice to the seller's outside tax service. */
export const taxDocument = pgTable(
	'tax_document',
	{
		accountId: ref().notNull(),
		invoiceId: ref().notNull(),
		orderId: ref(),
		code: text().notNull(),
		companyCode: text().notNull(),
		state: text().notNull(),
		taxMinor: minor().notNull(),
		reportedAt: instant().notNull(),
		voidedAt: instant(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.invoiceId] }),
		index('tax_document_order').on(t.accountId, t.orderId),
		foreignKey({ columns: [t.accountId, t.invoiceId], foreignColumns: [invoice.accountId, invoice.id] }),
		check('tax_document_state', sql`${t.state} in ('committed','voided')`),
		check('tax_document_voided', sql`(${t.state} = 'voided') = (${t.voidedAt} is not null)`),
	],
)
