import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { product } from './catalog.ts'
import { quantity, ref } from './columns.ts'

export const bundleComponent = pgTable(
	'bundle_component',
	{
		bundleId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		componentId: ref()
			.notNull()
			.references(() => product.id),
		quantity: quantity().notNull(),
		position: integer().notNull().default(0),
		/** The choice that it belongs to; null: it always comes. */
		choice: text(),
		/** A list shows, and a new line begins with, what is usual. */
		isUsual: boolean().notNull().default(false),
		/** How much dearer the bundle is with it than with what is usual, by currency; `{}`: as dear. */
		differences: jsonb().notNull().default({}),
	},
	(t) => [
		primaryKey({ columns: [t.bundleId, t.componentId] }),
		check('bundle_component_usual', sql`${t.choice} is not null or not ${t.isUsual}`),
		index('bundle_component_of').on(t.componentId),
		check('bundle_quantity', sql`${t.quantity} > 0`),
		check('bundle_not_self', sql`${t.bundleId} <> ${t.componentId}`),
	],
)

/** A choice inside a bundle: between `minimum` and `maximum` of the components that name it. */
export const bundleChoice = pgTable(
	'bundle_choice',
	{
		bundleId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		code: text().notNull(),
		position: integer().notNull().default(0),
		/** By language. */
		names: jsonb().notNull().default({}),
		minimum: integer().notNull().default(1),
		maximum: integer().notNull().default(1),
	},
	(t) => [
		primaryKey({ name: 'bundle_choice_pk', columns: [t.bundleId, t.code] }),
		check('bundle_choice_count', sql`${t.minimum} >= 0 and ${t.maximum} >= 1 and ${t.maximum} >= ${t.minimum}`),
	],
)

/** How a bundle is priced: by its own entries, or by what is inside less `offPpm` millionths. Without a row: its own. */
export const productBundle = pgTable(
	'product_bundle',
	{
		productId: ref()
			.primaryKey()
			.references(() => product.id, { onDelete: 'cascade' }),
		pricing: text().notNull().default('own'),
		offPpm: integer().notNull().default(0),
	},
	(t) => [check('product_bundle_pricing', sql`${t.pricing} in ('own','sum')`), check('product_bundle_off', sql`${t.offPpm} between 0 and 999999`)],
)
