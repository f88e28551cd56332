import { sql } from 'drizzle-orm'
import {
	type AnyPgColumn,
	bigint,
	boolean,
	char,
	check,
	date,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	unique,
	uniqueIndex,
} from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { crmQueue } from './assignment.ts'
import { createdAt, id, instant, minor, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** The CRM side: what sales and service act on. Accounts, contacts and users are the storefront's own rows (account.ts). */
export const crmLead = pgTable(
	'crm_lead',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		firstName: text(),
		lastName: text().notNull(),
		company: text().notNull(),
		email: text(),
		phone: text(),
		title: text(),
		/** Where she has her mail sent. */
		street: text(),
		city: text(),
		region: text(),
		postalCode: text(),
		country: text(),
		source: text(),
		status: text().notNull().default('open'),
		rating: text(),
		ownerUserId: ref().references(() => crmUser.id),
		/** Where she waits to be taken. */
		ownerQueueId: ref().references(() => crmQueue.id),
		/** In which she reads and is written to. */
		locale: text().notNull().default('en'),
		note: text(),
		/** Where her quotes stand until she is converted: nobody signs in there (app/decisions/0367). */
		prospectAccountId: ref().references(() => account.id),
		prospectContactId: ref(),
		convertedAccountId: ref().references(() => account.id),
		convertedContactId: ref().references(() => contact.id),
		convertedAt: instant(),
		/** Fields of the house's own (crm_custom_def), by their names. */
		custom: jsonb().notNull().default({}),
		score: integer(),
		grade: text(),
		/** What marketing last saw of her, and the name of the campaign she came by (sync-core.md B5). */
		lastActivityAt: instant(),
		sourceCampaign: text(),
		hasOptedOut: boolean().notNull().default(false),
		/** Who she turned out to be (sync-core.md B11). */
		mergedIntoId: ref().references((): AnyPgColumn => crmLead.id),
		createdAt: createdAt(),
	},
	(t) => [
		index('crm_lead_email').on(sql`lower(${t.email})`),
		index('crm_lead_of_seller').on(t.sellerEntityId, t.id),
		uniqueIndex('crm_lead_prospect').on(t.prospectAccountId),
		foreignKey({ name: 'crm_lead_prospect_contact', columns: [t.prospectAccountId, t.prospectContactId], foreignColumns: [contact.accountId, contact.id] }),
		check('crm_lead_merged_into_another', sql`${t.mergedIntoId} <> ${t.id}`),
		check('crm_lead_one_owner', sql`num_nonnulls(${t.ownerUserId}, ${t.ownerQueueId}) <= 1`),
		check('crm_lead_prospect_whole', sql`(${t.prospectAccountId} is null) = (${t.prospectContactId} is null)`),
		check('crm_lead_converted', sql`(${t.status} = 'converted') = (${t.convertedAccountId} is not null)`),
		check('crm_lead_status', sql`${t.status} in ('open','working','qualified','recycle','converted','lost')`),
	],
)

export const crmCampaign = pgTable(
	'crm_campaign',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		parentId: ref().references((): AnyPgColumn => crmCampaign.id),
		code: text().notNull(),
		name: text().notNull(),
		kind: text().notNull().default('email'),
		status: text().notNull().default('planned'),
		currency: char({ length: 3 }).notNull(),
		budgetedCostMinor: minor(),
		actualCostMinor: minor().notNull().default(0),
		expectedRevenueMinor: minor(),
		startsOn: date(),
		endsOn: date(),
		custom: jsonb().notNull().default({}),
		createdAt: createdAt(),
	},
	(t) => [
		unique('crm_campaign_code').on(t.sellerEntityId, t.code),
		check('crm_campaign_status', sql`${t.status} in ('planned','in_progress','completed','aborted')`),
	],
)

/** The statuses a campaign's members move through; automation moves forward by rank only. */
export const crmCampaignStatus = pgTable(
	'crm_campaign_status',
	{
		campaignId: ref()
			.notNull()
			.references(() => crmCampaign.id, { onDelete: 'cascade' }),
		status: text().notNull(),
		/** By which other systems know it. */
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
		rank: smallint().notNull(),
		hasResponded: boolean().notNull().default(false),
	},
	(t) => [primaryKey({ columns: [t.campaignId, t.status] }), unique('crm_campaign_status_id').on(t.id)],
)

export const crmCampaignMember = pgTable(
	'crm_campaign_member',
	{
		id: id(),
		campaignId: ref()
			.notNull()
			.references(() => crmCampaign.id, { onDelete: 'cascade' }),
		contactId: ref().references(() => contact.id),
		leadId: ref().references(() => crmLead.id),
		status: text().notNull(),
		respondedAt: instant(),
		createdAt: createdAt(),
	},
	(t) => [
		uniqueIndex('crm_campaign_member_once').on(t.campaignId, sql`coalesce(${t.contactId}, 0)`, sql`coalesce(${t.leadId}, 0)`),
		index('crm_campaign_member_contact').on(t.contactId),
		index('crm_campaign_member_lead').on(t.leadId).where(sql`${t.leadId} is not null`),
		foreignKey({ columns: [t.campaignId, t.status], foreignColumns: [crmCampaignStatus.campaignId, crmCampaignStatus.status] }),
		check('crm_campaign_member_one', sql`(${t.contactId} is null) <> (${t.leadId} is null)`),
	],
)

export const crmOpportunity = pgTable(
	'crm_opportunity',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity().unique(),
		name: text().notNull(),
		stage: text().notNull(),
		stageRank: smallint().notNull().default(0),
		amountMinor: minor(),
		currency: char({ length: 3 }).notNull(),
		/** In percent; null: as its stage says. */
		probability: smallint(),
		type: text(),
		/** Out of the pipeline; its line stays for whoever asks (sync-core.md A8). */
		deletedAt: instant(),
		/** The campaigns that led to it, as they stood when it was won; null: not won yet. */
		wonTouches: jsonb(),
		closeOn: date(),
		closedAt: instant(),
		isWon: boolean().notNull().default(false),
		/** In the buyer's words where she gave any. */
		closeReason: text(),
		ownerUserId: ref().references(() => crmUser.id),
		orderId: ref(),
		crmCampaignId: ref().references(() => crmCampaign.id),
		custom: jsonb().notNull().default({}),
		createdAt: createdAt(),
	},
	(t) => [primaryKey({ columns: [t.accountId, t.id] }), uniqueIndex('crm_opportunity_order').on(t.accountId, t.orderId).where(sql`${t.orderId} is not null`)],
)

export const crmOpportunityContact = pgTable(
	'crm_opp_contact_role',
	{
		accountId: ref().notNull(),
		opportunityId: ref().notNull(),
		contactId: ref().notNull(),
		/** By which other systems know it. */
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
		role: text().notNull(),
		isPrimary: boolean().notNull().default(false),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.opportunityId, t.contactId] }),
		unique('crm_opp_contact_role_id').on(t.id),
		index('crm_opp_contact_role_contact').on(t.contactId),
		foreignKey({ columns: [t.accountId, t.opportunityId], foreignColumns: [crmOpportunity.accountId, crmOpportunity.id] }).onDelete('cascade'),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
	],
)

/** Created once by its idempotency key, whoever asks twice. */
export const crmTask = pgTable(
	'crm_task',
	{
		id: id(),
		idempotencyKey: text().notNull().unique(),
		ownerUserId: ref()
			.notNull()
			.references(() => crmUser.id),
		accountId: ref().references(() => account.id),
		contactId: ref().references(() => contact.id),
		/** A row of ma_prospect, whose table stands above this one. */
		prospectId: ref(),
		leadId: ref().references(() => crmLead.id),
		subject: text().notNull(),
		facts: jsonb().notNull().default({}),
		dueOn: date(),
		priority: text().notNull().default('normal'),
		status: text().notNull().default('open'),
		outcome: text(),
		createdAt: createdAt(),
		closedAt: instant(),
		/** Tells what somebody did on a day (sync-core.md B15): nobody's to do, and never opened. */
		isLog: boolean().notNull().default(false),
	},
	(t) => [
		index('crm_task_owner').on(t.ownerUserId, t.status, t.dueOn),
		index('crm_task_contact').on(t.contactId).where(sql`${t.contactId} is not null`),
		index('crm_task_lead').on(t.leadId).where(sql`${t.leadId} is not null`),
		index('crm_task_prospect').on(t.prospectId).where(sql`${t.prospectId} is not null`),
		check('crm_task_log', sql`not ${t.isLog} or ${t.status} = 'done'`),
		check('crm_task_status', sql`${t.status} in ('open','done','dropped')`),
		check('crm_task_priority', sql`${t.priority} in ('low','normal','high')`),
	],
)

/** The account's timeline: one row per event (and per day for views), newest read first. */
export const crmTimelineEntry = pgTable(
	'crm_timeline_entry',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
		/** The event, or kind:day:subject for what is rolled up. Makes delivery idempotent. */
		sourceKey: text().notNull(),
		kind: text().notNull(),
		contactId: ref(),
		actedByUserId: ref().references(() => crmUser.id),
		facts: jsonb().notNull().default({}),
		count: integer().notNull().default(1),
		occurredAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('crm_timeline_once').on(t.accountId, t.sourceKey),
		index('crm_timeline_newest').on(t.accountId, t.occurredAt),
	],
)
