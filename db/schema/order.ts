import { sql } from 'drizzle-orm'
import {
	bigint,
	boolean,
	char,
	check,
	date,
	foreignKey,
	index,
	integer,
	jsonb,
	numeric,
	pgTable,
	primaryKey,
	smallint,
	text,
	unique,
	uniqueIndex,
} from 'drizzle-orm/pg-core'
import { account, contact, exemptionCertificate, location } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { createdAt, instant, minor, ownId, quantity, ref, unitPrice } from './columns.ts'
import { crmUser, sellerEntity, warehouse } from './seller.ts'

const maximumMinor = sql.raw('10000000000000')

/** A cart is an order before it is submitted: one table family, one pricer, whoever edits it (section 1). */
export const salesOrder = pgTable(
	'sales_order',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		stage: text().notNull().default('cart'),
		number: text(),
		name: text(),
		/** Raised by every edit; a submit names the version it saw. */
		version: integer().notNull().default(1),
		isCurrent: boolean().notNull().default(false),
		/** Colleagues of the account may take it in hand and edit it. */
		isShared: boolean().notNull().default(false),
		currency: char({ length: 3 }).notNull(),
		rounding: text().notNull().default('half_away'),
		locale: text().notNull().default('en'),
		channel: text().notNull().default('web'),
		contactId: ref(),
		actedByUserId: ref().references(() => crmUser.id),
		onBehalfOfContactId: ref(),
		onBehalfReason: text(),
		poNumber: text(),
		paymentMethod: text(),
		couponCodes: text().array().notNull().default(sql`'{}'`),
		termsDays: smallint(),
		/** Copied when the order is placed: goods, discounts and line amounts have the tax in them; what is called net has not. */
		pricesIncludeTax: boolean().notNull().default(false),
		goodsMinor: minor().notNull().default(0),
		discountMinor: minor().notNull().default(0),
		netMinor: minor().notNull().default(0),
		shippingMinor: minor().notNull().default(0),
		shippingDiscountMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
		totalMinor: minor().notNull().default(0),
		/** The promotions considered and why, as the engine said it at submit. */
		explanation: jsonb(),
		orderHash: text(),
		crmCampaignId: ref(),
		createdAt: createdAt(),
		lastActivityAt: instant().notNull().defaultNow(),
		quietNoticedAt: instant(),
		placedAt: instant(),
		cancelledAt: instant(),
		externalKey: text(),
		words: text().generatedAlwaysAs(sql`lower(coalesce("number", '') || ' ' || coalesce("po_number", ''))`),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('sales_order_id').on(t.id),
		unique('sales_order_number').on(t.sellerEntityId, t.number),
		uniqueIndex('sales_order_current_cart').on(t.accountId, t.contactId).where(sql`${t.stage} = 'cart' and ${t.isCurrent}`),
		index('sales_order_placed').on(t.accountId, t.placedAt, t.id),
		index('sales_order_largest').on(t.accountId, t.totalMinor, t.id).where(sql`${t.placedAt} is not null`),
		index('sales_order_carts').on(t.accountId, t.lastActivityAt.desc()).where(sql`${t.stage} in ('cart','discarded')`),
		index('sales_order_quiet').on(t.lastActivityAt).where(sql`${t.stage} = 'cart' and ${t.quietNoticedAt} is null`),
		index('sales_order_external').on(t.externalKey).where(sql`${t.externalKey} is not null`),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ columns: [t.accountId, t.onBehalfOfContactId], foreignColumns: [contact.accountId, contact.id] }),
		check('order_stage', sql`${t.stage} in ('cart','discarded','awaiting_approval','placed','changing','cancelled','closed')`),
		check('order_rounding', sql`${t.rounding} in ('half_away','half_even')`),
		check('order_channel', sql`${t.channel} in ('web','rep','api','import','standing_order')`),
		check('order_payment_method', sql`${t.paymentMethod} in ('po','card')`),
		check('order_placed_complete', sql`${t.stage} in ('cart','discarded','awaiting_approval') or (${t.number} is not null and ${t.placedAt} is not null)`),
		check('order_on_behalf_both', sql`(${t.actedByUserId} is null) = (${t.onBehalfOfContactId} is null)`),
		check('order_total_cap', sql`abs(${t.totalMinor}) <= ${maximumMinor} and abs(${t.netMinor}) <= ${maximumMinor}`),
		check('order_total_adds_up', sql`${t.totalMinor} = ${t.netMinor} + ${t.shippingMinor} - ${t.shippingDiscountMinor} + ${t.taxMinor}`),
	],
)

export const orderLine = pgTable(
	'order_line',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		sequence: integer().notNull(),
		kind: text().notNull().default('goods'),
		productId: ref().references(() => product.id),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		quantity: quantity().notNull(),
		/** Copied when the order is placed; what was bought reads the same a year later. */
		sku: text(),
		name: text(),
		taxCode: text(),
		unitPrice: unitPrice(),
		resolvedMinor: minor().notNull().default(0),
		discountMinor: minor().notNull().default(0),
		netMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
		/** The price trace as stored with the line, public and private parts (section 4). */
		trace: jsonb(),
		traceHash: text(),
		/** A rep's price within authority: { unitPrice, reason, userId }. */
		override: jsonb(),
		/** An accepted quote's line (R1): { quoteId, version, quantity, minimum, unitPrice }. */
		quoted: jsonb(),
		/** What was chosen of a bundle, by its products in ascending order; null: nothing can be chosen. */
		chosen: bigint({ mode: 'number' }).array(),
		addedByContactId: ref(),
		addedByUserId: ref().references(() => crmUser.id),
		note: text(),
		createdAt: createdAt(),
		words: text().generatedAlwaysAs(sql`lower(coalesce("sku", '') || ' ' || coalesce("name", ''))`),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('order_line_sequence').on(t.accountId, t.orderId, t.sequence),
		index('order_line_product').on(t.productId, t.accountId),
		index('order_line_words').on(t.accountId, t.orderId, t.words),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete('cascade'),
		check('order_line_kind', sql`${t.kind} in ('goods','gift','fee')`),
		check('order_line_quantity', sql`${t.quantity} > 0`),
		check('order_line_net', sql`${t.netMinor} = ${t.resolvedMinor} - ${t.discountMinor} and ${t.discountMinor} >= 0`),
		check('order_line_quoted_whole', sql`${t.quoted} is null or ${t.quoted} ?& array['quoteId', 'version', 'quantity', 'minimum', 'unitPrice']`),
		check('order_line_is_something', sql`${t.productId} is not null or ${t.name} is not null`),
	],
)

/** What one promotion took off one line, in whole minor units. */
export const lineDiscount = pgTable(
	'line_discount',
	{
		accountId: ref().notNull(),
		id: ownId(),
		lineId: ref().notNull(),
		promotionId: ref(),
		promotionName: text().notNull(),
		phase: text().notNull(),
		amountMinor: minor().notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('line_discount_line').on(t.accountId, t.lineId),
		foreignKey({ columns: [t.accountId, t.lineId], foreignColumns: [orderLine.accountId, orderLine.id] }).onDelete('cascade'),
		check('line_discount_positive', sql`${t.amountMinor} > 0`),
	],
)

/** One price of a line that has several: by location, by delivery date, or for a quoted portion. */
export const pricePart = pgTable(
	'price_part',
	{
		accountId: ref().notNull(),
		id: ownId(),
		lineId: ref().notNull(),
		locationId: ref(),
		deliverOn: date(),
		quantity: quantity().notNull(),
		unitPrice: unitPrice().notNull(),
		resolvedMinor: minor().notNull(),
		trace: jsonb(),
		traceHash: text(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('price_part_line').on(t.accountId, t.lineId),
		foreignKey({ columns: [t.accountId, t.lineId], foreignColumns: [orderLine.accountId, orderLine.id] }).onDelete('cascade'),
	],
)

/** One delivery of an order: a ship-to, a wanted day, a method. The address is copied when the order is placed. */
export const deliveryGroup = pgTable(
	'delivery_group',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		locationId: ref(),
		requestedOn: date(),
		method: text().notNull().default('ground'),
		sequence: integer().notNull().default(1),
		confirmedOn: date(),
		deliveryWindow: text(),
		instructions: text(),
		costCentre: text(),
		address: jsonb(),
		warehouseId: ref().references(() => warehouse.id),
		status: text().notNull().default('open'),
		netMinor: minor().notNull().default(0),
		shippingMinor: minor().notNull().default(0),
		shippingDiscountMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
		dueMinor: minor().notNull().default(0),
		cancelledMinor: minor().notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('delivery_group_once').on(t.accountId, t.orderId, t.locationId, t.requestedOn, t.method).nullsNotDistinct(),
		index('delivery_group_found').on(t.accountId, t.orderId, t.status, t.requestedOn, t.locationId),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.locationId], foreignColumns: [location.accountId, location.id] }),
		check('delivery_group_cancelled', sql`${t.cancelledMinor} >= 0 and ${t.cancelledMinor} <= greatest(0, ${t.dueMinor})`),
		check('delivery_group_status', sql`${t.status} in ('open','held','part_shipped','shipped','delivered','cancelled')`),
		check('delivery_group_due', sql`${t.dueMinor} = ${t.netMinor} + ${t.shippingMinor} - ${t.shippingDiscountMinor} + ${t.taxMinor}`),
	],
)

/** How much of a line goes with a delivery. Triggers keep Σ allocated ≤ line quantity, and = once placed. */
export const allocation = pgTable(
	'allocation',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		lineId: ref().notNull(),
		groupId: ref().notNull(),
		quantity: quantity().notNull(),
		shippedQuantity: quantity().notNull().default('0'),
		cancelledQuantity: quantity().notNull().default('0'),
		invoicedQuantity: quantity().notNull().default('0'),
		returnedQuantity: quantity().notNull().default('0'),
		netMinor: minor().notNull().default(0),
		taxMinor: minor().notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('allocation_once').on(t.accountId, t.lineId, t.groupId),
		index('allocation_order').on(t.accountId, t.orderId),
		index('allocation_group').on(t.accountId, t.groupId),
		foreignKey({ columns: [t.accountId, t.lineId], foreignColumns: [orderLine.accountId, orderLine.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [deliveryGroup.accountId, deliveryGroup.id] }).onDelete('cascade'),
		check('allocation_quantity', sql`${t.quantity} > 0`),
		check(
			'allocation_shipped',
			sql`${t.shippedQuantity} >= 0 and ${t.cancelledQuantity} >= 0 and ${t.shippedQuantity} <= ${t.quantity} - ${t.cancelledQuantity}`,
		),
		check(
			'allocation_invoiced',
			sql`${t.invoicedQuantity} >= 0 and ${t.invoicedQuantity} <= ${t.quantity} and ${t.returnedQuantity} >= 0 and ${t.returnedQuantity} <= ${t.shippedQuantity}`,
		),
	],
)

/** Tax of one (delivery group, tax code, jurisdiction), with the base and the rate that made it. */
export const taxLine = pgTable(
	'tax_line',
	{
		accountId: ref().notNull(),
		id: ownId(),
		groupId: ref().notNull(),
		taxCode: text().notNull(),
		jurisdiction: text().notNull(),
		rate: numeric({ precision: 9, scale: 6 }).notNull(),
		baseMinor: minor().notNull(),
		taxMinor: minor().notNull(),
		certificateId: ref(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('tax_line_once').on(t.accountId, t.groupId, t.taxCode, t.jurisdiction),
		foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [deliveryGroup.accountId, deliveryGroup.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.certificateId], foreignColumns: [exemptionCertificate.accountId, exemptionCertificate.id] }),
	],
)
