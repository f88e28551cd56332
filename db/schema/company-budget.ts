import { sql } from 'drizzle-orm'
import { char, check, date, foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, contact, location } from './account.ts'
import { approvalRequest } from './approval.ts'
import { createdAt, instant, minor, ownId, ref } from './columns.ts'
import { salesOrder } from './order.ts'

/** What a company lets be ordered in each period for one store, under one cost centre, or by one buyer. */
export const companyBudget = pgTable(
	'company_budget',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		name: text().notNull(),
		locationId: ref(),
		costCentre: text(),
		contactId: ref(),
		period: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		/** Of goods, before freight, fees and tax. */
		amountMinor: minor().notNull(),
		onBeyond: text().notNull().default('refuse'),
		createdAt: createdAt(),
		endedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'company_budget_pk', columns: [t.accountId, t.id] }),
		foreignKey({ name: 'company_budget_location', columns: [t.accountId, t.locationId], foreignColumns: [location.accountId, location.id] }),
		foreignKey({ name: 'company_budget_buyer', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		uniqueIndex('company_budget_once')
			.on(t.accountId, t.period, sql`coalesce(${t.locationId}, 0)`, sql`coalesce(lower(btrim(${t.costCentre})), '')`, sql`coalesce(${t.contactId}, 0)`)
			.where(sql`${t.endedAt} is null`),
		check('company_budget_of_one', sql`num_nonnulls(${t.locationId}, ${t.costCentre}, ${t.contactId}) = 1`),
		check('company_budget_named', sql`btrim(${t.name}) <> '' and length(${t.name}) <= 120`),
		check('company_budget_centre', sql`btrim(${t.costCentre}) <> ''`),
		check('company_budget_period', sql`${t.period} in ('month','quarter')`),
		check('company_budget_amount', sql`${t.amountMinor} between 0 and 10000000000000`),
		check('company_budget_beyond', sql`${t.onBeyond} in ('refuse','ask')`),
	],
)

/** What of a budget is drawn in one period. Only the queries of budgets write it; a trigger refuses a rise above what there is. */
export const companyBudgetPeriod = pgTable(
	'company_budget_period',
	{
		accountId: ref().notNull(),
		budgetId: ref().notNull(),
		startsOn: date().notNull(),
		amountMinor: minor().notNull(),
		/** What approvals let go beyond the amount. */
		beyondMinor: minor().notNull().default(0),
		reservedMinor: minor().notNull().default(0),
		spentMinor: minor().notNull().default(0),
		/** When it was first used up: owners are told once. */
		exhaustedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'company_budget_period_pk', columns: [t.accountId, t.budgetId, t.startsOn] }),
		foreignKey({ name: 'company_budget_period_of', columns: [t.accountId, t.budgetId], foreignColumns: [companyBudget.accountId, companyBudget.id] }),
		check('company_budget_period_not_negative', sql`${t.amountMinor} >= 0 and ${t.beyondMinor} >= 0 and ${t.reservedMinor} >= 0 and ${t.spentMinor} >= 0`),
	],
)

/** What an order drew on a budget, and what of that is still to be invoiced or was. */
export const companyBudgetDraw = pgTable(
	'company_budget_draw',
	{
		accountId: ref().notNull(),
		orderId: ref().notNull(),
		budgetId: ref().notNull(),
		startsOn: date().notNull(),
		drawnMinor: minor().notNull(),
		/** What of it was more than was left; the request says who released it. */
		beyondMinor: minor().notNull().default(0),
		requestId: ref(),
		reservedMinor: minor().notNull(),
		spentMinor: minor().notNull().default(0),
		drawnAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ name: 'company_budget_draw_pk', columns: [t.accountId, t.orderId, t.budgetId] }),
		foreignKey({ name: 'company_budget_draw_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({
			name: 'company_budget_draw_period',
			columns: [t.accountId, t.budgetId, t.startsOn],
			foreignColumns: [companyBudgetPeriod.accountId, companyBudgetPeriod.budgetId, companyBudgetPeriod.startsOn],
		}),
		foreignKey({ name: 'company_budget_draw_request', columns: [t.accountId, t.requestId], foreignColumns: [approvalRequest.accountId, approvalRequest.id] }),
		index('company_budget_draw_of_period').on(t.accountId, t.budgetId, t.startsOn),
		check(
			'company_budget_draw_amounts',
			sql`${t.drawnMinor} > 0 and ${t.reservedMinor} >= 0 and ${t.spentMinor} >= 0 and ${t.reservedMinor} + ${t.spentMinor} <= ${t.drawnMinor}`,
		),
		check('company_budget_draw_released', sql`${t.beyondMinor} between 0 and ${t.drawnMinor} and (${t.beyondMinor} = 0 or ${t.requestId} is not null)`),
	],
)
