import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, ref } from './columns.ts'
import { maCampaign, maProspect, maVisitor } from './marketing.ts'
import { crmUser, sellerEntity } from './seller.ts'

/** What every asset of the marketing side has: its seller, its campaign (sync-core.md A37), its name and who made it. */
const asset = () => ({
	id: id(),
	sellerEntityId: ref()
		.notNull()
		.references(() => sellerEntity.id),
	campaignId: ref()
		.notNull()
		.references(() => maCampaign.id),
	name: text().notNull(),
	status: text().notNull().default('draft'),
	version: integer().notNull().default(1),
	createdBy: ref().references(() => crmUser.id),
	createdAt: createdAt(),
	changedAt: instant().notNull().defaultNow(),
})

/** A file that is given to whoever fills in a form. */
export const maFile = pgTable(
	'ma_file',
	{
		...asset(),
		/** By what is in it, in the house's file store. */
		fileKey: text().notNull(),
		fileName: text().notNull(),
		bytes: integer().notNull(),
		/** Title by language. */
		title: jsonb().notNull().default({}),
		linkDays: integer().notNull().default(14),
	},
	(t) => [
		unique('ma_file_name').on(t.sellerEntityId, t.name),
		check('ma_file_status', sql`${t.status} in ('published','archived')`),
		check('ma_file_link_days', sql`${t.linkDays} between 1 and 365`),
	],
)

export const maForm = pgTable(
	'ma_form',
	{
		...asset(),
		slug: text().notNull().unique(),
		/** Fields, texts by language, topics of consent: app/engine/marketing/form.ts. */
		design: jsonb().notNull(),
		/** What happens to whoever fills it in: app/engine/marketing/action.ts. */
		actions: jsonb().notNull().default([]),
		fileId: ref().references(() => maFile.id),
	},
	(t) => [
		unique('ma_form_name').on(t.sellerEntityId, t.name),
		check('ma_form_status', sql`${t.status} in ('draft','published','archived')`),
		check('ma_form_slug', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${t.slug}) <= 80`),
	],
)

/** What one person sent by a form, once for each key. */
export const maFormSubmission = pgTable(
	'ma_form_submission',
	{
		id: id(),
		formId: ref()
			.notNull()
			.references(() => maForm.id),
		key: text().notNull(),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id),
		visitorId: uuid().references(() => maVisitor.id),
		/** As it was kept, by field. */
		values: jsonb().notNull(),
		locale: text().notNull(),
		/** Where it stood: our own page, or the address of the site that sent it. */
		origin: text(),
		at: instant().notNull(),
	},
	(t) => [
		unique('ma_form_submission_once').on(t.formId, t.key),
		index('ma_form_submission_newest').on(t.formId, t.id),
		index('ma_form_submission_prospect').on(t.prospectId),
	],
)

/** A page of a campaign's own, outside the shop. */
export const maPage = pgTable(
	'ma_page',
	{
		...asset(),
		slug: text().notNull().unique(),
		/** Title, lead and blocks by language: app/engine/marketing/landing-page.ts. */
		design: jsonb().notNull(),
		formId: ref().references(() => maForm.id),
	},
	(t) => [
		unique('ma_page_name').on(t.sellerEntityId, t.name),
		check('ma_page_status', sql`${t.status} in ('draft','published','archived')`),
		check('ma_page_slug', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${t.slug}) <= 80`),
	],
)

/** A link to a file for one person: it opens until it expires or is taken back. */
export const maFileGrant = pgTable(
	'ma_file_grant',
	{
		id: id(),
		fileId: ref()
			.notNull()
			.references(() => maFile.id),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id),
		submissionId: ref()
			.unique()
			.references(() => maFormSubmission.id),
		createdAt: createdAt(),
		expiresAt: instant().notNull(),
		revokedAt: instant(),
		openedAt: instant(),
		opens: integer().notNull().default(0),
	},
	(t) => [index('ma_file_grant_file').on(t.fileId, t.id), index('ma_file_grant_prospect').on(t.prospectId)],
)

/** A short address that leads on and counts who went there. */
export const maRedirect = pgTable('ma_redirect', { ...asset(), slug: text().notNull().unique(), target: text().notNull() }, (t) => [
	unique('ma_redirect_name').on(t.sellerEntityId, t.name),
	check('ma_redirect_status', sql`${t.status} in ('published','archived')`),
	check('ma_redirect_slug', sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${t.slug}) <= 80`),
])

/** Somebody, or some scanner, followed a redirect; only a confirmed one is an activity. */
export const maRedirectClick = pgTable(
	'ma_redirect_click',
	{
		id: id(),
		redirectId: ref()
			.notNull()
			.references(() => maRedirect.id),
		visitorId: uuid().references(() => maVisitor.id),
		clickedAt: instant().notNull(),
		confirmedAt: instant(),
	},
	(t) => [index('ma_redirect_click_newest').on(t.redirectId, t.id)],
)
