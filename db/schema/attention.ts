import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { product } from './catalog.ts'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmCampaign } from './crm.ts'
import { buyerGroup } from './entitlement.ts'
import { crmUser } from './seller.ts'

/** A next best action: what to do, why, and the inputs it was made from, kept as they were. */
export const alert = pgTable(
	'alert',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity().unique(),
		idempotencyKey: text().notNull().unique(),
		rule: text().notNull(),
		ownerUserId: ref()
			.notNull()
			.references(() => crmUser.id),
		contactId: ref(),
		cartId: ref(),
		inputs: jsonb().notNull(),
		status: text().notNull().default('open'),
		outcome: text(),
		createdAt: createdAt(),
		openedAt: instant(),
		closedAt: instant(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('alert_owner').on(t.ownerUserId, t.status, t.createdAt),
		check('alert_status', sql`${t.status} in ('open','taken','closed','dismissed')`),
	],
)

/** A message to one person in the house or at an account: goal reached, order placed for you, price on request. */
export const notice = pgTable(
	'notice',
	{
		id: id(),
		idempotencyKey: text().notNull().unique(),
		userId: ref().references(() => crmUser.id),
		accountId: ref().references(() => account.id),
		contactId: ref().references(() => contact.id),
		kind: text().notNull(),
		facts: jsonb().notNull().default({}),
		createdAt: createdAt(),
		readAt: instant(),
	},
	(t) => [
		index('notice_user').on(t.userId, t.createdAt),
		index('notice_contact').on(t.contactId, t.createdAt),
		check('notice_to_one', sql`(${t.userId} is null) <> (${t.contactId} is null)`),
	],
)

/** Accounts alike: same segment and at least two shared products in twelve months, computed nightly. */
export const similarAccount = pgTable(
	'similar_account',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		similarId: ref()
			.notNull()
			.references(() => account.id),
		buyerGroupId: ref().references(() => buyerGroup.id),
		sharedProducts: integer().notNull(),
		computedAt: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.accountId, t.similarId] })],
)

/** A click on a campaign link. Unconfirmed until something a mail scanner does not do confirms it (house.md). */
export const campaignTouch = pgTable(
	'campaign_touch',
	{
		id: uuid().primaryKey().default(sql`uuidv7()`),
		sendRecipientId: ref().notNull(),
		crmCampaignId: ref().references(() => crmCampaign.id),
		accountId: ref().references(() => account.id),
		contactId: ref().references(() => contact.id),
		productId: ref().references(() => product.id),
		clickedAt: instant().notNull(),
		confirmedAt: instant(),
		confirmedBy: text(),
	},
	(t) => [
		index('campaign_touch_contact').on(t.contactId, t.clickedAt),
		index('campaign_touch_recipient').on(t.sendRecipientId, t.clickedAt),
		check('campaign_touch_confirmed', sql`(${t.confirmedAt} is null) = (${t.confirmedBy} is null)`),
	],
)
