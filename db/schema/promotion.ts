import { sql } from 'drizzle-orm'
import { boolean, char, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, location } from './account.ts'
import { createdAt, id, instant, minor, ownId, ref } from './columns.ts'
import { buyerGroup } from './entitlement.ts'
import { salesOrder } from './order.ts'
import { sellerEntity } from './seller.ts'

/** Conditions and one benefit in a lane (section 5). The JSON shapes are parsed by engine/promotion, which refuses unknown keys. */
export const promotion = pgTable(
	'promotion',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		code: text().notNull(),
		phase: text().notNull(),
		lane: text().notNull(),
		priority: integer().notNull().default(0),
		isGlobalExclusive: boolean().notNull().default(false),
		includesProtected: boolean().notNull().default(false),
		currency: char({ length: 3 }),
		couponCode: text(),
		conditions: jsonb().notNull().default({}),
		benefit: jsonb().notNull(),
		status: text().notNull().default('draft'),
		version: integer().notNull().default(1),
		validFrom: instant().notNull(),
		validTo: instant(),
		createdAt: createdAt(),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		unique('promotion_code').on(t.sellerEntityId, t.code),
		uniqueIndex('promotion_coupon').on(t.sellerEntityId, sql`upper(${t.couponCode})`).where(sql`${t.status} = 'published' and ${t.couponCode} is not null`),
		check('promotion_phase', sql`${t.phase} in ('line','bundle','order','shipping','terms')`),
		check('promotion_status', sql`${t.status} in ('draft','published','retired')`),
		check('promotion_window', sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
	],
)

export const promotionText = pgTable(
	'promotion_text',
	{
		promotionId: ref()
			.notNull()
			.references(() => promotion.id, { onDelete: 'cascade' }),
		locale: text().notNull(),
		name: text().notNull(),
		description: text(),
	},
	(t) => [primaryKey({ columns: [t.promotionId, t.locale] })],
)

/** To whom it is addressed; without a row, to every account of the seller. */
export const promotionAudience = pgTable(
	'promotion_audience',
	{
		id: id(),
		promotionId: ref()
			.notNull()
			.references(() => promotion.id, { onDelete: 'cascade' }),
		accountId: ref().references(() => account.id),
		buyerGroupId: ref().references(() => buyerGroup.id),
	},
	(t) => [
		uniqueIndex('promotion_audience_once').on(t.promotionId, sql`coalesce(${t.accountId}, 0)`, sql`coalesce(${t.buyerGroupId}, 0)`),
		check('promotion_audience_one', sql`(${t.accountId} is null) <> (${t.buyerGroupId} is null)`),
	],
)

/** What a promotion may cost, as a whole or for one account, group or location of an account. Reserved at submit, committed by invoicing. */
export const promotionBudget = pgTable(
	'promotion_budget',
	{
		id: id(),
		promotionId: ref()
			.notNull()
			.references(() => promotion.id, { onDelete: 'cascade' }),
		accountId: ref().references(() => account.id),
		buyerGroupId: ref().references(() => buyerGroup.id),
		locationId: ref(),
		policy: text().notNull().default('reject'),
		limitMinor: minor(),
		reservedMinor: minor().notNull().default(0),
		committedMinor: minor().notNull().default(0),
		limitUses: integer(),
		reservedUses: integer().notNull().default(0),
		committedUses: integer().notNull().default(0),
	},
	(t) => [
		uniqueIndex('promotion_budget_once').on(
			t.promotionId,
			sql`coalesce(${t.accountId}, 0)`,
			sql`coalesce(${t.buyerGroupId}, 0)`,
			sql`coalesce(${t.locationId}, 0)`,
		),
		foreignKey({ columns: [t.accountId, t.locationId], foreignColumns: [location.accountId, location.id] }),
		check('budget_of_one', sql`num_nonnulls(${t.accountId}, ${t.buyerGroupId}) <= 1 and (${t.locationId} is null or ${t.accountId} is not null)`),
		check('budget_policy', sql`${t.policy} in ('reject','cap')`),
		check('budget_not_negative', sql`${t.reservedMinor} >= 0 and ${t.committedMinor} >= 0 and ${t.reservedUses} >= 0 and ${t.committedUses} >= 0`),
		check('budget_money', sql`${t.limitMinor} is null or ${t.reservedMinor} + ${t.committedMinor} <= ${t.limitMinor}`),
		check('budget_uses', sql`${t.limitUses} is null or ${t.reservedUses} + ${t.committedUses} <= ${t.limitUses}`),
	],
)

export const promotionReservation = pgTable(
	'promotion_reservation',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		budgetId: ref()
			.notNull()
			.references(() => promotionBudget.id),
		amountMinor: minor().notNull(),
		uses: integer().notNull().default(1),
		state: text().notNull().default('reserved'),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('promotion_reservation_once').on(t.accountId, t.orderId, t.budgetId),
		index('promotion_reservation_budget').on(t.budgetId),
		foreignKey({ columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		check('promotion_reservation_state', sql`${t.state} in ('reserved','committed','released')`),
	],
)
