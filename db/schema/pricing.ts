import { sql } from 'drizzle-orm'
import {
	type AnyPgColumn,
	boolean,
	char,
	check,
	date,
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
import { account, location } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { createdAt, id, instant, ref, unitPrice } from './columns.ts'
import { buyerGroup } from './entitlement.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** Prices under one rule set (section 4): its rung, policy, tier mode and basis. `version` rises with every published change. */
export const priceBook = pgTable(
	'price_book',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		code: text().notNull(),
		name: text().notNull(),
		rung: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		policy: text().notNull().default('best_of'),
		tierMode: text().notNull().default('all_units'),
		basis: text().notNull().default('order'),
		priority: integer().notNull().default(0),
		dateBasis: text().notNull().default('ordered'),
		isPromotable: boolean().notNull().default(true),
		status: text().notNull().default('draft'),
		version: integer().notNull().default(1),
		validFrom: instant().notNull(),
		validTo: instant(),
		fxSourceBookId: ref().references((): AnyPgColumn => priceBook.id),
		fxRate: numeric({ precision: 18, scale: 8 }),
		fxRateOn: date(),
		fxEnding: text(),
		externalKey: text(),
		createdAt: createdAt(),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		unique('price_book_code').on(t.sellerEntityId, t.code),
		index('price_book_for_everybody').on(t.sellerEntityId).where(sql`${t.rung} in ('base','sale','fx')`),
		check('price_book_rung', sql`${t.rung} in ('contract','group','sale','base','fx')`),
		check('price_book_policy', sql`${t.policy} in ('best_of','exclusive')`),
		check('price_book_tier_mode', sql`${t.tierMode} in ('all_units','graduated')`),
		check('price_book_basis', sql`${t.basis} in ('line','order','mix_group','account_period')`),
		check('price_book_date_basis', sql`${t.dateBasis} in ('ordered','delivery')`),
		check('price_book_status', sql`${t.status} in ('draft','published','retired')`),
		check('price_book_window', sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
		check('price_book_fx', sql`(${t.rung} = 'fx') = (${t.fxSourceBookId} is not null and ${t.fxRate} is not null and ${t.fxRateOn} is not null)`),
	],
)

/** To whom a contract or group book is addressed. Base and sale books without a row are addressed to every account of the seller. */
export const priceBookAudience = pgTable(
	'price_book_audience',
	{
		id: id(),
		priceBookId: ref()
			.notNull()
			.references(() => priceBook.id, { onDelete: 'cascade' }),
		accountId: ref().references(() => account.id),
		locationId: ref().references(() => location.id),
		buyerGroupId: ref().references(() => buyerGroup.id),
	},
	(t) => [
		index('price_book_audience_book').on(t.priceBookId),
		index('price_book_audience_account').on(t.accountId),
		index('price_book_audience_group').on(t.buyerGroupId),
		uniqueIndex('price_book_audience_once').on(
			t.priceBookId,
			sql`coalesce(${t.accountId}, 0)`,
			sql`coalesce(${t.locationId}, 0)`,
			sql`coalesce(${t.buyerGroupId}, 0)`,
		),
		check('price_book_audience_one', sql`(${t.accountId} is null) <> (${t.buyerGroupId} is null) and (${t.locationId} is null or ${t.accountId} is not null)`),
	],
)

/**
 * One price of a product and unit in a book, with its quantity tiers as two parallel arrays: from this quantity on,
 * this unit price. At most 20 tiers, ascending, the first is the entry's minimum (constraints in the migration).
 */
export const priceBookEntry = pgTable(
	'price_book_entry',
	{
		id: id(),
		priceBookId: ref()
			.notNull()
			.references(() => priceBook.id, { onDelete: 'cascade' }),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		tierFrom: numeric({ precision: 14, scale: 4 }).array().notNull(),
		tierPrice: numeric({ precision: 18, scale: 6 }).array().notNull(),
		mixGroup: text(),
		validFrom: instant().notNull().default(sql`'-infinity'`),
		validTo: instant(),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		// Books of an account are few and products of a page are known: (product, book) finds a page's candidates in one index range each.
		uniqueIndex('price_book_entry_once').on(t.productId, t.priceBookId, t.unitCode, t.validFrom),
		index('price_book_entry_book').on(t.priceBookId, t.id),
		check('entry_window', sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
	],
)

/** What a book held before a change, so that it can be read back and rolled back. */
export const priceChange = pgTable(
	'price_change',
	{
		id: id(),
		priceBookId: ref()
			.notNull()
			.references(() => priceBook.id),
		entryId: ref(),
		productId: ref()
			.notNull()
			.references(() => product.id),
		unitCode: text().notNull(),
		bookVersion: integer().notNull(),
		oldTierFrom: numeric({ precision: 14, scale: 4 }).array(),
		oldTierPrice: numeric({ precision: 18, scale: 6 }).array(),
		newTierFrom: numeric({ precision: 14, scale: 4 }).array(),
		newTierPrice: numeric({ precision: 18, scale: 6 }).array(),
		/** 'infinity' is an open end; null was not noted, then the entry keeps its window. */
		oldValidFrom: instant(),
		oldValidTo: instant(),
		oldMixGroup: text(),
		newValidFrom: instant(),
		newValidTo: instant(),
		newMixGroup: text(),
		changedBy: ref(),
		changedAt: createdAt(),
	},
	(t) => [index('price_change_book').on(t.priceBookId, t.id)],
)

export const taxRate = pgTable(
	'tax_rate',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		jurisdiction: text().notNull(),
		country: char({ length: 2 }).notNull(),
		region: text(),
		postalPrefix: text(),
		taxCode: text().notNull(),
		rate: numeric({ precision: 9, scale: 6 }).notNull(),
		taxesShipping: boolean().notNull().default(false),
		taxesFees: boolean().notNull().default(false),
		validFrom: date().notNull().default('2000-01-01'),
		validTo: date(),
	},
	(t) => [index('tax_rate_place').on(t.sellerEntityId, t.country, t.region), check('tax_rate_range', sql`${t.rate} >= 0 and ${t.rate} < 1`)],
)

export const shippingRate = pgTable(
	'shipping_rate',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		method: text().notNull(),
		currency: char({ length: 3 }).notNull(),
		country: char({ length: 2 }).notNull(),
		region: text(),
		postalPrefix: text(),
		bandBy: text().notNull().default('weight'),
		/** Grams or minor units, from which this rate holds. */
		bandFrom: ref().notNull().default(0),
		priceMinor: ref().notNull(),
		transitDays: smallint().notNull().default(2),
		/** Working days leave out weekends and the days on which the warehouse is closed. */
		transitBy: text().notNull().default('working'),
	},
	(t) => [
		index('shipping_rate_place').on(t.sellerEntityId, t.method, t.country),
		check('shipping_band', sql`${t.bandBy} in ('weight','amount')`),
		check('shipping_price', sql`${t.priceMinor} >= 0`),
		check('shipping_rate_transit_by', sql`${t.transitBy} in ('working','calendar')`),
	],
)

/** A handling or small-order fee; on an order it is a line of its own (section 6). */
export const feeRule = pgTable(
	'fee_rule',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		kind: text().notNull(),
		/** By language; English is always there. */
		names: jsonb().notNull(),
		currency: char({ length: 3 }).notNull(),
		amountMinor: ref().notNull(),
		per: text().notNull().default('order'),
		/** Of a small order: goods below this pay it. */
		belowMinor: ref(),
		buyerGroupId: ref().references(() => buyerGroup.id),
		validFrom: date().notNull(),
		validTo: date(),
	},
	(t) => [
		index('fee_rule_seller').on(t.sellerEntityId),
		check('fee_rule_kind', sql`${t.kind} in ('handling','small_order')`),
		check('fee_rule_per', sql`${t.per} = 'order' or (${t.per} = 'delivery' and ${t.kind} = 'handling')`),
		check('fee_rule_amount', sql`${t.amountMinor} >= 0`),
		check('fee_rule_below', sql`(${t.kind} = 'small_order') = (${t.belowMinor} is not null) and (${t.belowMinor} is null or ${t.belowMinor} > 0)`),
		check('fee_rule_window', sql`${t.validTo} is null or ${t.validTo} > ${t.validFrom}`),
		check('fee_rule_name', sql`${t.names} ? 'en'`),
	],
)

/** Price of a product that nobody has: what the price manager is told. */
export const priceRequest = pgTable(
	'price_request',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		productId: ref()
			.notNull()
			.references(() => product.id),
		currency: char({ length: 3 }).notNull(),
		firstSeenAt: createdAt(),
		seenCount: integer().notNull().default(1),
		lastSeenAt: createdAt(),
		/** When a person last asked for it; null: it was only met. */
		askedAt: instant(),
		settledAt: instant(),
		settledBy: ref().references(() => crmUser.id),
		suggestedUnitPrice: unitPrice(),
	},
	(t) => [primaryKey({ columns: [t.accountId, t.productId, t.currency] })],
)
