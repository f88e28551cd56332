import { sql } from 'drizzle-orm'
import { bigint, boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { contact } from './account.ts'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmOpportunity } from './crm.ts'
import { sellerEntity } from './seller.ts'

const sellers = () =>
	ref()
		.notNull()
		.references(() => sellerEntity.id)

/** Something of the house's own that hangs off accounts, contacts or opportunities: machines, contracts, site visits. */
export const crmCustomObject = pgTable(
	'crm_custom_object',
	{ id: id(), sellerEntityId: sellers(), code: text().notNull(), labels: jsonb().notNull(), parent: text().notNull(), createdAt: createdAt() },
	(t) => [
		unique('crm_custom_object_code').on(t.sellerEntityId, t.code),
		check('crm_custom_object_parent', sql`${t.parent} in ('account','contact','opportunity','prospect')`),
	],
)

/** A field that the house added: of one of its records, or of an object of its own. Its name and type stay; its values stand in `custom` of the record. */
export const crmCustomDef = pgTable(
	'crm_custom_def',
	{
		id: id(),
		sellerEntityId: sellers(),
		/** lead, contact, account, opportunity, campaign, prospect, or the code of an object of the house's own. */
		object: text().notNull(),
		name: text().notNull(),
		labels: jsonb().notNull(),
		type: text().notNull(),
		/** Most characters of a text. */
		length: integer(),
		/** Digits of a number: all, and those after the point. */
		precision: smallint(),
		scale: smallint(),
		/** The values that a choice is restricted to. */
		choices: text().array(),
		isRequired: boolean().notNull().default(false),
		isActive: boolean().notNull().default(true),
		/** Of a lead: the fields of contact, account and opportunity that it becomes, by object. */
		becomes: jsonb().notNull().default({}),
		createdAt: createdAt(),
	},
	(t) => [
		check('crm_custom_def_becomes', sql`jsonb_typeof(${t.becomes}) = 'object' and (${t.object} = 'lead' or ${t.becomes} = '{}')`),
		unique('crm_custom_def_name').on(t.sellerEntityId, t.object, t.name),
		check('crm_custom_def_type', sql`${t.type} in ('text','number','date','boolean','picklist','multipicklist')`),
		check('crm_custom_def_says', sql`${t.name} ~ '^[a-z][a-z0-9_]{0,39}$'`),
		check('crm_custom_def_choices', sql`(${t.type} in ('picklist','multipicklist')) = (${t.choices} is not null)`),
		check(
			'crm_custom_def_number',
			sql`(${t.type} = 'number') = (${t.precision} is not null and ${t.scale} is not null) and ${t.scale} between 0 and 6 and ${t.precision} between 1 and 15 and ${t.scale} <= ${t.precision}`,
		),
	],
)

/** One of an object of the house's own, at its parent. */
export const crmCustomRow = pgTable(
	'crm_custom_row',
	{
		accountId: ref().notNull(),
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity().unique(),
		customObjectId: ref()
			.notNull()
			.references(() => crmCustomObject.id),
		contactId: ref(),
		opportunityId: ref(),
		name: text().notNull(),
		custom: jsonb().notNull().default({}),
		createdAt: createdAt(),
		changedAt: instant().notNull().defaultNow(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('crm_custom_row_of_object').on(t.customObjectId, t.accountId),
		index('crm_custom_row_of_contact').on(t.contactId).where(sql`${t.contactId} is not null`),
		index('crm_custom_row_of_opportunity').on(t.accountId, t.opportunityId).where(sql`${t.opportunityId} is not null`),
		foreignKey({ name: 'crm_custom_row_contact', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'crm_custom_row_opportunity', columns: [t.accountId, t.opportunityId], foreignColumns: [crmOpportunity.accountId, crmOpportunity.id] }),
		check('crm_custom_row_object', sql`jsonb_typeof(${t.custom}) = 'object'`),
		check('crm_custom_row_parent', sql`num_nonnulls(${t.contactId}, ${t.opportunityId}) <= 1`),
	],
)

/** What must not be: a write after which its predicate holds is refused with its own words, whoever wrote. */
export const crmValidationRule = pgTable(
	'crm_validation_rule',
	{
		id: id(),
		sellerEntityId: sellers(),
		object: text().notNull(),
		name: text().notNull(),
		predicate: jsonb().notNull(),
		messages: jsonb().notNull(),
		isActive: boolean().notNull().default(true),
		/** Writes of the sync are let through. */
		exemptsSync: boolean().notNull().default(false),
		createdAt: createdAt(),
	},
	(t) => [unique('crm_validation_rule_name').on(t.sellerEntityId, t.object, t.name)],
)

/** What the house does by itself when a record comes to be as its predicate says, in the transaction that made it so. */
export const crmWorkflow = pgTable(
	'crm_workflow',
	{
		id: id(),
		sellerEntityId: sellers(),
		object: text().notNull(),
		name: text().notNull(),
		predicate: jsonb().notNull(),
		actions: jsonb().notNull(),
		isActive: boolean().notNull().default(true),
		createdAt: createdAt(),
	},
	(t) => [unique('crm_workflow_name').on(t.sellerEntityId, t.object, t.name)],
)

/** Records of which a workflow's predicate holds: it acts when one enters, not at each write. */
export const crmWorkflowRun = pgTable(
	'crm_workflow_run',
	{
		workflowId: ref()
			.notNull()
			.references(() => crmWorkflow.id, { onDelete: 'cascade' }),
		recordId: ref().notNull(),
		at: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.workflowId, t.recordId] })],
)
