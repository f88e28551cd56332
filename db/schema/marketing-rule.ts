import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ref } from './columns.ts'
import { maProspect } from './marketing.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** Whom to look at when something changed, automation rules and whom they met, profiles of grades, and long works of marketing. */
export const maTouch = pgTable('ma_touch', {
	id: id(),
	prospectId: ref().notNull(),
})

export const maRule = pgTable(
	'ma_rule',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		predicate: jsonb().notNull(),
		actions: jsonb().notNull(),
		repeatDays: integer(),
		isActive: boolean().notNull().default(false),
		version: integer().notNull().default(1),
		createdBy: ref().references(() => crmUser.id),
		createdAt: createdAt(),
		changedAt: instant().notNull().defaultNow(),
	},
	(t) => [check('ma_rule_repeat', sql`${t.repeatDays} between 1 and 3650`), uniqueIndex('ma_rule_name').on(t.sellerEntityId, t.name)],
)

export const maRuleMatch = pgTable(
	'ma_rule_match',
	{
		ruleId: ref()
			.notNull()
			.references(() => maRule.id, { onDelete: 'cascade' }),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		times: integer().notNull().default(1),
		lastAt: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.ruleId, t.prospectId] }), index('ma_rule_match_prospect').on(t.prospectId)],
)

export const maProfile = pgTable(
	'ma_profile',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		isDefault: boolean().notNull().default(false),
		createdAt: createdAt(),
	},
	(t) => [uniqueIndex('ma_profile_name').on(t.sellerEntityId, t.name), uniqueIndex('ma_profile_default').on(t.sellerEntityId).where(sql`${t.isDefault}`)],
)

export const maCriterion = pgTable(
	'ma_criterion',
	{
		id: id(),
		profileId: ref()
			.notNull()
			.references(() => maProfile.id, { onDelete: 'cascade' }),
		name: text().notNull(),
		predicate: jsonb().notNull(),
		weight: smallint().notNull(),
		position: smallint().notNull().default(0),
	},
	(t) => [
		check('ma_criterion_weight', sql`${t.weight} between -6 and 6 and ${t.weight} <> 0`),
		index('ma_criterion_of_profile').on(t.profileId, t.position, t.id),
	],
)

export const maRun = pgTable(
	'ma_run',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		kind: text().notNull(),
		subjectId: ref(),
		subject: text(),
		state: text().notNull().default('waiting'),
		afterId: ref().notNull().default(0),
		total: integer().notNull().default(0),
		looked: integer().notNull().default(0),
		changed: integer().notNull().default(0),
		userId: ref().references(() => crmUser.id),
		createdAt: createdAt(),
		begunAt: instant(),
		finishedAt: instant(),
	},
	(t) => [
		check('ma_run_kind', sql`${t.kind} in ('rule','segment','score','grade')`),
		check('ma_run_state', sql`${t.state} in ('waiting','running','done','cancelled')`),
		check('ma_run_finished', sql`(${t.state} in ('done','cancelled')) = (${t.finishedAt} is not null)`),
		index('ma_run_open').on(t.id).where(sql`${t.state} in ('waiting','running')`),
		index('ma_run_of').on(t.sellerEntityId, t.kind, t.subjectId, t.id),
	],
)
