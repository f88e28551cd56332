import { sql } from 'drizzle-orm'
import { bigint, boolean, char, check, foreignKey, index, integer, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { product } from './catalog.ts'
import { id, instant, minor, ref } from './columns.ts'
import { salesOrder } from './order.ts'
import { promotion } from './promotion.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** A promotion tried on past orders: worked by the worker in chunks, each moving the cursor; `trial` is the promotion as it was asked about. */
export const promotionSimulation = pgTable(
	'promotion_simulation',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		promotionId: ref()
			.notNull()
			.references(() => promotion.id, { onDelete: 'cascade' }),
		promotionVersion: integer().notNull(),
		trial: jsonb().notNull(),
		fromAt: instant().notNull(),
		toAt: instant().notNull(),
		state: text().notNull().default('queued'),
		askedByUserId: ref().references(() => crmUser.id),
		askedAt: instant().notNull(),
		startedAt: instant(),
		finishedAt: instant(),
		orderCount: integer().notNull().default(0),
		doneCount: integer().notNull().default(0),
		touchedCount: integer().notNull().default(0),
		inexactCount: integer().notNull().default(0),
		cursorPlacedAt: instant(),
		cursorOrderId: bigint({ mode: 'number' }),
		/** What the trial has used of its own budgets so far, by budget. */
		spent: jsonb().notNull().default({}),
		/** Sums by currency. */
		totals: jsonb().notNull().default({}),
	},
	(t) => [
		index('promotion_simulation_promotion').on(t.promotionId),
		index('promotion_simulation_open').on(t.id).where(sql`${t.state} in ('queued','running')`),
		check('promotion_simulation_state', sql`${t.state} in ('queued','running','finished','cancelled')`),
		check('promotion_simulation_period', sql`${t.toAt} > ${t.fromAt}`),
	],
)

/** What a simulation found of one order: before as it stands, after as it would have come. */
export const promotionSimulationOrder = pgTable(
	'promotion_simulation_order',
	{
		accountId: ref().notNull(),
		simulationId: ref()
			.notNull()
			.references(() => promotionSimulation.id, { onDelete: 'cascade' }),
		orderId: ref().notNull(),
		isTouched: boolean().notNull(),
		isExact: boolean().notNull(),
		reason: text(),
		savingMinor: minor().notNull(),
		revenueBeforeMinor: minor().notNull(),
		revenueAfterMinor: minor().notNull(),
		costBeforeMinor: minor().notNull(),
		costAfterMinor: minor().notNull(),
		totalBeforeMinor: minor().notNull(),
		totalAfterMinor: minor().notNull(),
	},
	(t) => [
		primaryKey({ name: 'promotion_simulation_order_pk', columns: [t.accountId, t.simulationId, t.orderId] }),
		foreignKey({ name: 'promotion_simulation_order_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		index('promotion_simulation_order_run').on(t.simulationId),
	],
)

/** What changes of each product, over all orders of a simulation in one currency. */
export const promotionSimulationProduct = pgTable(
	'promotion_simulation_product',
	{
		simulationId: ref()
			.notNull()
			.references(() => promotionSimulation.id, { onDelete: 'cascade' }),
		productId: ref()
			.notNull()
			.references(() => product.id),
		currency: char({ length: 3 }).notNull(),
		quantity: numeric({ precision: 18, scale: 4 }).notNull(),
		giftQuantity: numeric({ precision: 18, scale: 4 }).notNull(),
		beforeMinor: minor().notNull(),
		afterMinor: minor().notNull(),
	},
	(t) => [primaryKey({ name: 'promotion_simulation_product_pk', columns: [t.simulationId, t.productId, t.currency] })],
)
