import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmCustomObject } from './custom.ts'
import { syncConnection } from './sync.ts'

/** An object of another system's own making that is read here (sync-core.md A42): one of the house's objects whose rows that system says. */
export const syncMirror = pgTable(
	'sync_mirror',
	{
		id: id(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		customObjectId: ref()
			.notNull()
			.unique()
			.references(() => crmCustomObject.id),
		/** What it is called there, and which of its fields says what a record is called. */
		object: text().notNull(),
		nameField: text().notNull(),
		/** By which of its fields a record hangs, off which object there, and which of ours that one is linked with. */
		parentField: text().notNull(),
		parentObject: text().notNull(),
		ownObject: text().notNull(),
		/** `{ theirs, name, type }` of each field. */
		fields: jsonb().notNull(),
		/** What a pass through all records does not see is there no more. */
		pass: integer().notNull().default(1),
		isPassing: boolean().notNull().default(true),
		/** Why nothing comes: the other system does not show it any more. */
		stoppedBy: text(),
		createdAt: createdAt(),
	},
	(t) => [unique('sync_mirror_object').on(t.connectionId, t.object), check('sync_mirror_own', sql`${t.ownObject} in ('account','prospect','opportunity')`)],
)

const mirrors = () =>
	ref()
		.notNull()
		.references(() => syncMirror.id, { onDelete: 'cascade' })

/** One record of such an object. `hangs`: its parent was linked when it was last looked at; else it waits. */
export const syncMirrorRow = pgTable(
	'sync_mirror_row',
	{
		id: id(),
		mirrorId: mirrors(),
		theirId: text().notNull(),
		theirParentId: text(),
		name: text().notNull(),
		custom: jsonb().notNull().default({}),
		modifiedAt: instant().notNull(),
		pass: integer().notNull(),
		hangs: boolean().notNull().default(false),
	},
	(t) => [
		unique('sync_mirror_row_theirs').on(t.mirrorId, t.theirId),
		index('sync_mirror_row_parent').on(t.mirrorId, t.theirParentId),
		index('sync_mirror_row_waiting').on(t.mirrorId, t.theirParentId).where(sql`not ${t.hangs}`),
		check('sync_mirror_row_object', sql`jsonb_typeof(${t.custom}) = 'object'`),
	],
)

/** What came, said something else, or went, with the values that differ (T9). */
export const syncMirrorLine = pgTable(
	'sync_mirror_line',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		mirrorId: mirrors(),
		theirId: text().notNull(),
		theirParentId: text(),
		at: instant().notNull(),
		kind: text().notNull(),
		before: jsonb(),
		after: jsonb(),
	},
	(t) => [
		index('sync_mirror_line_newest').on(t.mirrorId, t.id),
		index('sync_mirror_line_old').on(t.at),
		check('sync_mirror_line_kind', sql`${t.kind} in ('came','changed','went')`),
	],
)
