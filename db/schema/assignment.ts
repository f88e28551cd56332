import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, id, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'

const sellers = () =>
	ref()
		.notNull()
		.references(() => sellerEntity.id)

const users = () =>
	ref()
		.notNull()
		.references(() => crmUser.id)

/** Where leads wait until one of its people takes them. A contact cannot stand in one: she has the owner of her account. */
export const crmQueue = pgTable(
	'crm_queue',
	{ id: id(), sellerEntityId: sellers(), name: text().notNull(), isActive: boolean().notNull().default(true), createdAt: createdAt() },
	(t) => [unique('crm_queue_name').on(t.sellerEntityId, t.name)],
)

export const crmQueueMember = pgTable(
	'crm_queue_member',
	{
		queueId: ref()
			.notNull()
			.references(() => crmQueue.id, { onDelete: 'cascade' }),
		userId: users(),
	},
	(t) => [primaryKey({ columns: [t.queueId, t.userId] })],
)

/** People who get prospects in turn. */
export const crmGroup = pgTable(
	'crm_group',
	{
		id: id(),
		sellerEntityId: sellers(),
		name: text().notNull(),
		isActive: boolean().notNull().default(true),
		/** Who got the last one; locked while the next is given out. */
		lastUserId: ref().references(() => crmUser.id),
		createdAt: createdAt(),
	},
	(t) => [unique('crm_group_name').on(t.sellerEntityId, t.name)],
)

export const crmGroupMember = pgTable(
	'crm_group_member',
	{
		groupId: ref()
			.notNull()
			.references(() => crmGroup.id, { onDelete: 'cascade' }),
		userId: users(),
	},
	(t) => [primaryKey({ columns: [t.groupId, t.userId] })],
)

/** Who gets what, by what is known of it; at most one rule of a seller is the active one. */
export const crmAssignmentRule = pgTable(
	'crm_assignment_rule',
	{ id: id(), sellerEntityId: sellers(), name: text().notNull(), isActive: boolean().notNull().default(false), createdAt: createdAt() },
	(t) => [
		unique('crm_assignment_rule_name').on(t.sellerEntityId, t.name),
		uniqueIndex('crm_assignment_rule_active').on(t.sellerEntityId).where(sql`${t.isActive}`),
	],
)

/** Asked in the order of their positions; the first whose predicate holds (null: always) says to whom. */
export const crmAssignmentEntry = pgTable(
	'crm_assignment_entry',
	{
		id: id(),
		ruleId: ref()
			.notNull()
			.references(() => crmAssignmentRule.id, { onDelete: 'cascade' }),
		position: integer().notNull(),
		predicate: jsonb(),
		userId: ref().references(() => crmUser.id),
		groupId: ref().references(() => crmGroup.id),
		queueId: ref().references(() => crmQueue.id),
	},
	(t) => [
		index('crm_assignment_entry_order').on(t.ruleId, t.position),
		check('crm_assignment_entry_one', sql`num_nonnulls(${t.userId}, ${t.groupId}, ${t.queueId}) = 1`),
	],
)
