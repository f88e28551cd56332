import { bigint, index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { id, instant, ref } from './columns.ts'
import { maCampaign, maProspect } from './marketing.ts'

/** Marketing's own members of a source campaign. */
export const maCampaignMember = pgTable(
	'ma_campaign_member',
	{
		campaignId: ref()
			.notNull()
			.references(() => maCampaign.id, { onDelete: 'cascade' }),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		addedAt: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.campaignId, t.prospectId] }), index('ma_campaign_member_prospect').on(t.prospectId)],
)

/** Whom both sides had as a member: the base by which an adding is told from a removal (sync-core.md A39). */
export const maMemberBase = pgTable(
	'ma_member_base',
	{
		campaignId: ref()
			.notNull()
			.references(() => maCampaign.id, { onDelete: 'cascade' }),
		prospectId: ref()
			.notNull()
			.references(() => maProspect.id, { onDelete: 'cascade' }),
		agreedAt: instant().notNull(),
	},
	(t) => [primaryKey({ columns: [t.campaignId, t.prospectId] }), index('ma_member_base_prospect').on(t.prospectId)],
)

/** Left by triggers where a membership may have to follow or be applied: a hint, never state. */
export const maMemberMark = pgTable('ma_member_mark', {
	id: id(),
	crmCampaignId: bigint({ mode: 'number' }).notNull(),
	prospectId: bigint({ mode: 'number' }).notNull(),
	at: instant().notNull().defaultNow(),
})
