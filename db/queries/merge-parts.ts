import type { MergeObject } from '../../app/engine/sync/merge.ts'

/**
 * What hangs on a person, and goes along when two of them become one (sync-core.md B11). A row that the winner has already falls
 * away (`drops`) or stays with the loser (`stays`); both come back when the merge is undone. What was said at its time (consents, orders'
 * versions, the audit) is never rewritten: it names whom it named.
 */
export type MergePart = {
	table: string
	/** Columns that name the person. */
	columns: readonly string[]
	key: readonly string[]
	/** SQL over the row `t` and `r.winner_id`: whether the winner has the same already. */
	clash?: string
	onClash?: 'drops' | 'stays'
	/** A column that gives way where the winner's own stands, as SQL over the same. */
	yields?: { column: string; to: string }
}

export type { MergeObject }

const has = (table: string, where: string) => `exists (select from "${table}" o where ${where})`
const moves = (table: string, columns: readonly string[] = [], key: readonly string[] = ['id']): MergePart => ({ table, columns, key })

const ofProspect = (table: string, key: readonly string[], onClash: 'drops' | 'stays', same: string): MergePart => ({
	...{ table, columns: ['prospect_id'], key, onClash },
	clash: has(table, `o.prospect_id = r.winner_id and ${same}`),
})
const ofContact = (table: string, columns: readonly string[] = ['contact_id']): MergePart => ({ table, columns, key: ['account_id', 'id'] })

const prospect: readonly MergePart[] = [
	...['ma_activity', 'ma_visitor', 'ma_file_grant', 'ma_form_submission', 'crm_task'].map((table) => moves(table, ['prospect_id'])),
	ofProspect('ma_list_member', ['list_id'], 'drops', 'o.list_id = t.list_id'),
	ofProspect('ma_prospect_tag', ['tag_id'], 'drops', 'o.tag_id = t.tag_id'),
	ofProspect('ma_waiting_member', ['crm_campaign_id'], 'drops', 'o.crm_campaign_id = t.crm_campaign_id'),
	ofProspect('ma_campaign_member', ['campaign_id'], 'drops', 'o.campaign_id = t.campaign_id'),
	ofProspect('ma_member_base', ['campaign_id'], 'drops', 'o.campaign_id = t.campaign_id'),
	ofProspect('ma_rule_match', ['rule_id'], 'drops', 'o.rule_id = t.rule_id'),
	ofProspect('ma_action', ['source_key'], 'stays', 'o.source_key = t.source_key'),
	ofProspect('ma_send_recipient', ['id'], 'stays', 'o.send_id = t.send_id'),
	ofProspect('ma_enrolment', ['id'], 'stays', "o.program_id = t.program_id and o.state = 'going' and t.state = 'going'"),
]

const member = (column: 'contact_id' | 'lead_id'): MergePart => ({
	...{ table: 'crm_campaign_member', columns: [column], key: ['id'], onClash: 'drops' },
	clash: has('crm_campaign_member', `o.${column} = r.winner_id and o.campaign_id = t.campaign_id`),
})

const lead: readonly MergePart[] = [
	member('lead_id'),
	moves('crm_task', ['lead_id']),
	moves('quote', ['lead_id'], ['account_id', 'id']),
	// Her prospect is merged by the sync, which has both; one alone goes along.
	{
		...{ table: 'ma_prospect', columns: ['lead_id'], key: ['id'], onClash: 'stays' },
		clash: has('ma_prospect', 'o.lead_id = r.winner_id'),
	},
]

const contact: readonly MergePart[] = [
	member('contact_id'),
	{
		...ofContact('sales_order', ['contact_id', 'on_behalf_of_contact_id']),
		yields: {
			column: 'is_current',
			to: `t.is_current and not (t.stage = 'cart' and ${has('sales_order', "o.account_id = t.account_id and o.contact_id = r.winner_id and o.stage = 'cart' and o.is_current")})`,
		},
	},
	{
		...{ table: 'cart_in_hand', columns: ['contact_id'], key: ['account_id'], onClash: 'drops' },
		clash: has('cart_in_hand', 'o.account_id = t.account_id and o.contact_id = r.winner_id'),
	},
	{
		...ofContact('saved_card'),
		yields: {
			column: 'is_default',
			to: `t.is_default and not ${has('saved_card', 'o.account_id = t.account_id and o.contact_id = r.winner_id and o.is_default')}`,
		},
	},
	...['standing_order', 'quote', 'support_case', 'payment', 'pay_link', 'invoice_link', 'order_change', 'exemption_certificate'].map((table) =>
		ofContact(table),
	),
	...['goods_return', 'crm_custom_row', 'crm_timeline_entry', 'alert', 'case_message'].map((table) => ofContact(table)),
	ofContact('requisition_list', ['owner_contact_id']),
	ofContact('approval_rule', ['contact_id', 'approver_contact_id']),
	{
		...{ table: 'company_budget', columns: ['contact_id'], key: ['account_id', 'id'], onClash: 'stays' },
		clash: `t.ended_at is null and ${has('company_budget', 'o.account_id = t.account_id and o.contact_id = r.winner_id and o.ended_at is null and o.period = t.period')}`,
	},
	{
		...{ table: 'crm_opp_contact_role', columns: ['contact_id'], key: ['account_id', 'opportunity_id'], onClash: 'drops' },
		clash: has('crm_opp_contact_role', 'o.account_id = t.account_id and o.opportunity_id = t.opportunity_id and o.contact_id = r.winner_id'),
	},
	...['crm_task', 'api_key', 'login', 'campaign_touch', 'notice', 'outgoing_mail'].map((table) => moves(table, ['contact_id'])),
	moves('crm_lead', ['converted_contact_id']),
	{
		...{ table: 'ma_prospect', columns: ['contact_id'], key: ['id'], onClash: 'stays' },
		clash: has('ma_prospect', 'o.contact_id = r.winner_id'),
	},
]

export const mergeParts: Readonly<Record<MergeObject, readonly MergePart[]>> = { prospect, lead, contact }

/** What names a person and stays as it was said: a test holds that nothing else does. */
export const staysWithLoser: Readonly<Record<MergeObject, readonly string[]>> = {
	prospect: ['ma_consent', 'ma_prospect', 'record_merge'],
	lead: ['crm_lead', 'record_merge'],
	contact: ['contact', 'approval_request', 'approval_step', 'approval_deputy', 'session', 'crm_lead.prospect_contact_id', 'record_merge'],
}

/** An address goes whole or not at all. */
const address = ['street', 'city', 'region', 'postal_code', 'country']

/** The person's own table, and which of her columns the winner may take: alone, or all of a group that the winner has nothing of. */
export const mergeTables: Readonly<
	Record<MergeObject, { table: string; fields: readonly string[]; groups: readonly (readonly string[])[]; optedOut: string }>
> = {
	prospect: {
		table: 'ma_prospect',
		fields: ['first_name', 'last_name', 'email', 'company', 'title', 'phone', 'locale'],
		groups: [
			address,
			['lead_status'],
			['rating'],
			['contact_id'],
			['lead_id'],
			['source_campaign_id'],
			['profile_id'],
			['assigned_user_id', 'assigned_queue_id', 'assigned_at'],
		],
		optedOut: 'opted_out',
	},
	lead: {
		table: 'crm_lead',
		fields: ['first_name', 'last_name', 'company', 'email', 'phone', 'title', 'locale', 'source', 'rating', 'note'],
		groups: [address, ['owner_user_id', 'owner_queue_id'], ['prospect_account_id', 'prospect_contact_id']],
		optedOut: 'has_opted_out',
	},
	contact: { table: 'contact', fields: ['first_name', 'last_name', 'email', 'phone', 'title', 'locale'], groups: [address], optedOut: 'has_opted_out' },
}
