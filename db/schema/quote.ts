import { sql } from 'drizzle-orm'
import { bigint, char, check, date, foreignKey, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { account, contact } from './account.ts'
import { product, unitOfMeasure } from './catalog.ts'
import { instant, minor, ownId, quantity, ref, unitPrice } from './columns.ts'
import { crmLead, crmOpportunity } from './crm.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** What a buyer asks a price for, and how it stands (commerce-engine.md section 9). What was said is in its versions. */
export const quote = pgTable(
	'quote',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		number: text().notNull().generatedAlwaysAs(sql`'Q-' || (100000 + id)::text`),
		currency: char({ length: 3 }).notNull(),
		contactId: ref(),
		state: text().notNull().default('asked'),
		/** The version that stands; accepting pins it. */
		version: integer().notNull().default(1),
		/** The last day of the offer that stands, in the seller's zone, and the instant at which that day is over. */
		validOn: date(),
		expiresAt: instant(),
		askedAt: instant().notNull(),
		changedAt: instant().notNull(),
		closedAt: instant(),
		/** The cart that its lines went into, and the order that became of it. */
		orderId: ref(),
		/** Whom it was made for before her company had an account. */
		leadId: ref().references(() => crmLead.id),
		opportunityId: ref(),
	},
	(t) => [
		primaryKey({ name: 'quote_pk', columns: [t.accountId, t.id] }),
		unique('quote_number').on(t.number),
		index('quote_of_account').on(t.accountId, t.id),
		index('quote_of_seller').on(t.sellerEntityId, t.id),
		index('quote_of_lead').on(t.leadId).where(sql`${t.leadId} is not null`),
		foreignKey({ name: 'quote_opportunity', columns: [t.accountId, t.opportunityId], foreignColumns: [crmOpportunity.accountId, crmOpportunity.id] }),
		index('quote_to_expire').on(t.expiresAt).where(sql`${t.state} in ('offered','countered')`),
		foreignKey({ name: 'quote_contact', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('quote_state', sql`${t.state} in ('asked','offered','countered','accepted','declined','expired','withdrawn')`),
		check('quote_closed', sql`(${t.state} in ('accepted','declined','expired','withdrawn')) = (${t.closedAt} is not null)`),
		check('quote_ends', sql`${t.state} not in ('offered','countered','accepted','expired') or (${t.expiresAt} is not null and ${t.validOn} is not null)`),
		check('quote_order_of_accepted', sql`${t.orderId} is null or ${t.state} = 'accepted'`),
	],
)

/** What one side said: never changed, which triggers hold. */
export const quoteVersion = pgTable(
	'quote_version',
	{
		accountId: ref().notNull(),
		quoteId: ref().notNull(),
		version: integer().notNull(),
		kind: text().notNull(),
		contactId: ref(),
		userId: ref().references(() => crmUser.id),
		note: text(),
		validOn: date(),
		totalMinor: minor(),
		createdAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ name: 'quote_version_pk', columns: [t.accountId, t.quoteId, t.version] }),
		foreignKey({ name: 'quote_version_quote', columns: [t.accountId, t.quoteId], foreignColumns: [quote.accountId, quote.id] }),
		check('quote_version_kind', sql`${t.kind} in ('asked','offered','countered')`),
		check('quote_version_whole', sql`${t.kind} <> 'offered' or (${t.validOn} is not null and ${t.totalMinor} is not null and ${t.userId} is not null)`),
	],
)

/** A line of a version; `position` is the same line in all of them. */
export const quoteLine = pgTable(
	'quote_line',
	{
		accountId: ref().notNull(),
		quoteId: ref().notNull(),
		version: integer().notNull(),
		position: integer().notNull(),
		productId: ref()
			.notNull()
			.references(() => product.id),
		unitCode: text()
			.notNull()
			.references(() => unitOfMeasure.code),
		quantity: quantity().notNull(),
		/** The price holds from this quantity on. */
		minimum: quantity().notNull(),
		/** Offered, or wished in a counter; null: none is named. */
		unitPrice: unitPrice(),
		/** What the account paid without the quote when this was said; null: nothing, its price is on request. */
		listPrice: unitPrice(),
		totalMinor: minor(),
		chosen: bigint({ mode: 'number' }).array(),
	},
	(t) => [
		primaryKey({ name: 'quote_line_pk', columns: [t.accountId, t.quoteId, t.version, t.position] }),
		foreignKey({
			name: 'quote_line_version',
			columns: [t.accountId, t.quoteId, t.version],
			foreignColumns: [quoteVersion.accountId, quoteVersion.quoteId, quoteVersion.version],
		}),
		check('quote_line_quantity', sql`${t.quantity} > 0 and ${t.minimum} > 0 and ${t.minimum} <= ${t.quantity}`),
		check('quote_line_price', sql`${t.unitPrice} >= 0 and (${t.unitPrice} is null) = (${t.totalMinor} is null)`),
	],
)

/** What opens a lead's quote for her before anybody can sign in there: the hash of what her mail carries, for that address alone. */
export const quoteLink = pgTable(
	'quote_link',
	{
		accountId: ref().notNull(),
		quoteId: ref().notNull(),
		tokenHash: text().notNull(),
		email: text().notNull(),
		createdAt: instant().notNull(),
	},
	(t) => [
		primaryKey({ name: 'quote_link_pk', columns: [t.tokenHash] }),
		index('quote_link_of_quote').on(t.accountId, t.quoteId),
		foreignKey({ name: 'quote_link_quote', columns: [t.accountId, t.quoteId], foreignColumns: [quote.accountId, quote.id] }),
	],
)
