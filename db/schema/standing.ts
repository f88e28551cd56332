import { sql } from 'drizzle-orm'
import { bigint, boolean, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { contact, location } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { createdAt, instant, ownId, quantity, ref, unitPrice } from './columns.ts'
import { salesOrder } from './order.ts'

/** What a company orders by the calendar (commerce-engine.md section 9). */
export const standingOrder = pgTable(
	'standing_order',
	{
		accountId: ref().notNull(),
		id: ownId(),
		name: text().notNull(),
		/** In whose name it is ordered. */
		contactId: ref().notNull(),
		state: text().notNull().default('active'),
		/** As app/engine/standing/schedule.ts reads it. */
		schedule: jsonb().notNull(),
		/** A price that moved more than this holds the run. */
		guardrailPercent: smallint().notNull(),
		poText: text().notNull(),
		/** The day of the run stands behind `poText`, so that each order has a number of its own. */
		poHasDate: boolean().notNull().default(true),
		nextRunOn: date(),
		nextRunAt: instant(),
		/** The run that its buyer was told of before. */
		comingToldOn: date(),
		createdAt: createdAt(),
		changedAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ name: 'standing_order_pk', columns: [t.accountId, t.id] }),
		index('standing_order_due').on(t.nextRunAt).where(sql`${t.state} = 'active'`),
		index('standing_order_changed').on(t.accountId, t.changedAt.desc(), t.id.desc()),
		foreignKey({ name: 'standing_order_contact', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('standing_order_named', sql`btrim(${t.name}) <> '' and length(${t.name}) <= 120`),
		check('standing_order_state', sql`${t.state} in ('active','paused','ended')`),
		check('standing_order_guardrail', sql`${t.guardrailPercent} between 0 and 100`),
		check('standing_order_po', sql`btrim(${t.poText}) <> '' and length(${t.poText}) <= 60`),
		check('standing_order_next', sql`(${t.nextRunOn} is null) = (${t.nextRunAt} is null) and (${t.state} = 'active') = (${t.nextRunOn} is not null)`),
	],
)

/** What goes to one location with every run; 0 for now nothing. */
export const standingLine = pgTable(
	'standing_line',
	{
		accountId: ref().notNull(),
		id: ownId(),
		standingOrderId: ref().notNull(),
		locationId: ref().notNull(),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		quantity: quantity().notNull(),
		chosen: bigint({ mode: 'number' }).array(),
		sequence: integer().notNull(),
	},
	(t) => [
		primaryKey({ name: 'standing_line_pk', columns: [t.accountId, t.id] }),
		foreignKey({
			name: 'standing_line_order',
			columns: [t.accountId, t.standingOrderId],
			foreignColumns: [standingOrder.accountId, standingOrder.id],
		}).onDelete('cascade'),
		foreignKey({ name: 'standing_line_location', columns: [t.accountId, t.locationId], foreignColumns: [location.accountId, location.id] }),
		unique('standing_line_once').on(t.accountId, t.standingOrderId, t.locationId, t.productId, t.unitCode, t.chosen).nullsNotDistinct(),
		index('standing_line_product').on(t.productId),
		check('standing_line_quantity', sql`${t.quantity} >= 0`),
	],
)

/** What was agreed for a product: at set-up, at a release, or by the last run. The guardrail measures from here. */
export const standingPrice = pgTable(
	'standing_price',
	{
		accountId: ref().notNull(),
		standingOrderId: ref().notNull(),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		/** SKUs that are chosen inside a bundle; empty: nothing can be chosen. */
		chosen: text().notNull().default(''),
		unitPrice: unitPrice().notNull(),
	},
	(t) => [
		primaryKey({ name: 'standing_price_pk', columns: [t.accountId, t.standingOrderId, t.productId, t.unitCode, t.chosen] }),
		foreignKey({
			name: 'standing_price_order',
			columns: [t.accountId, t.standingOrderId],
			foreignColumns: [standingOrder.accountId, standingOrder.id],
		}).onDelete('cascade'),
		check('standing_price_positive', sql`${t.unitPrice} >= 0`),
	],
)

/** One run of one day: once, whoever begins it. `reasons`: refusals that hold it. */
export const standingRun = pgTable(
	'standing_run',
	{
		accountId: ref().notNull(),
		id: ownId(),
		standingOrderId: ref().notNull(),
		runOn: date().notNull(),
		state: text().notNull().default('due'),
		/** Made before it is placed; the version is part of what makes a second try the same submit. */
		cartId: ref(),
		cartVersion: integer(),
		orderId: ref(),
		reasons: jsonb().notNull().default([]),
		tries: integer().notNull().default(0),
		tryAt: instant().notNull(),
		settledAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'standing_run_pk', columns: [t.accountId, t.id] }),
		unique('standing_run_once').on(t.accountId, t.standingOrderId, t.runOn),
		foreignKey({ name: 'standing_run_order', columns: [t.accountId, t.standingOrderId], foreignColumns: [standingOrder.accountId, standingOrder.id] }).onDelete(
			'cascade',
		),
		foreignKey({ name: 'standing_run_placed', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		index('standing_run_due').on(t.tryAt).where(sql`${t.state} = 'due'`),
		check('standing_run_state', sql`${t.state} in ('due','placed','held','skipped')`),
		check('standing_run_has_order', sql`(${t.state} = 'placed') = (${t.orderId} is not null)`),
	],
)
