import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { contact, location } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { createdAt, instant, ownId, quantity, ref } from './columns.ts'

/** What a company orders again and again, kept under a name: one person's own, or everybody's of the account. */
export const requisitionList = pgTable(
	'requisition_list',
	{
		accountId: ref().notNull(),
		id: ownId(),
		name: text().notNull(),
		ownerContactId: ref().notNull(),
		isShared: boolean().notNull().default(true),
		createdAt: createdAt(),
		changedAt: instant().notNull(),
		/** Put away; can be taken out again. */
		archivedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'requisition_list_pk', columns: [t.accountId, t.id] }),
		index('requisition_list_changed').on(t.accountId, t.changedAt.desc(), t.id.desc()),
		foreignKey({ name: 'requisition_list_owner', columns: [t.accountId, t.ownerContactId], foreignColumns: [contact.accountId, contact.id] }),
		check('requisition_list_named', sql`btrim(${t.name}) <> '' and length(${t.name}) <= 120`),
	],
)

export const requisitionLine = pgTable(
	'requisition_line',
	{
		accountId: ref().notNull(),
		id: ownId(),
		listId: ref().notNull(),
		productId: ref()
			.notNull()
			.references(() => product.id, { onDelete: 'cascade' }),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		/** What is usually taken, where a store has no par level. */
		quantity: quantity().notNull(),
		sequence: integer().notNull(),
		removedAt: instant(),
	},
	(t) => [
		primaryKey({ name: 'requisition_line_pk', columns: [t.accountId, t.id] }),
		unique('requisition_line_once').on(t.accountId, t.listId, t.productId, t.unitCode),
		index('requisition_line_product').on(t.productId),
		foreignKey({ name: 'requisition_line_list', columns: [t.accountId, t.listId], foreignColumns: [requisitionList.accountId, requisitionList.id] }).onDelete(
			'cascade',
		),
		check('requisition_line_quantity', sql`${t.quantity} > 0`),
	],
)

/** How much of it a store means to have on its shelf. */
export const requisitionPar = pgTable(
	'requisition_par',
	{ accountId: ref().notNull(), lineId: ref().notNull(), locationId: ref().notNull(), quantity: quantity().notNull() },
	(t) => [
		primaryKey({ name: 'requisition_par_pk', columns: [t.accountId, t.lineId, t.locationId] }),
		index('requisition_par_of_location').on(t.accountId, t.locationId),
		foreignKey({ name: 'requisition_par_line', columns: [t.accountId, t.lineId], foreignColumns: [requisitionLine.accountId, requisitionLine.id] }).onDelete(
			'cascade',
		),
		foreignKey({ name: 'requisition_par_location', columns: [t.accountId, t.locationId], foreignColumns: [location.accountId, location.id] }).onDelete(
			'cascade',
		),
		check('requisition_par_quantity', sql`${t.quantity} > 0`),
	],
)
