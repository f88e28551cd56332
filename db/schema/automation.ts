import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmCampaign } from './crm.ts'
import { maProspect } from './marketing.ts'
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
	(t) => [primaryKey({ columns: [t.prospectId, t.crmCampaignId] })],
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
		version: integer().notNull().default(1),
		createdBy: ref().references(() => crmUser.id),
		createdAt: createdAt(),
	},
	(t) => [
		uniqueIndex('ma_program_name').on(t.sellerEntityId, sql`lower(${t.name})`),
		uniqueIndex('ma_program_recycled').on(t.sellerEntityId).where(sql`${t.takesRecycled}`),
		check('ma_program_state', sql`${t.state} in ('draft','running','paused')`),
	],
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
	},
	(t) => [
		uniqueIndex('ma_enrolment_going').on(t.programId, t.prospectId).where(sql`${t.state} = 'going'`),
		index('ma_enrolment_due').on(t.dueAt).where(sql`${t.state} = 'going'`),
		index('ma_enrolment_prospect').on(t.prospectId, t.enteredAt),
		check('ma_enrolment_state', sql`${t.state} in ('going','done','left')`),
		check('ma_enrolment_left', sql`(${t.state} = 'going') = (${t.leftAt} is null)`),
	],
)
