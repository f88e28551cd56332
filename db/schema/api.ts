import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { createdAt, id, instant, ref } from './columns.ts'
import { crmUser } from './seller.ts'

/** A key of a machine: a buyer's, which acts for her account, or one of the house, in the name of who made it. */
export const apiKey = pgTable(
	'api_key',
	{
		id: id(),
		name: text().notNull(),
		keyHash: text().notNull().unique(),
		prefix: text().notNull(),
		accountId: ref().references(() => account.id),
		contactId: ref(),
		userId: ref().references(() => crmUser.id),
		scopes: text().array().notNull(),
		requestsPerMinute: integer().notNull().default(600),
		createdAt: createdAt(),
		expiresAt: instant(),
		lastUsedAt: instant(),
		revokedAt: instant(),
	},
	(t) => [
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		index('api_key_account').on(t.accountId, t.id),
		check('api_key_one_holder', sql`(${t.accountId} is null) <> (${t.userId} is null)`),
		check('api_key_pace', sql`${t.requestsPerMinute} between 1 and 100000`),
	],
)

/** A write of a machine that may be sent twice: the same key within a day answers the same (`answer` is the text that was sent). */
export const apiCall = pgTable(
	'api_call',
	{
		accountId: ref().references(() => account.id),
		apiKeyId: ref()
			.notNull()
			.references(() => apiKey.id, { onDelete: 'cascade' }),
		key: text().notNull(),
		requestHash: text().notNull(),
		status: integer(),
		answer: text(),
		createdAt: createdAt(),
	},
	(t) => [unique('api_call_once').on(t.accountId, t.apiKeyId, t.key).nullsNotDistinct(), index('api_call_age').on(t.createdAt)],
)
