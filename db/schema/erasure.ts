import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { id, instant, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'
import { syncConnection } from './sync.ts'

/** Who asked to be forgotten (sync-core.md B11): which records she was and what was emptied, never who she was. */
export const erasure = pgTable(
	'erasure',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		prospectIds: bigint({ mode: 'number' }).array().notNull(),
		leadIds: bigint({ mode: 'number' }).array().notNull(),
		contactIds: bigint({ mode: 'number' }).array().notNull(),
		counts: jsonb().notNull(),
		byUserId: ref()
			.notNull()
			.references(() => crmUser.id),
		at: instant().notNull(),
	},
	(t) => [index('erasure_of_prospect').using('gin', t.prospectIds)],
)

/** What tells an address again that was erased: a file or another system does not bring it back. */
export const erasedMail = pgTable(
	'erased_mail',
	{
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		emailHash: text().notNull(),
		erasureId: ref()
			.notNull()
			.references(() => erasure.id),
	},
	(t) => [primaryKey({ columns: [t.sellerEntityId, t.emailHash] })],
)

/** What another system is asked to delete, by the worker. */
export const erasureOrder = pgTable(
	'erasure_order',
	{
		id: id(),
		erasureId: ref()
			.notNull()
			.references(() => erasure.id),
		connectionId: ref()
			.notNull()
			.references(() => syncConnection.id, { onDelete: 'cascade' }),
		side: text().notNull(),
		object: text().notNull(),
		recordId: text().notNull(),
		state: text().notNull().default('waiting'),
		attempts: integer().notNull().default(0),
		dueAt: instant().notNull(),
		code: text(),
		settledAt: instant(),
	},
	(t) => [
		unique('erasure_order_once').on(t.connectionId, t.side, t.object, t.recordId),
		index('erasure_order_due').on(t.connectionId, t.dueAt).where(sql`${t.state} = 'waiting'`),
		check('erasure_order_side', sql`${t.side} in ('crm','ma')`),
		check('erasure_order_state', sql`${t.state} in ('waiting','done','refused')`),
	],
)
