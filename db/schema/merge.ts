import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'
import { syncConnection } from './sync.ts'

/** Two records that became one, with all it takes to tell them apart again (sync-core.md B11). */
export const recordMerge = pgTable(
	'record_merge',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		object: text().notNull(),
		winnerId: ref().notNull(),
		loserId: ref().notNull(),
		winnerName: text().notNull(),
		loserName: text().notNull(),
		/** Who writes from this address is the winner from now on. */
		loserMail: text(),
		cause: text().notNull(),
		/** The merge on the other side that this one followed. */
		causedById: ref().references((): AnyPgColumn => recordMerge.id),
		byUserId: ref().references(() => crmUser.id),
		/** The winner's row as it was, what was written on it, and the loser's row as it was. */
		before: jsonb().notNull(),
		wrote: jsonb().notNull(),
		lost: jsonb().notNull(),
		/** By table: the rows that were moved, and those that fell away because the winner had the same. */
		parts: jsonb().notNull().default({}),
		/** Links of the sync as they were. */
		links: jsonb().notNull().default([]),
		at: instant().notNull(),
		undoneAt: instant(),
		undoneByUserId: ref().references(() => crmUser.id),
		/** What somebody had changed since, and so stayed when it was taken back. */
		kept: text().array(),
	},
	(t) => [
		uniqueIndex('record_merge_standing').on(t.object, t.loserId).where(sql`${t.undoneAt} is null`),
		index('record_merge_of_seller').on(t.sellerEntityId, t.id),
		index('record_merge_of_winner').on(t.object, t.winnerId),
		index('record_merge_by_mail').on(t.sellerEntityId, t.loserMail).where(sql`${t.undoneAt} is null and ${t.loserMail} is not null`),
		check('record_merge_object', sql`${t.object} in ('prospect','lead','contact','account')`),
		check('record_merge_cause', sql`${t.cause} in ('person','sync')`),
	],
)

/** What one side merged is only proposed to the other, and who was given another's address to whoever knows the two. */
export const mergeProposal = pgTable(
	'merge_proposal',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		side: text().notNull(),
		object: text().notNull(),
		winnerId: text().notNull(),
		loserId: text().notNull(),
		reason: text().notNull(),
		state: text().notNull().default('open'),
		at: instant().notNull(),
		settledAt: instant(),
		settledByUserId: ref().references(() => crmUser.id),
	},
	(t) => [
		unique('merge_proposal_once').on(t.connectionId, t.side, t.object, t.winnerId, t.loserId),
		check('merge_proposal_side', sql`${t.side} in ('crm','ma')`),
		check('merge_proposal_reason', sql`${t.reason} in ('MA_MERGED','CRM_MERGED','MAIL_TAKEN')`),
		check('merge_proposal_state', sql`${t.state} in ('open','taken','dismissed','gone')`),
		index('merge_proposal_open').on(t.sellerEntityId, t.id).where(sql`${t.state} = 'open'`),
	],
)
