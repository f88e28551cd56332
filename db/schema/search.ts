import { sql } from 'drizzle-orm'
import { boolean, check, date, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { category, product } from './catalog.ts'
import { createdAt, id, ref } from './columns.ts'
import { sellerEntity } from './seller.ts'

// What merchandisers say about searches, by seller and language, and what people looked for in vain. A term is words in
// lower case, without accents, one space between them, as a search reads what was typed.

const rule = () => ({
	id: id(),
	sellerEntityId: ref()
		.notNull()
		.references(() => sellerEntity.id),
	locale: text().notNull(),
	term: text().notNull(),
	createdAt: createdAt(),
})

/** Whoever says `term` also means these; both ways: whoever says one of these also means the others and the term. */
export const searchSynonym = pgTable('search_synonym', { ...rule(), means: text().array().notNull(), bothWays: boolean().notNull().default(false) }, (t) => [
	unique('search_synonym_once').on(t.sellerEntityId, t.locale, t.term),
	check('search_synonym_says_something', sql`${t.term} <> '' and cardinality(${t.means}) between 1 and 20`),
])

/** For searches that hold `term`: a product first of all, or a product or a category above or below its place. */
export const searchBoost = pgTable(
	'search_boost',
	{
		...rule(),
		productId: ref().references(() => product.id, { onDelete: 'cascade' }),
		categoryId: ref().references(() => category.id, { onDelete: 'cascade' }),
		effect: text().notNull(),
	},
	(t) => [
		unique('search_boost_once').on(t.sellerEntityId, t.locale, t.term, t.productId, t.categoryId).nullsNotDistinct(),
		index('search_boost_product').on(t.productId),
		check('search_boost_one_target', sql`(${t.productId} is null) <> (${t.categoryId} is null)`),
		check('search_boost_effect', sql`${t.term} <> '' and ${t.effect} in ('pin','up','down') and (${t.effect} <> 'pin' or ${t.productId} is not null)`),
	],
)

/** Whoever searches for exactly `term` is led to a page of the shop. */
export const searchRedirect = pgTable('search_redirect', { ...rule(), target: text().notNull() }, (t) => [
	unique('search_redirect_once').on(t.sellerEntityId, t.locale, t.term),
	check('search_redirect_stays_here', sql`${t.term} <> '' and ${t.target} ~ '^/[^/\\\\]'`),
])

/** Searches that found nothing, counted by day: words and numbers of searches, nobody who searched. */
export const searchMiss = pgTable(
	'search_miss',
	{
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		searchedOn: date().notNull(),
		locale: text().notNull(),
		term: text().notNull(),
		searches: integer().notNull().default(1),
	},
	(t) => [primaryKey({ columns: [t.sellerEntityId, t.searchedOn, t.locale, t.term] })],
)
