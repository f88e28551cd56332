import { sql } from 'drizzle-orm'
import { bigint, check, foreignKey, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { createdAt, instant, ownId, ref } from './columns.ts'
import { orderLine, salesOrder } from './order.ts'
import { crmUser } from './seller.ts'

/** Something is wrong with what was ordered, or somebody asks: `open` waits for the house, `waiting` for the buyer. */
export const supportCase = pgTable(
	'support_case',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: bigint({ mode: 'number' }).notNull().generatedByDefaultAsIdentity().unique(),
		number: text().notNull().unique(),
		kind: text().notNull().default('question'),
		contactId: ref().references(() => contact.id),
		orderId: ref(),
		orderLineId: ref(),
		subject: text().notNull(),
		description: text(),
		status: text().notNull().default('open'),
		priority: text().notNull().default('normal'),
		ownerUserId: ref().references(() => crmUser.id),
		createdAt: createdAt(),
		changedAt: instant().notNull().defaultNow(),
		closedAt: instant(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		index('support_case_newest').on(t.accountId, t.changedAt, t.id),
		index('support_case_contact').on(t.contactId).where(sql`${t.contactId} is not null`),
		index('support_case_of_order').on(t.accountId, t.orderId).where(sql`${t.orderId} is not null`),
		foreignKey({ name: 'support_case_line', columns: [t.accountId, t.orderLineId], foreignColumns: [orderLine.accountId, orderLine.id] }),
		foreignKey({ name: 'support_case_order', columns: [t.accountId, t.orderId], foreignColumns: [salesOrder.accountId, salesOrder.id] }),
		check('support_case_status', sql`${t.status} in ('open','waiting','closed')`),
		check('support_case_kind', sql`${t.kind} in ('missing','damaged','wrong','question')`),
		check('support_case_closed', sql`(${t.status} = 'closed') = (${t.closedAt} is not null)`),
	],
)

/** What was said and done in a case, first to last. */
export const caseMessage = pgTable(
	'case_message',
	{
		accountId: ref().notNull(),
		id: ownId(),
		caseId: ref().notNull(),
		act: text().notNull(),
		contactId: ref(),
		userId: ref().references(() => crmUser.id),
		text: text(),
		createdAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ name: 'case_message_pk', columns: [t.accountId, t.id] }),
		index('case_message_of_case').on(t.accountId, t.caseId, t.id),
		foreignKey({ name: 'case_message_case', columns: [t.accountId, t.caseId], foreignColumns: [supportCase.accountId, supportCase.id] }).onDelete('cascade'),
		check('case_message_act', sql`${t.act} in ('open','say','close','reopen')`),
		check('case_message_says', sql`${t.text} is not null or ${t.act} in ('close','reopen')`),
		check('case_message_by', sql`${t.contactId} is not null or ${t.userId} is not null`),
	],
)
