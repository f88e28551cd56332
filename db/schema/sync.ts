import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, numeric, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** Connections with their mappings, links, and what moves them (sync-core.md B1). Records of every side are named by text ids. */
export const syncConnection = pgTable(
	'sync_connection',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		crmSystem: text().notNull(),
		maSystem: text().notNull(),
		state: text().notNull().default('paused'),
		suspendedFor: text(),
		settings: jsonb().notNull().default({}),
		sealedSecrets: text(),
		quotaShare: numeric({ precision: 4, scale: 3 }).notNull().default('0.5'),
		prospectCap: integer(),
		livePausedUntil: instant(),
		capWarned: smallint().notNull().default(0),
		canaryStage: integer().notNull().default(0),
		canaryDone: integer().notNull().default(0),
		canaryRefused: integer().notNull().default(0),
		startedAt: instant(),
		createdAt: createdAt(),
	},
	(t) => [
		unique('sync_connection_name').on(t.sellerEntityId, t.name),
		check('sync_connection_state', sql`${t.state} in ('paused','canary','running','suspended')`),
		check('sync_connection_share', sql`${t.quotaShare} > 0 and ${t.quotaShare} <= 1`),
		check('sync_connection_cap_warned', sql`${t.capWarned} in (0, 80, 95)`),
	],
)

export const syncObjectMap = pgTable(
	'sync_object_map',
	{
		id: id(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		crmObject: text().notNull(),
		maObject: text().notNull(),
		rank: smallint().notNull().default(0),
		createsCrm: text().notNull().default('never'),
		createsMa: text().notNull().default('never'),
		createsMaSince: instant(),
		filter: jsonb(),
		/** The fields of the side that is not ours, as it last told them, and a hash of them. */
		described: jsonb(),
		describedAs: text(),
		/** Pairs of fields that somebody took out, which are not offered again. */
		leftOut: jsonb().notNull().default([]),
	},
	(t) => [
		unique('sync_object_map_pair').on(t.connectionId, t.crmObject, t.maObject),
		check('sync_object_map_creates', sql`${t.createsCrm} in ('never','gate','always') and ${t.createsMa} in ('never','always')`),
	],
)

/** What a mapping does with whom it got through a source, by the side that would be told of her. */
export const syncSourcePolicy = pgTable(
	'sync_source_policy',
	{
		objectMapId: ref()
			.notNull()
			.references(() => syncObjectMap.id, { onDelete: 'cascade' }),
		side: text().notNull(),
		source: text().notNull(),
		policy: text().notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.objectMapId, t.side, t.source] }),
		check('sync_source_policy_side', sql`${t.side} in ('crm','ma')`),
		check('sync_source_policy_known', sql`${t.policy} in ('create','match_only','never')`),
	],
)

export const syncFieldMap = pgTable(
	'sync_field_map',
	{
		id: id(),
		objectMapId: ref()
			.notNull()
			.references(() => syncObjectMap.id, { onDelete: 'cascade' }),
		crmField: text().notNull(),
		maField: text().notNull(),
		behaviour: text().notNull(),
		blank: text().notNull().default('fill'),
		multi: text().notNull().default('last'),
		overflow: text().notNull().default('error'),
		transform: jsonb(),
		fallback: text(),
		isConsent: boolean().notNull().default(false),
		stoppedBy: text(),
	},
	(t) => [
		unique('sync_field_map_crm').on(t.objectMapId, t.crmField),
		unique('sync_field_map_ma').on(t.objectMapId, t.maField),
		check('sync_field_map_behaviour', sql`${t.behaviour} in ('use_ma','use_crm','most_recent','crm_to_ma','ma_to_crm','off')`),
		check('sync_field_map_blank', sql`${t.blank} in ('fill','clear')`),
		check('sync_field_map_multi', sql`${t.multi} in ('last','join','union','error')`),
		check('sync_field_map_overflow', sql`${t.overflow} in ('error','truncate')`),
	],
)

export const syncLink = pgTable(
	'sync_link',
	{
		id: id(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		objectMapId: ref()
			.notNull()
			.references(() => syncObjectMap.id),
		crmObject: text().notNull(),
		crmId: text(),
		maObject: text().notNull(),
		maId: text(),
		state: text().notNull().default('active'),
		stateReason: text(),
		version: integer().notNull().default(0),
		agreed: jsonb().notNull().default({}),
		pinned: jsonb().notNull().default({}),
		frozen: jsonb().notNull().default({}),
		/** What a person ordered of a field on the side that only the worker speaks to, by field map. */
		wishes: jsonb().notNull().default({}),
		heldAt: instant(),
		syncedAt: instant(),
		/** What another system says became of its record. */
		mergedInto: text(),
		createdAt: createdAt(),
	},
	(t) => [
		unique('sync_link_crm').on(t.connectionId, t.crmObject, t.crmId),
		unique('sync_link_ma').on(t.connectionId, t.maObject, t.maId),
		check('sync_link_state', sql`${t.state} in ('active','archived','held','conflict','never')`),
		check('sync_link_someone', sql`${t.crmId} is not null or ${t.maId} is not null`),
		index('sync_link_held').on(t.connectionId, t.heldAt).where(sql`${t.state} = 'held'`),
	],
)

export const syncFieldState = pgTable(
	'sync_field_state',
	{
		system: text().notNull(),
		object: text().notNull(),
		recordId: text().notNull(),
		fields: jsonb().notNull(),
	},
	(t) => [primaryKey({ columns: [t.system, t.object, t.recordId] })],
)

export const syncChange = pgTable(
	'sync_change',
	{
		id: id(),
		system: text().notNull(),
		object: text().notNull(),
		recordId: text().notNull(),
		kind: text().notNull(),
		fields: text().array().notNull(),
		cause: text().notNull(),
		actor: text().notNull(),
		trace: text(),
		at: instant().notNull(),
	},
	(t) => [check('sync_change_kind', sql`${t.kind} in ('insert','update','delete')`), index('sync_change_trace').on(t.trace).where(sql`${t.trace} is not null`)],
)

export const syncJob = pgTable(
	'sync_job',
	{
		id: id(),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		linkId: ref(),
		side: text().notNull(),
		object: text().notNull(),
		recordId: text().notNull(),
		jobKey: text().notNull(),
		lane: smallint().notNull(),
		causes: text().array().notNull(),
		actor: text().notNull(),
		runId: ref(),
		/** The bulk that it is on its way in: nobody else takes it meanwhile. */
		bulkId: ref(),
		attempts: integer().notNull().default(0),
		dueAt: instant().notNull(),
		firstAt: instant().notNull(),
		/** Null also where it was asked for again meanwhile. */
		leasedUntil: instant(),
		/** Until then it is in a worker's hands, whatever was asked. */
		takenUntil: instant(),
		waitsFor: text(),
		/** Parents that a child waits for, as `side:object:id`. */
		waitsOn: text().array(),
	},
	(t) => [
		unique('sync_job_once').on(t.connectionId, t.jobKey),
		check('sync_job_side', sql`${t.side} in ('crm','ma')`),
		check('sync_job_lane', sql`${t.lane} between 0 and 3`),
		index('sync_job_due').on(t.connectionId, t.lane, t.dueAt),
		index('sync_job_link').on(t.linkId),
		index('sync_job_waits_on').using('gin', t.waitsOn).where(sql`${t.waitsOn} is not null`),
		index('sync_job_bulk').on(t.bulkId).where(sql`${t.bulkId} is not null`),
	],
)

/** Who of another system is who of the house (A22). */
export const syncUserMap = pgTable(
	'sync_user_map',
	{
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		outsideId: text().notNull(),
		name: text().notNull(),
		email: text(),
		isActive: boolean().notNull(),
		userId: ref().references(() => crmUser.id),
		isManual: boolean().notNull().default(false),
		seenAt: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.connectionId, t.outsideId] }), unique('sync_user_map_user').on(t.connectionId, t.userId)],
)
