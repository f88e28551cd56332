import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmCampaign } from './crm.ts'
import { maList, maProspect } from './marketing.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** A word that marketers hang on people; one spelling per seller. */
export const maTag = pgTable(
	'ma_tag',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		createdAt: createdAt(),
	},
	(t) => [uniqueIndex('ma_tag_name').on(t.sellerEntityId, sql`lower(${t.name})`), check('ma_tag_says', sql`${t.name} = btrim(${t.name}) and ${t.name} <> ''`)],
)

export const maProspectTag = pgTable(
	'ma_prospect_tag',
	{
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		tagId: ref()
			.notNull()
			.references(() => maTag.id, { onDelete: 'cascade' }),
		addedAt: createdAt(),
	},
	(t) => [primaryKey({ columns: [t.prospectId, t.tagId] }), index('ma_prospect_tag_of_tag').on(t.tagId, t.prospectId)],
)

/** What was done to a person without a person: once for each cause, however often the cause is told. */
export const maAction = pgTable(
	'ma_action',
	{
		sourceKey: text().notNull(),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		cause: text().notNull(),
		userId: ref().references(() => crmUser.id),
		at: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.sourceKey, t.prospectId] }), index('ma_action_prospect').on(t.prospectId, t.at)],
)

/** A membership of somebody whom the CRM side does not know yet; it is applied when it does (sync-core.md B13). */
export const maWaitingMember = pgTable(
	'ma_waiting_member',
	{
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		crmCampaignId: ref()
			.notNull()
			.references(() => crmCampaign.id, { onDelete: 'cascade' }),
		/** Null: the campaign's first. */
		status: text(),
		at: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.prospectId, t.crmCampaignId] }), index('ma_waiting_member_campaign').on(t.crmCampaignId)],
)

/** Steps that a person goes through: sends, waits, questions, actions (sync-core.md B14). */
export const maProgram = pgTable(
	'ma_program',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		state: text().notNull().default('draft'),
		/** Steps by key, and the key of the first. */
		steps: jsonb().notNull().default([]),
		firstKey: text(),
		/** Leads that a rep hands back enter here (A43). */
		takesRecycled: boolean().notNull().default(false),
		/** Nobody goes on in it while a rep holds her cart's alert. */
		yieldsToReps: boolean().notNull().default(true),
		/** The published version that people enter; the steps here are the draft of the next. */
		version: integer().notNull().default(1),
		/** Days after she left until she may walk again; null: once for ever. */
		reentryDays: integer().default(0),
		/** Whoever comes onto this list enters, and whoever does this. */
		entryListId: ref().references(() => maList.id, { onDelete: 'set null' }),
		entryTopic: text(),
		/** Whoever does one of these leaves, and of whom this holds. */
		exitTopics: text().array().notNull().default(sql`'{}'`),
		exitQuestion: jsonb(),
		runningSince: instant(),
		/** Counts edits of the draft, so that nobody writes over another's; the drafts before and after it. */
		draftNumber: integer().notNull().default(0),
		undo: jsonb().notNull().default([]),
		redo: jsonb().notNull().default([]),
		createdBy: ref().references(() => crmUser.id),
		createdAt: createdAt(),
	},
	(t) => [
		uniqueIndex('ma_program_name').on(t.sellerEntityId, sql`lower(${t.name})`),
		uniqueIndex('ma_program_recycled').on(t.sellerEntityId).where(sql`${t.takesRecycled}`),
		index('ma_program_entry_list').on(t.entryListId).where(sql`${t.entryListId} is not null`),
		check('ma_program_state', sql`${t.state} in ('draft','running','paused')`),
		check('ma_program_reentry', sql`${t.reentryDays} between 0 and 3650`),
	],
)

/** The steps as they were published: whoever entered under a version walks it to its end (app/decisions/0416). */
export const maProgramVersion = pgTable(
	'ma_program_version',
	{
		programId: ref()
			.notNull()
			.references(() => maProgram.id, { onDelete: 'cascade' }),
		version: integer().notNull(),
		steps: jsonb().notNull(),
		firstKey: text(),
		publishedAt: instant().notNull(),
		publishedBy: ref().references(() => crmUser.id),
	},
	(t) => [primaryKey({ columns: [t.programId, t.version] })],
)

/** One walk of a person through a programme; she may walk again, never twice at once. */
export const maEnrolment = pgTable(
	'ma_enrolment',
	{
		id: id(),
		programId: ref()
			.notNull()
			.references(() => maProgram.id, { onDelete: 'cascade' }),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		/** The step that is next; null: she has not begun. */
		stepKey: text(),
		state: text().notNull().default('going'),
		dueAt: instant().notNull(),
		cause: text().notNull(),
		enteredAt: instant().notNull(),
		leftAt: instant(),
		leftFor: text(),
		version: integer().notNull().default(1),
		/** Steps that are done. */
		hops: integer().notNull().default(0),
	},
	(t) => [
		uniqueIndex('ma_enrolment_going').on(t.programId, t.prospectId).where(sql`${t.state} = 'going'`),
		index('ma_enrolment_due').on(t.dueAt).where(sql`${t.state} = 'going'`),
		index('ma_enrolment_prospect').on(t.prospectId, t.enteredAt),
		index('ma_enrolment_of_program').on(t.programId, t.state, t.stepKey),
		check('ma_enrolment_state', sql`${t.state} in ('going','done','left')`),
		check('ma_enrolment_left', sql`(${t.state} = 'going') = (${t.leftAt} is null)`),
	],
)

/** What was done at each step of a walk: a row for each, so that each is done once. */
export const maEnrolmentStep = pgTable(
	'ma_enrolment_step',
	{
		enrolmentId: ref()
			.notNull()
			.references(() => maEnrolment.id, { onDelete: 'cascade' }),
		hop: integer().notNull(),
		programId: ref()
			.notNull()
			.references(() => maProgram.id, { onDelete: 'cascade' }),
		stepKey: text().notNull(),
		kind: text().notNull(),
		/** `mailed`, or why not; `yes`, `no`. */
		outcome: text(),
		at: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.enrolmentId, t.hop] }), index('ma_enrolment_step_of_program').on(t.programId, t.stepKey)],
)
