import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { id, instant, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'
import { syncConnection } from './sync.ts'

/** What somebody deleted at one go (sync-core.md B11): our own records by their transaction, another system's by the connection that told of them. */
export const deletion = pgTable(
	'deletion',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		connectionId: ref().references(() => syncConnection.id, { onDelete: 'cascade' }),
		xact: text(),
		cause: text().notNull(),
		actor: text().notNull(),
		at: instant().notNull(),
		/** `asked`: so much that the other side waits for a person's word; `let`: she said go on. */
		state: text().notNull().default('open'),
		/** How many links there were when the sync stopped. */
		linked: integer(),
		settledAt: instant(),
		settledByUserId: ref().references(() => crmUser.id),
	},
	(t) => [
		unique('deletion_once').on(t.sellerEntityId, t.xact),
		check('deletion_state', sql`${t.state} in ('open','asked','let','undone')`),
		check('deletion_whose', sql`(${t.connectionId} is null) <> (${t.xact} is null)`),
		index('deletion_of_seller').on(t.sellerEntityId, t.id),
		index('deletion_of_connection').on(t.connectionId, t.id).where(sql`${t.connectionId} is not null`),
		index('deletion_of_xact').on(t.xact).where(sql`${t.xact} is not null`),
	],
)

/** Each record of it; `lost`: its row as it was, for thirty days, where it was ours. */
export const deletionRecord = pgTable(
	'deletion_record',
	{
		deletionId: ref()
			.notNull()
			.references(() => deletion.id, { onDelete: 'cascade' }),
		object: text().notNull(),
		recordId: text().notNull(),
		name: text().notNull(),
		mail: text(),
		lost: jsonb(),
		state: text().notNull().default('gone'),
		reason: text(),
	},
	(t) => [
		primaryKey({ columns: [t.deletionId, t.object, t.recordId] }),
		check('deletion_record_state', sql`${t.state} in ('gone','restored','there','refused')`),
		index('deletion_record_of').on(t.object, t.recordId),
		index('deletion_record_mail').on(t.mail).where(sql`${t.mail} is not null`),
	],
)

/** Rows that hung on a person and went with her. `isUnset`: the row stayed and names her no more. */
export const deletionPart = pgTable(
	'deletion_part',
	{
		id: id(),
		xact: text().notNull(),
		part: text().notNull(),
		object: text().notNull(),
		recordId: text().notNull(),
		isUnset: boolean().notNull().default(false),
		lost: jsonb().notNull(),
		at: instant().notNull(),
	},
	(t) => [index('deletion_part_of').on(t.xact, t.object, t.recordId), index('deletion_part_old').on(t.at)],
)
