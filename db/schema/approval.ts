import { sql } from 'drizzle-orm'
import { boolean, char, check, date, foreignKey, index, jsonb, pgTable, primaryKey, smallint, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { category } from './catalog.ts'
import { createdAt, instant, minor, ownId, ref } from './columns.ts'
import { salesOrder } from './order.ts'
import { crmUser } from './seller.ts'

/** Whom a company asks before an order of its own is placed; every condition that is set must hold. */
export const approvalRule = pgTable(
	'approval_rule',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		name: text().notNull(),
		step: smallint().notNull().default(1),
		currency: char({ length: 3 }).notNull(),
		/** Of the goods that fall under the rule, before freight and tax. */
		atLeastMinor: minor().notNull().default(0),
		/** Only what this buyer orders. */
		contactId: ref(),
		costCentre: text(),
		categoryId: ref().references(() => category.id),
		/** Null: whoever of the company may approve. */
		approverContactId: ref(),
		/** Only orders that go beyond a budget; their amount is not looked at. */
		beyondBudget: boolean().notNull().default(false),
		createdAt: createdAt(),
		endedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'approval_rule_pk', columns: [t.accountId, t.id] }),
		foreignKey({ name: 'approval_rule_buyer', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_rule_approver', columns: [t.accountId, t.approverContactId], foreignColumns: [contact.accountId, contact.id] }),
		check('approval_rule_named', sql`btrim(${t.name}) <> '' and length(${t.name}) <= 120`),
		check('approval_rule_step', sql`${t.step} between 1 and 5`),
		check('approval_rule_amount', sql`${t.atLeastMinor} between 0 and 10000000000000`),
		check('approval_rule_budget_amount', sql`not ${t.beyondBudget} or ${t.atLeastMinor} = 0`),
	],
)

/** An order that was asked for: prices, promotions and terms as they were, for fourteen days. Nothing is held for it. */
export const approvalRequest = pgTable(
	'approval_request',
	{
		accountId: ref().notNull(),
		id: ownId(),
		orderId: ref().notNull(),
		state: text().notNull().default('waiting'),
		askedByContactId: ref().notNull(),
		actedByUserId: ref().references(() => crmUser.id),
		poNumber: text(),
		currency: char({ length: 3 }).notNull(),
		totalMinor: minor().notNull(),
		message: text(),
		/** What is pinned, as `printPinned` wrote it. */
		pinned: text().notNull(),
		askedAt: instant().notNull(),
		expiresAt: instant().notNull(),
		closedAt: instant(),
		closedByContactId: ref(),
		/** Why it could not be placed when the last yes was given. */
		failure: jsonb(),
		failedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'approval_request_pk', columns: [t.accountId, t.id] }),
		unique('approval_request_asked_by').on(t.accountId, t.id, t.askedByContactId),
		foreignKey({ name: 'approval_request_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		foreignKey({ name: 'approval_request_asker', columns: [t.accountId, t.askedByContactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_request_closer', columns: [t.accountId, t.closedByContactId], foreignColumns: [contact.accountId, contact.id] }),
		uniqueIndex('approval_request_waiting').on(t.accountId, t.orderId).where(sql`${t.state} = 'waiting'`),
		index('approval_request_of_order').on(t.accountId, t.orderId),
		index('approval_request_due').on(t.expiresAt).where(sql`${t.state} = 'waiting'`),
		check('approval_request_state', sql`${t.state} in ('waiting','approved','refused','withdrawn','expired')`),
		check('approval_request_closed', sql`(${t.state} = 'waiting') = (${t.closedAt} is null)`),
	],
)

/** One yes that is needed; those of a lower number come first. Nobody gives her own. */
export const approvalStep = pgTable(
	'approval_step',
	{
		accountId: ref().notNull(),
		id: ownId(),
		requestId: ref().notNull(),
		askedByContactId: ref().notNull(),
		step: smallint().notNull(),
		approverContactId: ref(),
		reasons: jsonb().notNull(),
		state: text().notNull().default('waiting'),
		decidedByContactId: ref(),
		/** In whose place, when a deputy answered. */
		decidedForContactId: ref(),
		decidedAt: instant(),
		note: text(),
	},
	(t) => [
		primaryKey({ name: 'approval_step_pk', columns: [t.accountId, t.id] }),
		unique('approval_step_once').on(t.accountId, t.requestId, t.step, t.approverContactId).nullsNotDistinct(),
		foreignKey({
			name: 'approval_step_request',
			columns: [t.accountId, t.requestId, t.askedByContactId],
			foreignColumns: [approvalRequest.accountId, approvalRequest.id, approvalRequest.askedByContactId],
		}).onDelete('cascade'),
		foreignKey({ name: 'approval_step_approver', columns: [t.accountId, t.approverContactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_step_decider', columns: [t.accountId, t.decidedByContactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_step_for', columns: [t.accountId, t.decidedForContactId], foreignColumns: [contact.accountId, contact.id] }),
		check('approval_step_state', sql`${t.state} in ('waiting','approved','refused')`),
		check('approval_step_decided', sql`(${t.state} = 'waiting') = (${t.decidedAt} is null) and (${t.decidedAt} is null) = (${t.decidedByContactId} is null)`),
		check(
			'approval_step_not_her_own',
			sql`${t.decidedByContactId} is distinct from ${t.askedByContactId} and ${t.approverContactId} is distinct from ${t.askedByContactId}`,
		),
		check(
			'approval_step_for_another',
			sql`${t.decidedForContactId} is null or (${t.decidedByContactId} is not null and ${t.decidedForContactId} <> ${t.decidedByContactId} and ${t.decidedForContactId} <> ${t.askedByContactId})`,
		),
	],
)

/** Who answers in an approver's place, from one day to another, both included. Never two at once for one: the database excludes it. */
export const approvalDeputy = pgTable(
	'approval_deputy',
	{
		accountId: ref().notNull(),
		id: ownId(),
		/** Who is away. */
		contactId: ref().notNull(),
		deputyContactId: ref().notNull(),
		namedByContactId: ref().notNull(),
		fromOn: date().notNull(),
		untilOn: date().notNull(),
		createdAt: instant().notNull(),
		/** When the deputy was told what waits. */
		toldAt: instant(),
		endedAt: instant(),
		endedByContactId: ref(),
	},
	(t) => [
		primaryKey({ name: 'approval_deputy_pk', columns: [t.accountId, t.id] }),
		foreignKey({ name: 'approval_deputy_away', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_deputy_who', columns: [t.accountId, t.deputyContactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_deputy_named_by', columns: [t.accountId, t.namedByContactId], foreignColumns: [contact.accountId, contact.id] }),
		foreignKey({ name: 'approval_deputy_ended_by', columns: [t.accountId, t.endedByContactId], foreignColumns: [contact.accountId, contact.id] }),
		index('approval_deputy_to_tell').on(t.fromOn).where(sql`${t.toldAt} is null and ${t.endedAt} is null`),
		check('approval_deputy_another', sql`${t.contactId} <> ${t.deputyContactId}`),
		check('approval_deputy_days', sql`${t.untilOn} between ${t.fromOn} and ${t.fromOn} + 366`),
		check('approval_deputy_ended', sql`(${t.endedAt} is null) = (${t.endedByContactId} is null)`),
	],
)
