import { sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, boolean, char, check, date, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { id, ref } from './columns.ts'

/** Who sells: time zone, rounding and currency are read from here and copied onto each order. */
export const sellerEntity = pgTable(
	'seller_entity',
	{
		id: id(),
		code: text().notNull().unique(),
		name: text().notNull(),
		timeZone: text().notNull().default('America/Chicago'),
		currency: char({ length: 3 }).notNull(),
		rounding: text().notNull().default('half_away'),
		locale: text().notNull().default('en'),
		country: char({ length: 2 }).notNull(),
		/** Account whose guest policy the signed-out may browse with; null: nothing is public. */
		address: jsonb().notNull().default({}),
		/** As printed on invoices: VAT, GST or EIN. */
		taxNumber: text(),
		/** Where invoices are paid to: name, iban or account, routing, bic. */
		bank: jsonb(),
		quietCartMinutes: integer().notNull().default(60),
		cardAuthorisationDays: integer().notNull().default(7),
		/** Days overdue from which an account is watched, and from which its terms are held. */
		watchFromDays: integer().notNull().default(10),
		holdFromDays: integer().notNull().default(30),
		/** Set while prices include tax (section 6). */
		pricesIncludeTax: boolean().notNull().default(false),
		/** The outside service that says the tax; null: the seller's own table. */
		taxService: text(),
		taxCompanyCode: text(),
		/** When the service does not answer: no order, or the own table. */
		taxOnFailure: text().notNull().default('refuse'),
		/** The service's code of each of ours. */
		taxServiceCodes: jsonb().notNull().default({}),
	},
	(t) => [
		check('seller_rounding', sql`${t.rounding} in ('half_away','half_even')`),
		check('seller_tax_service', sql`${t.taxService} in ('avatax')`),
		check('seller_tax_service_whole', sql`${t.taxService} is null or ${t.taxCompanyCode} is not null`),
		check('seller_overdue_days', sql`${t.watchFromDays} between 1 and ${t.holdFromDays} and ${t.holdFromDays} <= 365`),
		check('seller_tax_on_failure', sql`${t.taxOnFailure} in ('refuse','table')`),
	],
)

/** A locale and a currency of a seller in which it publishes. */
export const market = pgTable(
	'market',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		code: text().notNull(),
		locale: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		isPublished: boolean().notNull().default(false),
	},
	(t) => [unique('market_locale_currency').on(t.sellerEntityId, t.locale, t.currency)],
)

/** Where stock lies. */
export const warehouse = pgTable(
	'warehouse',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		code: text().notNull(),
		name: text().notNull(),
		country: char({ length: 2 }).notNull(),
		region: text(),
		isActive: boolean().notNull().default(true),
		/** In which it works; null: the seller's. */
		timeZone: text(),
		/** `HH:MM`: what is ordered from then on leaves on the next day; null: the same day. */
		cutOff: text(),
		/** Weekdays on which it sends, 0 is Sunday. */
		worksOn: smallint().array().notNull().default([1, 2, 3, 4, 5]),
		/** Days on which it sends nothing: holidays, stocktaking. */
		closedOn: date().array().notNull().default([]),
	},
	(t) => [
		unique('warehouse_code').on(t.sellerEntityId, t.code),
		check('warehouse_cut_off', sql`${t.cutOff} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`),
		check('warehouse_works_on', sql`cardinality(${t.worksOn}) > 0 and ${t.worksOn} <@ '{0,1,2,3,4,5,6}'::smallint[]`),
	],
)

/** In which order the warehouses serve a zone (country, region). */
export const warehouseZone = pgTable(
	'warehouse_zone',
	{
		warehouseId: ref()
			.notNull()
			.references(() => warehouse.id),
		country: char({ length: 2 }).notNull(),
		region: text().notNull().default(''),
		rank: integer().notNull(),
	},
	(t) => [primaryKey({ columns: [t.country, t.region, t.warehouseId] })],
)

/** Gapless numbers per seller: one locked row per kind (invoice, credit_note, order, shipment, quote). */
export const numberSeries = pgTable(
	'number_series',
	{
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		kind: text().notNull(),
		prefix: text().notNull().default(''),
		nextValue: bigint({ mode: 'number' }).notNull().default(1),
		digits: smallint().notNull().default(6),
	},
	(t) => [primaryKey({ columns: [t.sellerEntityId, t.kind] })],
)

/** One value per name: what an administrator sets. */
export const setting = pgTable('setting', { name: text().primaryKey(), value: jsonb().notNull() })

/** Who works here: sales reps, merchandisers, marketers, head office, administrators (the CRM side's user). */
export const crmUser = pgTable(
	'crm_user',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		firstName: text().notNull(),
		lastName: text().notNull(),
		email: text().notNull().unique(),
		phone: text(),
		locale: text().notNull().default('en'),
		roles: text().array().notNull(),
		isActive: boolean().notNull().default(true),
		managerId: ref().references((): AnyPgColumn => crmUser.id),
		maxDiscountPercent: smallint().notNull().default(0),
		/** The margin over cost that her own prices must leave; null: only the product's floor counts. */
		minMarginPercent: smallint(),
	},
	(t) => [
		check('user_roles', sql`${t.roles} <@ array['rep','merchandiser','marketer','head_office','credit_manager','administrator']`),
		check('user_min_margin', sql`${t.minMarginPercent} between 0 and 99`),
	],
)
