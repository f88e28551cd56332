import { sql } from 'drizzle-orm'
import {
	type AnyPgColumn,
	bigint,
	boolean,
	check,
	customType,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	unique,
	uniqueIndex,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant, quantity, ref, unitPrice } from './columns.ts'
import { sellerEntity } from './seller.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** A unit in which something is counted; `digits` bounds the fraction of a quantity (each: 0, kg: 3). */
export const unitOfMeasure = pgTable('unit_of_measure', { code: text().primaryKey(), digits: smallint().notNull().default(0) }, (t) => [
	check('unit_digits', sql`${t.digits} between 0 and 4`),
])

export const category = pgTable(
	'category',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		parentId: ref().references((): AnyPgColumn => category.id),
		code: text().notNull(),
		slug: text().notNull(),
		position: integer().notNull().default(0),
		picture: text(),
		externalKey: text(),
		/** Not in the shop's navigation, nor anything below it; what is in it stays in search and in its other categories. */
		isHidden: boolean().notNull().default(false),
	},
	(t) => [
		unique('category_code').on(t.sellerEntityId, t.code),
		unique('category_slug').on(t.sellerEntityId, t.slug),
		index('category_by_place').on(t.sellerEntityId, t.parentId, t.position, t.id),
		check('category_not_own_parent', sql`${t.parentId} <> ${t.id}`),
	],
)

export const categoryText = pgTable(
	'category_text',
	{
		categoryId: ref()
			.notNull()
			.references(() => category.id, { onDelete: 'cascade' }),
		locale: text().notNull(),
		name: text().notNull(),
		description: text(),
	},
	(t) => [primaryKey({ columns: [t.categoryId, t.locale] })],
)

export const product = pgTable(
	'product',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		sku: text().notNull(),
		slug: text().notNull(),
		kind: text().notNull().default('simple'),
		/** coffee, machine, accessory, part, consumable…: what onboarding limits and shipping speak of. */
		productClass: text().notNull().default('goods'),
		family: text(),
		parentId: ref().references((): AnyPgColumn => product.id),
		attributes: jsonb().notNull().default({}),
		/** Of a parent: the attributes by which its variants differ, in the order in which they are chosen. */
		optionAxes: text().array().notNull().default(sql`'{}'`),
		status: text().notNull().default('active'),
		unitCode: text()
			.notNull()
			.default('each')
			.references(() => unitOfMeasure.code),
		minimumQuantity: quantity().notNull().default('1'),
		maximumQuantity: quantity(),
		incrementQuantity: quantity().notNull().default('1'),
		taxCode: text().notNull().default('standard'),
		weightGrams: integer().notNull().default(0),
		leadDays: smallint().notNull().default(2),
		stockPolicy: text().notNull().default('backorder'),
		floorPrice: unitPrice(),
		unitCost: unitPrice(),
		picture: text(),
		art: jsonb(),
		supersededById: ref().references((): AnyPgColumn => product.id),
		externalKey: text(),
		/** Derived: policies that grant and that deny it, through the product or any of its categories (db/queries/entitlement.ts). */
		grantPolicyIds: integer().array().notNull().default(sql`'{}'`),
		denyPolicyIds: integer().array().notNull().default(sql`'{}'`),
		/** Raised by every change that a shop page shows, so that a cache key can hold it. */
		version: integer().notNull().default(1),
		createdAt: createdAt(),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		unique('product_sku').on(t.sellerEntityId, t.sku),
		unique('product_slug').on(t.sellerEntityId, t.slug),
		index('product_parent').on(t.parentId).where(sql`${t.parentId} is not null`),
		index('product_external').on(t.externalKey).where(sql`${t.externalKey} is not null`),
		index('product_attributes').using('gin', sql`${t.attributes} jsonb_path_ops`),
		index('product_grants').using('gin', t.grantPolicyIds),
		check('product_kind', sql`${t.kind} in ('simple','parent','variant','bundle','kit','fee')`),
		check('product_status', sql`${t.status} in ('draft','active','retired')`),
		check('product_stock_policy', sql`${t.stockPolicy} in ('backorder','refuse','substitute','untracked')`),
		check(
			'product_quantities',
			sql`${t.minimumQuantity} > 0 and ${t.incrementQuantity} > 0 and (${t.maximumQuantity} is null or ${t.maximumQuantity} >= ${t.minimumQuantity})`,
		),
		check('product_variant_has_parent', sql`(${t.kind} = 'variant') = (${t.parentId} is not null)`),
	],
)

export const productText = pgTable(
	'product_text',
	{
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		locale: text().notNull(),
		name: text().notNull(),
		summary: text(),
		description: text(),
	},
	(t) => [primaryKey({ columns: [t.productId, t.locale] })],
)

/** Units a product is sold in; one of `unitCode` is `factorNumerator/factorDenominator` of the product's own unit. */
export const productUnit = pgTable(
	'product_unit',
	{
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		factorNumerator: bigint({ mode: 'number' }).notNull().default(1),
		factorDenominator: bigint({ mode: 'number' }).notNull().default(1),
	},
	(t) => [primaryKey({ columns: [t.productId, t.unitCode] }), check('unit_factor', sql`${t.factorNumerator} > 0 and ${t.factorDenominator} > 0`)],
)

export const productCategory = pgTable(
	'product_category',
	{
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		categoryId: ref()
			.notNull()
			.references(() => category.id, { onDelete: 'cascade' }),
		position: integer().notNull().default(0),
		isPrimary: boolean().notNull().default(false),
	},
	(t) => [primaryKey({ columns: [t.productId, t.categoryId] }), index('product_category_by_category').on(t.categoryId)],
)

/**
 * Derived from product_category and the category tree: one row for each category that is not hidden and each active product in it or
 * below it, in page order, with the product's policies beside it. A category page is one range of this index.
 */
export const categoryListing = pgTable(
	'category_listing',
	{
		categoryId: ref()
			.notNull()
			.references(() => category.id, { onDelete: 'cascade' }),
		position: integer().notNull(),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		grantPolicyIds: integer().array().notNull(),
		denyPolicyIds: integer().array().notNull(),
	},
	(t) => [primaryKey({ columns: [t.categoryId, t.productId] }), uniqueIndex('category_listing_page').on(t.categoryId, t.position, t.productId)],
)

export const productRelation = pgTable(
	'product_relation',
	{
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		relatedId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		kind: text().notNull(),
		position: integer().notNull().default(0),
	},
	(t) => [
		primaryKey({ columns: [t.productId, t.kind, t.relatedId] }),
		index('product_relation_related').on(t.relatedId, t.kind),
		check('relation_kind', sql`${t.kind} in ('accessory','cross_sell','up_sell','substitute','successor','spare_part')`),
		check('relation_not_self', sql`${t.productId} <> ${t.relatedId}`),
	],
)

export const productMedia = pgTable(
	'product_media',
	{
		id: id(),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		kind: text().notNull().default('picture'),
		url: text().notNull(),
		alt: jsonb().notNull().default({}),
		/** For the readers of one language; null: for all. */
		locale: text(),
		position: integer().notNull().default(0),
	},
	(t) => [
		index('product_media_by_product').on(t.productId, t.position),
		index('product_media_by_url').on(t.url),
		check('media_kind', sql`${t.kind} in ('picture','document','video','drawing')`),
	],
)

/**
 * The searchable text of a product in a locale; entitlement stands in the same index as the words, one index for each
 * language. `facets` are its attributes as `key:value`. What no list shows (variants, fees) has no words.
 */
export const productSearch = pgTable(
	'product_search',
	{
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		locale: text().notNull(),
		words: tsvector().notNull(),
		productClass: text().notNull().default('goods'),
		facets: text().array().notNull().default(sql`'{}'`),
		grantPolicyIds: integer().array().notNull(),
		denyPolicyIds: integer().array().notNull(),
		categoryIds: integer().array().notNull().default(sql`'{}'`),
	},
	(t) => [
		primaryKey({ columns: [t.productId, t.locale] }),
		index('product_search_en').using('gin', t.words, t.grantPolicyIds).where(sql`${t.locale} = 'en'`),
		index('product_search_fr').using('gin', t.words, t.grantPolicyIds).where(sql`${t.locale} = 'fr-CA'`),
		index('product_search_es').using('gin', t.words, t.grantPolicyIds).where(sql`${t.locale} = 'es'`),
		index('product_search_ja').using('gin', t.words, t.grantPolicyIds).where(sql`${t.locale} = 'ja'`),
		index('product_search_cs').using('gin', t.words, t.grantPolicyIds).where(sql`${t.locale} = 'cs'`),
	],
)

/** Every word that stands in a title, with trigrams of its spelling, so that a typo finds its neighbour. */
export const searchWord = pgTable('search_word', { locale: text().notNull(), word: text().notNull(), uses: integer().notNull().default(1) }, (t) => [
	primaryKey({ columns: [t.locale, t.word] }),
	index('search_word_trigrams').using('gin', sql`spelled(${t.word}) gin_trgm_ops`),
])
