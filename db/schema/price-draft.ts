import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { product } from './catalog.ts'
import { createdAt, id, instant, ref } from './columns.ts'
import { priceBook } from './pricing.ts'
import { crmUser } from './seller.ts'

/** What a book would become: a file compared with it, seen by no buyer until it is published (experience.md, Merchandisers). */
export const priceDraft = pgTable(
	'price_draft',
	{
		id: id(),
		priceBookId: ref()
			.notNull()
			.references(() => priceBook.id),
		state: text().notNull().default('checking'),
		sourceName: text().notNull(),
		source: text().notNull(),
		decimalComma: boolean().notNull().default(false),
		beginsAt: instant(),
		/** What the file does not name leaves the book. */
		isWhole: boolean().notNull().default(false),
		jumpPercent: integer().notNull().default(20),
		baseVersion: integer().notNull(),
		priceCount: integer().notNull(),
		checkedCount: integer().notNull().default(0),
		publishedVersion: integer(),
		madeBy: ref()
			.notNull()
			.references(() => crmUser.id),
		madeAt: createdAt(),
		endedAt: instant(),
	},
	(t) => [
		index('price_draft_book').on(t.priceBookId, t.id),
		index('price_draft_checking').on(t.id).where(sql`${t.state} = 'checking'`),
		check('price_draft_state', sql`${t.state} in ('checking','ready','published','discarded')`),
		check('price_draft_counts', sql`${t.checkedCount} between 0 and ${t.priceCount}`),
		check('price_draft_published', sql`(${t.state} = 'published') = (${t.publishedVersion} is not null)`),
	],
)

export const priceDraftRow = pgTable(
	'price_draft_row',
	{
		priceDraftId: ref()
			.notNull()
			.references(() => priceDraft.id, { onDelete: 'cascade' }),
		rowNumber: integer().notNull(),
		/** Of the file; null: what the file does not name. */
		line: integer(),
		status: text().notNull(),
		sku: text().notNull(),
		productId: ref().references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text(),
		entryId: ref(),
		/** The entry goes on until the draft begins, and another follows it. */
		endsEntry: boolean().notNull().default(false),
		tierFrom: numeric({ precision: 14, scale: 4 }).array(),
		tierPrice: numeric({ precision: 18, scale: 6 }).array(),
		mixGroup: text(),
		validFrom: instant().notNull().default(sql`'-infinity'`),
		validTo: instant(),
		oldTierFrom: numeric({ precision: 14, scale: 4 }).array(),
		oldTierPrice: numeric({ precision: 18, scale: 6 }).array(),
		changeBp: integer(),
		warnings: jsonb().notNull().default([]),
		refusals: jsonb().notNull().default([]),
	},
	(t) => [
		primaryKey({ columns: [t.priceDraftId, t.rowNumber] }),
		index('price_draft_row_status').on(t.priceDraftId, t.status, t.rowNumber),
		check('price_draft_row_status', sql`${t.status} in ('new','changed','removed','unchanged','rejected')`),
	],
)
