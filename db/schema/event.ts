import { sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'

import { createdAt, id, instant, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** What happened, past tense, immutable; written in the transaction that made it true (sync-core.md section c). */
export const outboxEvent = pgTable(
	'outbox_event',
	{
		id: uuid().primaryKey().default(sql`uuidv7()`),
		topic: text().notNull(),
		/** What must stay in order: cart:12, order:7, contact:3. */
		subject: text().notNull(),
		accountId: ref(),
		contactId: ref(),
		actedByUserId: ref(),
		payload: jsonb().notNull().default({}),
		occurredAt: instant().notNull(),
	},
	(t) => [index('outbox_event_account').on(t.accountId, t.occurredAt)],
)

/** One row per destination; claimed by state with skip locked, in order per subject, at least once. */
export const outboxDelivery = pgTable(
	'outbox_delivery',
	{
		eventId: uuid().notNull(),
		destination: text().notNull(),
		subject: text().notNull(),
		/** Arrival order within a subject; never used as a cursor. */
		arrival: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
		state: text().notNull().default('waiting'),
		attempts: integer().notNull().default(0),
		nextAttemptAt: instant().notNull().defaultNow(),
		lastError: text(),
		createdAt: createdAt(),
		deliveredAt: instant(),
	},
	(t) => [
		primaryKey({ columns: [t.eventId, t.destination] }),
		index('outbox_delivery_due').on(t.nextAttemptAt).where(sql`${t.state} = 'waiting'`),
		index('outbox_delivery_subject').on(t.destination, t.subject, t.arrival).where(sql`${t.state} <> 'done'`),
		foreignKey({ columns: [t.eventId], foreignColumns: [outboxEvent.id] }).onDelete('cascade'),
		check('outbox_delivery_state', sql`${t.state} in ('waiting','done','parked')`),
	],
)

/** What is said once of each spell: `spell` is what ends it, so that the next one is told again. */
export const telling = pgTable('telling', { topic: text().notNull(), subjectId: ref().notNull(), spell: text().notNull(), at: instant().notNull() }, (t) => [
	primaryKey({ columns: [t.topic, t.subjectId, t.spell] }),
])

/** Who changed what, as whom: actor and principal, before and after. */
export const auditEntry = pgTable(
	'audit_entry',
	{
		id: id(),
		at: createdAt(),
		actorKind: text().notNull(),
		userId: ref().references(() => crmUser.id),
		contactId: ref(),
		accountId: ref(),
		onBehalfOfContactId: ref(),
		action: text().notNull(),
		subject: text().notNull(),
		before: jsonb(),
		after: jsonb(),
		requestId: text(),
	},
	(t) => [index('audit_entry_subject').on(t.subject, t.at), index('audit_entry_account').on(t.accountId, t.at)],
)

export const workerHeartbeat = pgTable('worker_heartbeat', { name: text().primaryKey(), beatAt: instant().notNull(), facts: jsonb().notNull().default({}) })

/** A long import: what was read and what became of it; repeated, it resumes. */
export const importRun = pgTable(
	'import_run',
	{
		id: id(),
		what: text().notNull(),
		fileName: text().notNull(),
		fileHash: text().notNull(),
		mapHash: text().notNull(),
		state: text().notNull().default('running'),
		readCount: integer().notNull().default(0),
		createdCount: integer().notNull().default(0),
		updatedCount: integer().notNull().default(0),
		unchangedCount: integer().notNull().default(0),
		skippedCount: integer().notNull().default(0),
		rejectedCount: integer().notNull().default(0),
		/** Counts and sums by class and reason. */
		totals: jsonb().notNull().default({}),
		startedAt: createdAt(),
		finishedAt: instant(),
		/** Null: by the command, for whatever seller its map names. */
		sellerEntityId: ref().references(() => sellerEntity.id),
		userId: ref().references(() => crmUser.id),
		mode: text().notNull().default('import'),
		/** The file is one that an export wrote, or that has its head. */
		isExact: boolean().notNull().default(false),
		/** It speaks of people or money lent: nobody else is shown it. */
		isOnlyAdministrators: boolean().notNull().default(false),
		/** How the file is read: its delimiter, the map. */
		options: jsonb().notNull().default({}),
		/** Rows of the file, once they were counted. */
		rowCount: integer(),
		/** Some of the rows with what would become of them. */
		sample: jsonb().notNull().default([]),
		/** Why the file as a whole was not taken. */
		refusals: jsonb().notNull().default([]),
		trialId: ref().references((): AnyPgColumn => importRun.id),
		/** When the worker began, or went on, and how many rows were behind it then. */
		begunAt: instant(),
		begunCount: integer().notNull().default(0),
		/** A worker that is still at it says so again before this. */
		claimedUntil: instant(),
	},
	(t) => [
		check('import_run_state', sql`${t.state} in ('queued','running','finished','failed','stopped')`),
		check('import_run_mode', sql`${t.mode} in ('import','trial','export')`),
		index('import_run_of_seller').on(t.sellerEntityId, t.id),
		index('import_run_open').on(t.id).where(sql`${t.state} in ('queued','running') and ${t.userId} is not null`),
		index('import_run_file').on(t.fileHash),
	],
)

export const importReject = pgTable(
	'import_reject',
	{
		runId: ref()
			.notNull()
			.references(() => importRun.id, { onDelete: 'cascade' }),
		rowNumber: integer().notNull(),
		outcome: text().notNull(),
		reason: text().notNull(),
		source: jsonb().notNull(),
	},
	(t) => [primaryKey({ columns: [t.runId, t.rowNumber] })],
)
