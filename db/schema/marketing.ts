import { sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, char, check, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { crmQueue } from './assignment.ts'
import { product } from './catalog.ts'
import { createdAt, id, instant, minor, ref } from './columns.ts'
import { crmCampaign, crmLead } from './crm.ts'
import { buyerGroup } from './entitlement.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** The marketing side's source campaign: where a prospect came from, once. Connected 1:1 to a CRM campaign or not at all. */
export const maCampaign = pgTable(
	'ma_campaign',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		crmCampaignId: ref()
			.unique()
			.references(() => crmCampaign.id),
		/** What belongs to no other campaign belongs to this one: one for each storefront (sync-core.md A37). */
		isDefault: boolean().notNull().default(false),
		/** Of the connected CRM campaign, which is their master; empty while there is none (sync-core.md A38). */
		startsOn: date(),
		endsOn: date(),
		costMinor: minor(),
		currency: char({ length: 3 }),
		/** Whoever is added to or removed from the members of either side is so on the other (sync-core.md A39). */
		syncsMembers: boolean().notNull().default(false),
		createdAt: createdAt(),
	},
	(t) => [
		index('ma_campaign_of_seller').on(t.sellerEntityId, t.name),
		uniqueIndex('ma_campaign_default').on(t.sellerEntityId).where(sql`${t.isDefault}`),
		check('ma_campaign_syncs', sql`not ${t.syncsMembers} or ${t.crmCampaignId} is not null`),
	],
)

export const maProspect = pgTable(
	'ma_prospect',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		email: text(),
		firstName: text(),
		lastName: text(),
		company: text(),
		title: text(),
		phone: text(),
		/** Where she has her mail sent. */
		street: text(),
		city: text(),
		region: text(),
		postalCode: text(),
		country: text(),
		/** As sales have her lead, here or in another system, each in its own words. */
		leadStatus: text(),
		rating: text(),
		locale: text().notNull().default('en'),
		contactId: ref()
			.unique()
			.references(() => contact.id),
		leadId: ref().references(() => crmLead.id),
		sourceCampaignId: ref().references(() => maCampaign.id),
		score: integer().notNull().default(0),
		grade: text().notNull().default('D'),
		/** How she came: by a form, by what she did in the shop, by a file, by a colleague's hand, or from sales; null where nobody noted it. */
		acquiredBy: text(),
		optedOut: boolean().notNull().default(false),
		lastActivityAt: instant(),
		/** Who works on her: one user, or the people of a queue. */
		assignedUserId: ref().references(() => crmUser.id),
		assignedQueueId: ref().references(() => crmQueue.id),
		assignedAt: instant(),
		/** Fields of the house's own (crm_custom_def), by their names. */
		custom: jsonb().notNull().default({}),
		/** Who she turned out to be (sync-core.md B11). */
		mergedIntoId: ref().references((): AnyPgColumn => maProspect.id),
		createdAt: createdAt(),
	},
	(t) => [
		uniqueIndex('ma_prospect_email').on(t.sellerEntityId, sql`lower(${t.email})`),
		index('ma_prospect_score').on(t.score),
		index('ma_prospect_of_seller').on(t.sellerEntityId, t.id),
		index('ma_prospect_lead').on(t.leadId).where(sql`${t.leadId} is not null`),
		index('ma_prospect_source').on(t.sourceCampaignId).where(sql`${t.sourceCampaignId} is not null`),
		index('ma_prospect_queue').on(t.assignedQueueId, t.id).where(sql`${t.assignedQueueId} is not null`),
		check('ma_prospect_merged_into_another', sql`${t.mergedIntoId} <> ${t.id}`),
		check('ma_prospect_assigned_to_one', sql`num_nonnulls(${t.assignedUserId}, ${t.assignedQueueId}) = (${t.assignedAt} is not null)::int`),
	],
)

/** A browser, and whose storefront it was first seen at; of who is known, her person's. */
export const maVisitor = pgTable(
	'ma_visitor',
	{
		id: uuid().primaryKey(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		prospectId: ref().references(() => maProspect.id),
		firstSeenAt: createdAt(),
		lastSeenAt: instant(),
	},
	(t) => [
		index('ma_visitor_prospect').on(t.prospectId).where(sql`${t.prospectId} is not null`),
		index('ma_visitor_stranger').on(t.sellerEntityId, t.firstSeenAt).where(sql`${t.prospectId} is null`),
	],
)

/** Append-only: what a prospect did, and what it was worth. The score is the sum of this ledger. */
export const maActivity = pgTable(
	'ma_activity',
	{
		id: id(),
		prospectId: ref().references(() => maProspect.id),
		visitorId: uuid().references(() => maVisitor.id),
		sourceKey: text().notNull(),
		kind: text().notNull(),
		facts: jsonb().notNull().default({}),
		score: integer().notNull().default(0),
		campaignId: ref().references(() => maCampaign.id),
		occurredAt: instant().notNull(),
	},
	(t) => [
		unique('ma_activity_once').on(t.sourceKey),
		index('ma_activity_prospect').on(t.prospectId, t.occurredAt),
		index('ma_activity_days').using('brin', t.occurredAt),
		check('ma_activity_someone', sql`${t.prospectId} is not null or ${t.visitorId} is not null`),
	],
)

/** Append-only: the current consent is the fold of these rows. */
export const maConsent = pgTable(
	'ma_consent',
	{
		id: id(),
		prospectId: ref().references(() => maProspect.id),
		emailHash: text().notNull(),
		kind: text().notNull(),
		channel: text().notNull().default('email'),
		topic: text().notNull().default('all'),
		source: text().notNull(),
		actor: text(),
		evidence: jsonb().notNull().default({}),
		at: instant().notNull(),
	},
	(t) => [index('ma_consent_email').on(t.emailHash, t.at), check('ma_consent_kind', sql`${t.kind} in ('opt_in','opt_out','bounce','complaint','none')`)],
)

/** What an activity is worth: to a seller, or, without one, to all that have said nothing of their own. Read through the view `ma_score_of_seller`. */
export const maScoreRule = pgTable(
	'ma_score_rule',
	{
		id: id(),
		activity: text().notNull(),
		sellerEntityId: ref().references(() => sellerEntity.id),
		score: integer().notNull(),
		dailyMaximum: integer(),
		oncePer: text(),
	},
	(t) => [unique('ma_score_rule_once').on(t.activity, t.sellerEntityId).nullsNotDistinct()],
)

export const maList = pgTable(
	'ma_list',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		name: text().notNull(),
		/** `static`: who was put on it. `segment`: whoever its predicate holds for, kept up to date by the worker. */
		kind: text().notNull().default('static'),
		predicate: jsonb(),
		/** A list that the house itself fills, whatever people call it. */
		purpose: text(),
		createdAt: createdAt(),
		/** When a segment was last evaluated for everybody; null: not since it was last written. */
		refreshedAt: instant(),
	},
	(t) => [
		unique('ma_list_name').on(t.sellerEntityId, t.name),
		uniqueIndex('ma_list_purpose').on(t.sellerEntityId, t.purpose).where(sql`${t.purpose} is not null`),
		check('ma_list_purpose_known', sql`${t.purpose} in ('customers')`),
		check('ma_list_kind', sql`${t.kind} in ('static','segment')`),
		check('ma_list_predicate', sql`(${t.kind} = 'segment') = (${t.predicate} is not null)`),
	],
)

export const maListMember = pgTable(
	'ma_list_member',
	{
		listId: ref()
			.notNull()
			.references(() => maList.id, { onDelete: 'cascade' }),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		addedAt: createdAt(),
	},
	(t) => [primaryKey({ columns: [t.listId, t.prospectId] }), index('ma_list_member_prospect').on(t.prospectId)],
)

/** One mailing to a segment or list: subject and body per locale, a product and its link in the middle. */
export const maSend = pgTable(
	'ma_send',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		campaignId: ref()
			.notNull()
			.references(() => maCampaign.id),
		name: text().notNull(),
		buyerGroupId: ref().references(() => buyerGroup.id),
		listId: ref().references(() => maList.id),
		productId: ref().references(() => product.id),
		content: jsonb().notNull(),
		status: text().notNull().default('draft'),
		createdBy: ref().references(() => crmUser.id),
		createdAt: createdAt(),
		sentAt: instant(),
		/** `programme`: it has no audience of its own, people get it when their walk comes to it. */
		kind: text().notNull().default('send'),
		scheduledAt: instant(),
	},
	(t) => [
		check('ma_send_status', sql`${t.status} in ('draft','scheduled','sending','sent')`),
		check('ma_send_kind', sql`${t.kind} in ('send','programme')`),
		check('ma_send_scheduled', sql`${t.status} <> 'scheduled' or ${t.scheduledAt} is not null`),
		index('ma_send_due').on(t.scheduledAt).where(sql`${t.status} = 'scheduled'`),
	],
)

export const maSendRecipient = pgTable(
	'ma_send_recipient',
	{
		id: id(),
		sendId: ref()
			.notNull()
			.references(() => maSend.id, { onDelete: 'cascade' }),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id),
		accountId: ref().references(() => account.id),
		sentAt: instant(),
		skippedFor: text(),
		/** Which step of which walk it was, `enrolment:hop`; empty for a send of its own. */
		walk: text().notNull().default(''),
		enrolmentId: ref(),
		/** Her mail program loaded the picture: a hint that it was opened, worth nothing. */
		openedAt: instant(),
		/** A program loaded it by itself, and no person has yet shown: noted, and counted nowhere. */
		machineOpenedAt: instant(),
	},
	(t) => [
		unique('ma_send_recipient_once').on(t.sendId, t.prospectId, t.walk),
		index('ma_send_recipient_walk').on(t.enrolmentId).where(sql`${t.enrolmentId} is not null`),
	],
)

/** Every mail that left, in its person's language; without SMTP it is read at /dev/mail. */
export const outgoingMail = pgTable(
	'outgoing_mail',
	{
		id: id(),
		toEmail: text().notNull(),
		toName: text(),
		locale: text().notNull().default('en'),
		kind: text().notNull(),
		subject: text().notNull(),
		html: text().notNull(),
		text: text().notNull(),
		/** Which documents go with it, never their bytes. */
		attachments: jsonb().notNull().default([]),
		accountId: ref().references(() => account.id),
		contactId: ref().references(() => contact.id),
		idempotencyKey: text().unique(),
		state: text().notNull().default('waiting'),
		attempts: integer().notNull().default(0),
		failure: text(),
		createdAt: createdAt(),
		deliveredAt: instant(),
	},
	(t) => [index('outgoing_mail_newest').on(t.createdAt), check('outgoing_mail_state', sql`${t.state} in ('waiting','delivered','failed')`)],
)
