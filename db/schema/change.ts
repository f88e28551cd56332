import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { createdAt, id, instant, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** One act of a merchandiser in a room, done in chunks when it is long, with the values before it: it can be undone. */
export const changeSet = pgTable(
	'change_set',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		userId: ref()
			.notNull()
			.references(() => crmUser.id),
		room: text().notNull(),
		subjectId: ref(),
		/** What was asked for: the field and its new value, or the parts that were saved. */
		change: jsonb().notNull().default({}),
		state: text().notNull().default('applied'),
		total: integer().notNull().default(0),
		done: integer().notNull().default(0),
		createdAt: createdAt(),
		finishedAt: instant(),
		undoneAt: instant(),
	},
	(t) => [
		index('change_set_latest').on(t.sellerEntityId, t.room, t.id),
		index('change_set_in_hand').on(t.id).where(sql`${t.state} in ('running','undoing')`),
		check('change_set_room', sql`${t.room} in ('policy','group','account','product','category')`),
		check('change_set_state', sql`${t.state} in ('running','applied','cancelled','undoing','undone')`),
		check('change_set_counts', sql`${t.done} between 0 and ${t.total}`),
	],
)

export const changeRow = pgTable(
	'change_row',
	{
		changeSetId: ref()
			.notNull()
			.references(() => changeSet.id, { onDelete: 'cascade' }),
		subjectId: ref().notNull(),
		before: jsonb().notNull(),
		after: jsonb().notNull(),
		/** `passed`: somebody else had changed it in the meantime, so it was left alone. */
		state: text().notNull().default('waiting'),
	},
	(t) => [primaryKey({ columns: [t.changeSetId, t.subjectId] }), check('change_row_state', sql`${t.state} in ('waiting','applied','passed','undone')`)],
)
