import { sql } from 'drizzle-orm'
import {
	type AnyPgColumn,
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
import { product } from './catalog.ts'
import { createdAt, id, instant, minor, ownId, ref } from './columns.ts'
import { crmUser, sellerEntity } from './seller.ts'

export const account = pgTable(
	'account',
	{
		id: id(),
		sellerEntityId: ref()
			.notNull()
			.references(() => sellerEntity.id),
		parentId: ref().references((): AnyPgColumn => account.id),
		number: text().notNull(),
		name: text().notNull(),
		/** She and her one contact are one record to people; 'account_person_whole' holds it. */
		isPerson: boolean().notNull().default(false),
		ownerUserId: ref().references(() => crmUser.id),
		industry: text(),
		website: text(),
		phone: text(),
		currency: char({ length: 3 }).notNull(),
		locale: text().notNull().default('en'),
		status: text().notNull().default('active'),
		/** Only this node's own policies count (section 3). */
		stopsInheriting: boolean().notNull().default(false),
		standing: text().notNull().default('new'),
		standingSource: text().notNull().default('onboarding'),
		standingNote: text(),
		/** Step of the onboarding ladder for a new account: card_only, capped_terms, full_terms. */
		onboardingStep: text().notNull().default('card_only'),
		/** A credit manager keeps the account on its step. */
		ladderStoppedAt: instant(),
		orderCapMinor: minor(),
		/** Null: every class. */
		allowedClasses: text().array(),
		termsDays: smallint().notNull().default(0),
		invoicePer: text().notNull().default('shipment'),
		repeatsPoNumbers: boolean().notNull().default(false),
		billToAccountId: ref().references((): AnyPgColumn => account.id),
		quietCartMinutes: integer(),
		annualRevenueMinor: minor(),
		externalKey: text(),
		/** Fields of the house's own (crm_custom_def), by their names. */
		custom: jsonb().notNull().default({}),
		/** The account it became, where two were one company. */
		mergedIntoId: ref().references((): AnyPgColumn => account.id),
		createdAt: createdAt(),
	},
	(t) => [
		unique('account_number').on(t.sellerEntityId, t.number),
		index('account_climbing').on(t.id).where(sql`${t.onboardingStep} <> 'full_terms' and ${t.ladderStoppedAt} is null`),
		index('account_owner').on(t.ownerUserId),
		index('account_parent').on(t.parentId),
		index('account_person').on(t.id).where(sql`${t.isPerson}`),
		index('account_external').on(t.externalKey).where(sql`${t.externalKey} is not null`),
		check('account_standing', sql`${t.standing} in ('good','watch','hold','new')`),
		check('account_onboarding', sql`${t.onboardingStep} in ('card_only','capped_terms','full_terms')`),
		check('account_invoice_per', sql`${t.invoicePer} in ('order','group','shipment')`),
		check('account_person_alone', sql`not ${t.isPerson} or (${t.parentId} is null and coalesce(${t.billToAccountId}, ${t.id}) = ${t.id})`),
		index('account_merged_into').on(t.mergedIntoId).where(sql`${t.mergedIntoId} is not null`),
		check('account_merged_into_another', sql`${t.mergedIntoId} <> ${t.id}`),
		check('account_merged_is_closed', sql`${t.mergedIntoId} is null or ${t.status} = 'closed'`),
		check('account_not_own_parent', sql`${t.parentId} <> ${t.id}`),
	],
)

/** A ship-to of an account. */
export const location = pgTable(
	'location',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		code: text().notNull(),
		name: text().notNull(),
		line1: text().notNull(),
		line2: text(),
		city: text().notNull(),
		region: text(),
		postalCode: text().notNull().default(''),
		country: char({ length: 2 }).notNull(),
		phone: text(),
		isActive: boolean().notNull().default(true),
		isDefault: boolean().notNull().default(false),
		instructions: text(),
		/** The account it hung on before that became another, and its code there. */
		mergedFromId: ref().references(() => account.id),
		formerCode: text(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		unique('location_id').on(t.id),
		index('location_merged_from').on(t.mergedFromId, t.formerCode).where(sql`${t.mergedFromId} is not null`),
		check('location_merged_from', sql`(${t.mergedFromId} is null) = (${t.formerCode} is null)`),
		unique('location_code').on(t.accountId, t.code),
		uniqueIndex('location_one_default').on(t.accountId).where(sql`${t.isDefault}`),
	],
)

/** A person at an account; with a login also a buyer. The CRM side's contact is this row. */
export const contact = pgTable(
	'contact',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		firstName: text().notNull(),
		lastName: text().notNull(),
		email: text(),
		phone: text(),
		title: text(),
		/** Where she has her mail sent. */
		street: text(),
		city: text(),
		region: text(),
		postalCode: text(),
		country: text(),
		locale: text().notNull().default('en'),
		role: text().notNull().default('buyer'),
		isActive: boolean().notNull().default(true),
		/** What marketing knows of her, and her word on mails (app/flows/sync). */
		score: integer(),
		grade: text(),
		/** What marketing last saw of her, and the name of the campaign she came by (sync-core.md B5). */
		lastActivityAt: instant(),
		sourceCampaign: text(),
		hasOptedOut: boolean().notNull().default(false),
		externalKey: text(),
		custom: jsonb().notNull().default({}),
		/** Who she turned out to be (sync-core.md B11). */
		mergedIntoId: ref(),
		createdAt: createdAt(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		foreignKey({ name: 'contact_merged_into', columns: [t.accountId, t.mergedIntoId], foreignColumns: [t.accountId, t.id] }),
		check('contact_merged_into_another', sql`${t.mergedIntoId} <> ${t.id}`),
		unique('contact_id').on(t.id),
		index('contact_email').on(sql`lower(${t.email})`),
		check('contact_role', sql`${t.role} in ('owner','buyer','approver','viewer')`),
	],
)

/** A way to sign in: a contact of an account, or a user of the house. Never both. */
export const login = pgTable(
	'login',
	{
		id: id(),
		email: text().notNull(),
		passwordHash: text(),
		accountId: ref(),
		contactId: ref(),
		userId: ref().references(() => crmUser.id),
		isActive: boolean().notNull().default(true),
		lastSignedInAt: instant(),
		createdAt: createdAt(),
	},
	(t) => [
		uniqueIndex('login_email').on(sql`lower(${t.email})`),
		foreignKey({ columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('login_is_one_of', sql`(${t.userId} is null) <> (${t.contactId} is null) and (${t.contactId} is null) = (${t.accountId} is null)`),
	],
)

/** A signed-in browser; only the hash of its token is kept. A rep's session may act for an account's contact. */
export const session = pgTable(
	'session',
	{
		tokenHash: text().primaryKey(),
		loginId: ref()
			.notNull()
			.references(() => login.id, { onDelete: 'cascade' }),
		actingAccountId: ref(),
		actingContactId: ref(),
		locationId: ref(),
		createdAt: createdAt(),
		expiresAt: instant().notNull(),
	},
	(t) => [
		index('session_login').on(t.loginId),
		foreignKey({ columns: [t.actingAccountId, t.actingContactId], foreignColumns: [contact.accountId, contact.id] }),
	],
)

/** One-click sign-in by mail: a code of six digits or the link that carries it; hashed, short-lived, single use. */
export const signInCode = pgTable(
	'sign_in_code',
	{
		id: id(),
		email: text().notNull(),
		codeHash: text().notNull(),
		returnTo: text(),
		attempts: smallint().notNull().default(0),
		createdAt: createdAt(),
		expiresAt: instant().notNull(),
		usedAt: instant(),
	},
	(t) => [index('sign_in_code_email').on(t.email, t.createdAt)],
)

export const rateLimit = pgTable('rate_limit', { key: text().notNull(), windowStart: instant().notNull(), count: integer().notNull().default(1) }, (t) => [
	primaryKey({ columns: [t.key, t.windowStart] }),
])

/** A machine on record at a location: what spare parts and accessories are offered for. */
export const ownedMachine = pgTable(
	'owned_machine',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		locationId: ref(),
		productId: ref()
			.notNull()
			.references(() => product.id),
		serialNumber: text(),
		installedOn: date(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		foreignKey({ columns: [t.accountId, t.locationId], foreignColumns: [location.accountId, location.id] }),
	],
)

/** Exposure of a bill-to account in its currency. Only the credit queries write it; the trigger refuses a rise above the limit. */
export const creditProfile = pgTable(
	'credit_profile',
	{
		accountId: ref()
			.primaryKey()
			.references(() => account.id),
		currency: char({ length: 3 }).notNull(),
		limitMinor: minor().notNull().default(0),
		openInvoiceMinor: minor().notNull().default(0),
		unbilledMinor: minor().notNull().default(0),
		reservedMinor: minor().notNull().default(0),
		updatedAt: instant().notNull().defaultNow(),
	},
	(t) => [check('credit_not_negative', sql`${t.limitMinor} >= 0 and ${t.openInvoiceMinor} >= 0 and ${t.unbilledMinor} >= 0 and ${t.reservedMinor} >= 0`)],
)

export const exemptionCertificate = pgTable(
	'exemption_certificate',
	{
		accountId: ref()
			.notNull()
			.references(() => account.id),
		id: ownId(),
		jurisdiction: text().notNull(),
		number: text().notNull(),
		taxCodes: text().array(),
		validFrom: date().notNull(),
		expiresOn: date().notNull(),
		/** Only an accepted one exempts; what a buyer uploads waits until the house says yes or no. */
		state: text().notNull().default('accepted'),
		/** Its file, known by what is in it, and what it was called. */
		fileKey: text(),
		fileName: text(),
		uploadedAt: instant(),
		contactId: ref(),
		decidedByUserId: ref().references(() => crmUser.id),
		decidedAt: instant(),
		decisionNote: text(),
	},
	(t) => [
		primaryKey({ columns: [t.accountId, t.id] }),
		uniqueIndex('exemption_waits_once').on(t.accountId, t.jurisdiction, t.number, t.validFrom).where(sql`${t.state} = 'waiting'`),
		foreignKey({ name: 'exemption_contact', columns: [t.accountId, t.contactId], foreignColumns: [contact.accountId, contact.id] }),
		check('exemption_window', sql`${t.expiresOn} >= ${t.validFrom}`),
		check('exemption_state', sql`${t.state} in ('waiting','accepted','refused')`),
		check('exemption_file_whole', sql`(${t.fileKey} is null) = (${t.fileName} is null) and ${t.fileKey} ~ '^[0-9a-f]{64}$'`),
		check('exemption_waits_with_file', sql`${t.state} <> 'waiting' or (${t.fileKey} is not null and ${t.uploadedAt} is not null)`),
		check('exemption_refused_why', sql`${t.state} <> 'refused' or (${t.decisionNote} <> '' and ${t.decidedAt} is not null)`),
	],
)
