import { sql } from 'drizzle-orm'
import { bigint, boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, instant, ref } from './columns.ts'
import { crmUser } from './seller.ts'
import { syncConnection } from './sync.ts'

/** What the sync core did and what stopped it: writes to other systems, runs, the journal in parts of a month, errors, feeds. */
export const syncWrite = pgTable(
	'sync_write',
	{
		idempotencyKey: text().primaryKey(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		linkId: ref(),
		side: text().notNull(),
		object: text().notNull(),
		recordId: text(),
		values: jsonb().notNull(),
		decisions: jsonb().notNull().default([]),
		state: text().notNull(),
		preparedAt: instant().notNull(),
		settledAt: instant(),
		/** The bulk that it goes in, and the job that asked for it. */
		bulkId: ref(),
		jobId: ref(),
	},
	(t) => [
		check('sync_write_state', sql`${t.state} in ('prepared','sent','confirmed','refused','unknown')`),
		index('sync_write_open').on(t.connectionId, t.preparedAt).where(sql`${t.state} in ('prepared','sent','unknown')`),
		index('sync_write_link').on(t.linkId),
		index('sync_write_bulk').on(t.bulkId, t.state).where(sql`${t.bulkId} is not null`),
	],
)

/** What of a backfill goes to another system in files, and how far the file is that is on its way. */
export const syncBulk = pgTable(
	'sync_bulk',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		side: text().notNull(),
		state: text().notNull(),
		object: text(),
		isNew: boolean(),
		outsideId: text(),
		outcome: text(),
		message: text(),
		partRows: integer().notNull().default(0),
		partDone: integer().notNull().default(0),
		rows: integer().notNull().default(0),
		landed: integer().notNull().default(0),
		refused: integer().notNull().default(0),
		attempts: integer().notNull().default(0),
		since: instant().notNull(),
		lookAt: instant().notNull(),
		leasedUntil: instant(),
		cancelledAt: instant(),
		startedAt: instant().notNull(),
		endedAt: instant(),
	},
	(t) => [
		check('sync_bulk_side', sql`${t.side} in ('crm','ma')`),
		check('sync_bulk_state', sql`${t.state} in ('gathering','sorted','direct','opened','filled','started','ended','done','refused')`),
		check('sync_bulk_outcome', sql`${t.outcome} in ('done','failed','aborted','gone')`),
		uniqueIndex('sync_bulk_open').on(t.connectionId).where(sql`${t.endedAt} is null`),
		index('sync_bulk_newest').on(t.connectionId, t.id),
	],
)

export const syncRun = pgTable(
	'sync_run',
	{
		id: id(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		kind: text().notNull(),
		startedAt: instant().notNull(),
		endedAt: instant(),
		byUserId: ref().references(() => crmUser.id),
		subject: jsonb().notNull().default({}),
		total: integer(),
		jobs: integer().notNull().default(0),
		equalFields: ref().notNull().default(0),
		writesCrm: integer().notNull().default(0),
		writesMa: integer().notNull().default(0),
		refusals: integer().notNull().default(0),
		drift: integer().notNull().default(0),
		/** Of a list that a worker makes in batches: how far it is, and where the next batch begins. */
		stage: text(),
		cursor: jsonb().notNull().default({}),
		looked: integer().notNull().default(0),
	},
	(t) => [
		check('sync_run_stage', sql`${t.stage} in ('listing','listed','applying','done','cancelled')`),
		index('sync_run_at_work').on(t.id).where(sql`${t.stage} in ('listing','applying')`),
		check('sync_run_kind', sql`${t.kind} in ('live','resync','backfill','dry_run','reconcile','undo')`),
		index('sync_run_newest').on(t.connectionId, t.kind, t.startedAt),
	],
)

/** A line of such a list: a value that would be written, that stands apart, or that is given back. */
export const syncRunLine = pgTable(
	'sync_run_line',
	{
		runId: ref()
			.notNull()
			.references(() => syncRun.id, { onDelete: 'cascade' }),
		id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
		linkId: ref(),
		fieldMapId: ref(),
		name: text().notNull(),
		side: text().notNull(),
		object: text().notNull(),
		recordId: text(),
		field: text().notNull(),
		fromValue: jsonb(),
		toValue: jsonb(),
		rule: text().notNull(),
		state: text().notNull(),
		reason: text(),
		peerObject: text(),
		peerId: text(),
	},
	(t) => [
		primaryKey({ columns: [t.runId, t.id] }),
		index('sync_run_line_open').on(t.runId, t.linkId).where(sql`${t.state} = 'open'`),
		index('sync_run_line_peer').on(t.runId, t.peerObject, t.peerId).where(sql`${t.peerId} is not null`),
		check('sync_run_line_side', sql`${t.side} in ('crm','ma')`),
		check('sync_run_line_state', sql`${t.state} in ('open','done','refused')`),
	],
)

export const syncDecision = pgTable(
	'sync_decision',
	{
		at: instant().notNull(),
		id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
		runId: ref().notNull(),
		connectionId: ref().notNull(),
		linkId: ref().notNull(),
		fieldMapId: ref().notNull(),
		crmField: text().notNull(),
		maField: text().notNull(),
		crmValue: jsonb(),
		maValue: jsonb(),
		crmAt: jsonb(),
		maAt: jsonb(),
		agreed: jsonb(),
		changed: text().notNull(),
		later: text().notNull(),
		rule: text().notNull(),
		winner: text(),
		wrote: text(),
		value: jsonb(),
		note: text(),
		cause: text().notNull(),
		actor: text().notNull(),
	},
	(t) => [primaryKey({ columns: [t.at, t.id] }), index('sync_decision_link').on(t.linkId, t.at), index('sync_decision_run').on(t.runId)],
)

export const syncError = pgTable(
	'sync_error',
	{
		id: id(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		linkId: ref(),
		side: text().notNull(),
		object: text().notNull(),
		recordId: text().notNull(),
		fieldMapId: ref(),
		field: text().notNull().default(''),
		code: text().notNull(),
		class: text().notNull(),
		message: text(),
		value: jsonb(),
		facts: jsonb().notNull().default({}),
		seen: integer().notNull().default(1),
		firstAt: instant().notNull(),
		lastAt: instant().notNull(),
		closedAt: instant(),
		closedFor: text(),
	},
	(t) => [
		check('sync_error_side', sql`${t.side} in ('crm','ma')`),
		uniqueIndex('sync_error_open').on(t.connectionId, t.side, t.object, t.recordId, t.field, t.code).where(sql`${t.closedAt} is null`),
		index('sync_error_link').on(t.linkId).where(sql`${t.closedAt} is null`),
	],
)

export const syncInbox = pgTable(
	'sync_inbox',
	{
		source: text().notNull(),
		deliveryId: text().notNull(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		body: jsonb().notNull(),
		receivedAt: instant().notNull(),
		settledAt: instant(),
	},
	(t) => [primaryKey({ columns: [t.source, t.deliveryId] }), index('sync_inbox_open').on(t.receivedAt).where(sql`${t.settledAt} is null`)],
)

export const syncWatermark = pgTable(
	'sync_watermark',
	{
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		side: text().notNull(),
		object: text().notNull(),
		feed: text().notNull(),
		cursor: text(),
		beatAt: instant().notNull(),
		caughtUpAt: instant(),
	},
	(t) => [primaryKey({ columns: [t.connectionId, t.side, t.object, t.feed] }), check('sync_watermark_feed', sql`${t.feed} in ('changed','deleted','push')`)],
)

export const syncQuota = pgTable(
	'sync_quota',
	{
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		side: text().notNull(),
		onDay: date().notNull(),
		used: integer().notNull(),
		allowed: integer().notNull(),
		seenAt: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.connectionId, t.side, t.onDay] })],
)
