import { sql } from 'drizzle-orm'
import { char, check, date, index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, minor, ref } from './columns.ts'
import { crmCampaign } from './crm.ts'

/** What advertising cost on a day, as its account says it: brought in by file, the same line once. */
export const crmAdCost = pgTable(
	'crm_ad_cost',
	{
		id: id(),
		campaignId: ref()
			.notNull()
			.references(() => crmCampaign.id, { onDelete: 'cascade' }),
		source: text().notNull(),
		day: date().notNull(),
		currency: char({ length: 3 }).notNull(),
		amountMinor: minor().notNull(),
		createdAt: createdAt(),
	},
	(t) => [unique('crm_ad_cost_once').on(t.campaignId, t.source, t.day), check('crm_ad_cost_amount', sql`${t.amountMinor} >= 0`)],
)

/** Every stage that a lead or an opportunity came to, written by a trigger beside the change itself. */
export const crmStageHistory = pgTable(
	'crm_stage_history',
	{ id: id(), object: text().notNull(), recordId: ref().notNull(), stage: text().notNull(), amountMinor: minor(), at: instant().notNull() },
	(t) => [index('crm_stage_history_of_record').on(t.object, t.recordId, t.at), check('crm_stage_history_object', sql`${t.object} in ('lead','opportunity')`)],
)
